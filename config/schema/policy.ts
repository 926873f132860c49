import * as z from 'zod';
import { OPENING_FLAGS } from '../flags/programs';
import { byteSizeOfAtLeast } from '../units';
import type { DeepReadonly } from './readonly';

const acknowledgementSchema = z.strictObject({
  subject: z
    .string({ error: 'must be the subject of a risk, such as "retention.traces"' })
    .regex(/^[^\s](?:.*[^\s])?$/, { error: 'must be the subject of a risk, such as "retention.traces"' })
    .describe('What the loss is about, as the plan names it: `retention.traces`.'),
  reason: z
    .string({ error: 'must say why the data may go' })
    .trim()
    .min(1, { error: 'must say why the data may go' })
    .describe('Why the data may go, for whoever reads it later.'),
});

/** What a change of the environment must keep to. `o11y plan` fails one that does not; a deployment is not stopped by it. */
export const policySchema = z
  .strictObject({
    monthlyBudget: z
      .number({ error: 'must be a number of dollars' })
      .min(0, { error: 'must be at least 0 dollars' })
      .optional()
      .describe('Dollars that the environment may cost a month, by the estimate of o11y cost; no limit when absent.'),
    room: z
      .strictObject({
        cpu: z
          .number({ error: 'must be a number of cores' })
          .min(0.1, { error: 'must be at least 0.1 cores' })
          .optional()
          .describe('Cores; no limit when absent.'),
        memory: byteSizeOfAtLeast('64MiB', 'no component runs in less').optional().describe('Memory; no limit when absent.'),
      })
      .prefault({})
      .describe('What the host or the nodes have for the platform: the reservations of all components must fit.'),
    allowPublic: z
      .array(
        z.enum(['ports', 'grafana', 'otlp', 'services'], {
          error: 'must be "ports", "grafana", "otlp" or "services"',
        }),
      )
      .default([])
      .describe(
        'What may be reached from outside of the host or the cluster: `ports` published on another address than loopback, the ways in `grafana` and `otlp` of target.access, `services` of type LoadBalancer or NodePort.',
      ),
    allowFlags: z
      .array(
        z.string().refine((flag) => OPENING_FLAGS.includes(flag), {
          error: `must be ${OPENING_FLAGS.slice(0, -1)
            .map((flag) => JSON.stringify(flag))
            .join(', ')} or ${JSON.stringify(OPENING_FLAGS.at(-1))}`,
        }),
      )
      .default([])
      .describe('Flags in `extraArgs` that may open a component to whoever reaches it, such as `web.enable-admin-api`; without dashes.'),
    dataLoss: z
      .enum(['acknowledged', 'allowed'], { error: 'must be "acknowledged" or "allowed"' })
      .default('acknowledged')
      .describe('Whether a change that deletes data or leaves it behind must be acknowledged.'),
    acknowledge: z.array(acknowledgementSchema).default([]).describe('Losses of data that are wanted. Take them out again once deployed.'),
  })
  .prefault({});

export type Policy = DeepReadonly<z.output<typeof policySchema>>;
/** A policy as written, before defaults. */
export type PolicyOverlay = DeepReadonly<z.input<typeof policySchema>>;
