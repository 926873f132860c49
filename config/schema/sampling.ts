import * as z from 'zod';
import { durationFromTo, durationOfAtLeast, ratioSchema } from '../units';

/**
 * Which traces are stored. Decided for whole traces after they ended, so that errors and slow requests are never lost;
 * request rates, errors and durations are computed before, from all spans.
 */
export const samplingSchema = z
  .strictObject({
    traces: z
      .strictObject({
        ratio: ratioSchema.default(1).describe('Share of ordinary traces that is kept: 1 keeps all, 0.1 one in ten.'),
        keepErrors: z.boolean().default(true).describe('Keep every trace with a span whose status is an error.'),
        keepSlowerThan: durationOfAtLeast('1ms', 'a threshold of zero would keep everything: set ratio to 1 for that')
          .nullable()
          .default('2s')
          .describe('Keep every trace that takes longer; null keeps none for being slow.'),
        decisionWait: durationFromTo('1s', 'spans of one trace arrive over some time', '10m', 'traces wait in memory')
          .default('10s')
          .describe('How long after the first span of a trace it is decided about.'),
        expectedTracesPerSecond: z
          .int({ error: 'must be a whole number' })
          .min(1, { error: 'must be at least 1' })
          .max(100_000, { error: 'must be at most 100000: use several collectors' })
          .default(5_000)
          .describe('New traces a second at the peak; sizes the memory in which traces wait for their decision.'),
      })
      .prefault({}),
  })
  .prefault({});

export type SamplingConfig = z.output<typeof samplingSchema>;
