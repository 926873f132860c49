import * as z from 'zod';
import type { DeepReadonly } from '../config/schema/readonly';

const amount = z.number().min(0);

const levelSchema = z.strictObject({
  now: amount,
  average: amount,
  peak: amount,
  limit: amount,
  reservation: amount,
});

const rateSchema = z.strictObject({ average: amount, peak: amount });

/**
 * What was measured on a deployed platform: what `o11y usage --json` prints, and `o11y tune --usage` reads. Whatever could not be measured is
 * absent, and `missing` says why; nothing is ever 0 for want of data. Bytes, cores, seconds.
 */
export const usageSchema = z.strictObject({
  version: z.literal(1),
  environment: z.string(),
  target: z.enum(['docker', 'kubernetes']),
  measuredAt: z.iso.datetime(),
  /** What was asked for. */
  windowSeconds: amount,
  /** How much of it Prometheus has seen. */
  coveredSeconds: amount,
  ingest: z.strictObject({
    activeSeries: z.strictObject({ now: amount, peak: amount }).optional(),
    /** All are a second. */
    samples: rateSchema.optional(),
    spansReceived: rateSchema.optional(),
    spansStored: rateSchema.optional(),
    logLines: rateSchema.optional(),
    /** Bytes of the lines alone, without what is beside them (structured metadata). */
    logBytes: rateSchema.optional(),
  }),
  sizes: z.strictObject({
    /** On disk, in blocks with their index. */
    bytesPerSample: amount.optional(),
    /** On disk, with index and write-ahead log. */
    bytesPerSpan: amount.optional(),
    /** In chunks, with what is beside the line. */
    bytesPerLogLine: amount.optional(),
    /** Of the line alone, as it was received. */
    logLineBytes: amount.optional(),
  }),
  components: z.array(
    z.strictObject({
      component: z.string(),
      product: z.string(),
      memory: levelSchema.optional(),
      cpu: levelSchema.optional(),
      /** Share of the scheduler's periods in which it had to wait. */
      throttled: amount.optional(),
      outOfMemoryKills: amount.optional(),
    }),
  ),
  stores: z.array(
    z.strictObject({
      component: z.string(),
      signal: z.enum(['metrics', 'logs', 'traces']),
      usedBytes: amount.optional(),
      /** Where usedBytes comes from. */
      source: z.string().optional(),
      /** Of the volume, or of the disk that it shares with others. */
      capacityBytes: amount.optional(),
      freeBytes: amount.optional(),
      isShared: z.boolean(),
      retentionSeconds: amount,
      growthBytesPerDay: amount.optional(),
      /** Write-ahead log, blocks, chunks. */
      parts: z.record(z.string(), amount),
    }),
  ),
  missing: z.array(z.strictObject({ what: z.string(), why: z.string() })),
});

export type Usage = DeepReadonly<z.output<typeof usageSchema>>;
export type ComponentUsage = Usage['components'][number];
export type StoreUsage = Usage['stores'][number];
export type Level = NonNullable<ComponentUsage['memory']>;
export type Rate = NonNullable<Usage['ingest']['samples']>;
