import * as z from 'zod';
import { byteSizeOfAtLeast, durationOfAtLeast, durationSchema } from '../units';

const LOKI_DAYS = 'Loki deletes in whole-day steps';

/** How long each signal is kept. The stores enforce it themselves; there is no job that deletes. */
export const retentionSchema = z
  .strictObject({
    metrics: z
      .strictObject({
        time: durationOfAtLeast('2h', 'Prometheus writes blocks of two hours').default('15d').describe('Age at which samples are deleted.'),
        size: byteSizeOfAtLeast('128MiB', 'one segment of the write-ahead log takes that, and 0 would mean without a limit')
          .default('10GB')
          .describe('Size of all blocks at which the oldest are deleted, whichever comes first.'),
      })
      .prefault({}),
    traces: durationOfAtLeast('1h', 'the stores delete in blocks of up to an hour')
      .default('7d')
      .describe('Age at which traces are deleted.'),
    logs: z
      .strictObject({
        total: durationOfAtLeast('24h', LOKI_DAYS).default('90d').describe('Age at which log lines are deleted.'),
        hot: durationSchema
          .default('7d')
          .describe('Age up to which logs stay on fast storage where the store has tiers; Loki on a file system has one tier.'),
      })
      .prefault({}),
    alerts: durationOfAtLeast('24h', LOKI_DAYS).default('30d').describe('Age at which the history of alerts and silences is deleted.'),
  })
  .prefault({});

export type RetentionConfig = z.output<typeof retentionSchema>;
