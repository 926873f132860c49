import * as z from 'zod';
import { durationFromTo, durationOfAtLeast, portSchema } from '../units';
import { resourcesSchema } from './resources';

const itemsPerSecondSchema = z.int().min(1).max(1_000_000, { error: 'must be at most 1000000: use several collectors' });

const portsSchema = z
  .strictObject({
    grpc: portSchema.default(4317).describe('OTLP over gRPC.'),
    http: portSchema.default(4318).describe('OTLP over HTTP.'),
    metrics: portSchema.default(8888).describe("The collector's own metrics."),
    health: portSchema.default(13133).describe('The health endpoint.'),
  })
  .prefault({});

/** The one door for telemetry: receives OTLP, redacts, derives metrics, samples, and queues on disk for every store. */
export const otelCollectorSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether services can send telemetry.'),
    ports: portsSchema.describe('Ports on the host, on the published address.'),
    outageTolerance: durationFromTo('1m', 'a restart of a store takes that long', '7d', 'the queue is a file on the host')
      .default('10m')
      .describe('How long a store may be away at the expected load before its queue is full and senders are told to wait.'),
    expectedItemsPerSecond: z
      .strictObject({
        spans: itemsPerSecondSchema.default(500).describe('Spans stored a second, after sampling.'),
        logRecords: itemsPerSecondSchema.default(200).describe('Log records a second.'),
        dataPoints: itemsPerSecondSchema.default(500).describe('Metric data points a second.'),
      })
      .prefault({})
      .describe('The load at the peak; with outageTolerance it gives the size of the queues.'),
    spanMetricsFlushInterval: durationOfAtLeast('1s', 'every flush writes all series')
      .default('15s')
      .describe('How often request rates, errors and durations computed from spans are written.'),
    replicas: z
      .strictObject({
        min: z.int().min(1).max(64).default(1).describe('Instances at least.'),
        max: z.int().min(1).max(64).default(1).describe('Instances at most; above the least number, processor time decides.'),
        targetCpu: z
          .number()
          .min(0.1)
          .max(1)
          .default(0.7)
          .describe('Share of the reserved processor time above which instances are added.'),
      })
      .prefault({})
      .describe('Instances on Kubernetes. With more than one there are two tiers, so that all spans of a trace meet in one sampler.'),
    resources: resourcesSchema({
      // Traces wait in memory for their sampling decision.
      limits: { memory: '512MiB', cpu: 1 },
    }),
  })
  .prefault({});

/** Languages whose stack traces are known. */
const stackTraceLanguageSchema = z.enum(['python', 'java', 'go', 'node']);

export type StackTraceLanguage = z.output<typeof stackTraceLanguageSchema>;

/** Reads the logs of every container of the host. */
export const containerLogsSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe("Whether every container's output is stored with its name and labels."),
    stackTraces: z
      .array(stackTraceLanguageSchema)
      .default([...stackTraceLanguageSchema.options])
      .describe('Languages whose stack traces become one record with the line before them. An empty list leaves each line a record.'),
    resources: resourcesSchema({
      limits: { memory: '192MiB', cpu: 0.3 },
      reservations: { memory: '64MiB', cpu: 0.1 },
    }),
  })
  .prefault({});
