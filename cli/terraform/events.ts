import * as z from 'zod';

const actionSchema = z.enum(['noop', 'create', 'read', 'update', 'replace', 'delete', 'move', 'forget', 'import']);
export type Action = z.output<typeof actionSchema>;

const resourceSchema = z.object({ addr: z.string(), resource_type: z.string(), resource_name: z.string() });
const hook = z.object({ resource: resourceSchema, action: actionSchema });

/**
 * The lines that Terraform and OpenTofu write with `-json`, as far as a deployment needs them.
 *
 * @see https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
const lineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('planned_change'), change: hook }),
  z.object({
    type: z.literal('change_summary'),
    changes: z.object({ add: z.int(), change: z.int(), remove: z.int(), operation: z.enum(['plan', 'apply', 'destroy']) }),
  }),
  z.object({ type: z.literal('apply_start'), hook }),
  z.object({ type: z.literal('apply_complete'), hook: hook.extend({ elapsed_seconds: z.number() }) }),
  z.object({ type: z.literal('apply_errored'), hook: hook.extend({ elapsed_seconds: z.number() }) }),
  z.object({
    type: z.literal('diagnostic'),
    diagnostic: z.object({
      severity: z.enum(['error', 'warning']),
      summary: z.string(),
      detail: z.string().default(''),
      address: z.string().optional(),
    }),
  }),
]);

/** A resource as Terraform names it: `docker_container`, `prometheus`. */
export interface Resource {
  readonly address: string;
  readonly type: string;
  readonly name: string;
}

/** A problem that Terraform or a provider reports. Its piece of source is left out: it may hold a whole stack. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
}

/** Number of resources. */
export interface Summary {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

/** What happens during a run of Terraform. */
export type TerraformEvent =
  | { readonly kind: 'planned'; readonly resource: Resource; readonly action: Action }
  | { readonly kind: 'summary'; readonly operation: 'plan' | 'apply' | 'destroy'; readonly changes: Summary }
  /** `stopped` is an error that follows from a request to stop. */
  | { readonly kind: 'started' | 'completed' | 'errored' | 'stopped'; readonly resource: Resource; readonly action: Action }
  | { readonly kind: 'diagnostic'; readonly diagnostic: Diagnostic }
  /** A line that is not part of the protocol: what a program prints that dies. */
  | { readonly kind: 'text'; readonly text: string };

/** The event that a line of output is; undefined for those that say nothing new. Pure. */
export function parseLine(line: string): TerraformEvent | undefined {
  const parsed = parseJson(line);
  if (parsed === undefined) return line.trim() === '' ? undefined : { kind: 'text', text: line };
  const result = lineSchema.safeParse(parsed);
  // A type of line that is of no interest here, or newer than this program.
  if (!result.success) return undefined;
  const { data } = result;
  switch (data.type) {
    case 'planned_change':
      return { kind: 'planned', ...resourceAction(data.change) };
    case 'change_summary':
      return {
        kind: 'summary',
        operation: data.changes.operation,
        changes: { add: data.changes.add, change: data.changes.change, remove: data.changes.remove },
      };
    case 'apply_start':
      return { kind: 'started', ...resourceAction(data.hook) };
    case 'apply_complete':
      return { kind: 'completed', ...resourceAction(data.hook) };
    case 'apply_errored':
      return { kind: 'errored', ...resourceAction(data.hook) };
    case 'diagnostic': {
      const { severity, summary, detail, address } = data.diagnostic;
      return { kind: 'diagnostic', diagnostic: { severity, summary, detail, ...(address === undefined ? {} : { address }) } };
    }
  }
}

const resourceAction = ({ resource, action }: z.output<typeof hook>): { readonly resource: Resource; readonly action: Action } => ({
  resource: { address: resource.addr, type: resource.resource_type, name: resource.resource_name },
  action,
});

function parseJson(line: string): object | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
