import * as z from 'zod';
import type { CostEstimate } from '../../cost/model';
import type { Plan } from '../model';

const revision = z.object({
  ref: z.string().describe('As it was asked for; "working tree" for edits that are not committed.'),
  commit: z.string().exactOptional().describe('Absent for a working tree.'),
});

const configChange = z
  .object({
    path: z.string().describe('`retention.traces`; items of a list that have a name by it: `services[checkout].port`.'),
    before: z.unknown().optional().describe('Absent: the value was not set.'),
    after: z.unknown().optional().describe('Absent: the value is not set any more.'),
    difference: z.string().exactOptional().describe("In the value's own unit: `+15 d`."),
  })
  .describe('A value that differs. Secrets are masked: ***.');

const resourceChange = z.object({
  address: z.string(),
  type: z.string(),
  action: z.enum(['create', 'update', 'replace', 'delete', 'move']),
  from: z.string().exactOptional().describe('The address before a move.'),
  component: z.string().exactOptional().describe('The component or release that it belongs to.'),
  attributes: z.array(
    z.object({ path: z.string(), replaces: z.boolean().describe('Whether the provider makes the resource anew for it.') }),
  ),
  effect: z.enum(['none', 'restart', 'rollout', 'starts', 'stops']).describe('What follows for what runs.'),
});

const nativeChange = z.object({
  action: z.enum(['added', 'removed', 'changed']),
  kind: z.string().describe('`scrape job`, `route`, `processor`, `panel`, `key`.'),
  name: z.string(),
  before: z.string().exactOptional(),
  after: z.string().exactOptional(),
});

const costLine = z.object({
  kind: z.enum(['cpu', 'memory', 'block-storage', 'object-storage', 'requests', 'egress', 'alerting', 'other']),
  quantity: z.number().describe('In `unit`.'),
  unit: z.string(),
  price: z.number().describe('Dollars for one unit and month.'),
  dollars: z.number().describe('quantity × price.'),
  because: z.string(),
});

const estimate: z.ZodType<CostEstimate> = z
  .object({
    components: z.array(z.object({ component: z.string(), lines: z.array(costLine), total: z.number() })),
    other: z.array(costLine),
    total: z.number().describe('Dollars a month, with as many instances as there are at least.'),
    most: z.number().describe('The same with all instances that autoscaling may add.'),
  })
  .describe('What an environment costs a month.');

const environment = z.object({
  name: z.string(),
  status: z.enum(['unchanged', 'changed', 'added', 'removed', 'failed']),
  problem: z.string().exactOptional().describe('Why it could not be compared, a line for each problem; only with "failed".'),
  config: z.array(configChange),
  resources: z.array(resourceChange),
  files: z.array(
    z.object({ component: z.string(), path: z.string(), action: z.enum(['added', 'removed', 'changed']), changes: z.array(nativeChange) }),
  ),
  releases: z.array(
    z.object({
      release: z.string(),
      action: z.enum(['added', 'removed', 'changed']),
      chart: z.object({ before: z.string().exactOptional(), after: z.string().exactOptional() }).exactOptional(),
      values: z.array(configChange),
    }),
  ),
  alerts: z.array(z.object({ alert: z.string(), action: z.enum(['added', 'removed', 'retuned']), changes: z.array(configChange) })),
  risks: z.array(
    z.object({
      kind: z.enum(['data-loss', 'downtime', 'security', 'capacity', 'visibility']),
      severity: z.enum(['high', 'medium', 'low']),
      subject: z.string().describe("What a policy's acknowledgement names."),
      text: z.string(),
    }),
  ),
  cost: z.object({ before: estimate.exactOptional(), after: estimate.exactOptional() }).exactOptional(),
  violations: z.array(z.object({ rule: z.string(), text: z.string() })).describe('Rules of the policy that the change breaks.'),
});

/** The JSON format of `o11y plan`: exactly a {@link Plan}. Readers take keys that they do not know as absent. */
export const planSchema: z.ZodType<Plan> = z
  .object({
    version: z.literal(1).describe('Of this format: another number is not compatible.'),
    base: revision,
    head: revision,
    notes: z.array(z.string()).describe('What the reader must know of the comparison itself.'),
    environments: z.array(environment).describe('In the order of their names.'),
  })
  .describe('What differs between two revisions: the result of o11y plan --json.');

/** The same as a JSON Schema. */
export const planJsonSchema = (): string => `${JSON.stringify(z.toJSONSchema(planSchema, { io: 'input' }), undefined, 2)}\n`;
