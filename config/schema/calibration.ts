import * as z from 'zod';
import { durationSchema } from '../units';
import type { DeepReadonly } from './readonly';

const bytesPer = (thing: string, most: number) =>
  z
    .number()
    .positive()
    .max(most, { error: `must be at most ${most} bytes per ${thing}: is it a sum?` })
    .optional();

/**
 * What was measured on a running platform, in place of the constants of sizing.ts. Each figure is optional: what was not measured is estimated.
 * `o11y usage` writes it to config/calibration/<environment>.ts, and the environment's file takes it in as `capacity: { calibration }`.
 */
export const calibrationSchema = z
  .strictObject({
    bytesPerSample: bytesPer('sample', 100).describe('Bytes of a sample in the blocks of Prometheus, with their index; 1.7 when absent.'),
    bytesPerSpan: bytesPer('span', 100_000).describe(
      'Bytes of a span in the store of traces that is deployed, with its index; 200 in Tempo and 1,024 in Jaeger when absent.',
    ),
    bytesPerSpanReceived: bytesPer('span', 100_000).describe('Bytes of a span on the wire, before any store; 512 when absent.'),
    logCompression: z
      .number()
      .min(0.1)
      .max(100)
      .optional()
      .describe("Bytes of log lines received for each byte in Loki's chunks and index; 3 when absent."),
    spansKeptAnyway: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('Share of spans whose traces are kept for an error or for being slow, whatever the ratio; 0.05 when absent.'),
    measuredAt: z.iso
      .datetime({ error: 'must be a time such as "2026-11-21T17:00:00Z"' })
      .optional()
      .describe('When it was measured: for people, nothing depends on it.'),
    measuredOver: durationSchema.optional().describe('How long it was measured: for people, nothing depends on it.'),
  })
  .optional();

/** Measured figures. */
export type Calibration = DeepReadonly<NonNullable<z.output<typeof calibrationSchema>>>;
