import * as z from 'zod';
import { durationFromTo, durationOfAtLeast, portSchema, ratioSchema } from '../units';
import { instanceNameSchema } from './names';

const labelValue = z.string().regex(/^[a-zA-Z0-9]([\w.-]{0,61}[a-zA-Z0-9])?$/, {
  error: 'must be 1 to 63 letters, digits, dots, underscores and hyphens, starting and ending with a letter or digit: it becomes a label',
});

// An objective of 1 leaves no error budget, so that any error would burn it at an infinite rate.
const objectiveSchema = ratioSchema
  .min(0.5, { error: 'must be at least 0.5: below it there is no objective' })
  .max(0.99999, { error: 'must be at most 0.99999: an objective of 1 leaves no error budget' });

/** What users of the service may expect of it. https://sre.google/workbook/implementing-slos/ */
const objectivesSchema = z.strictObject({
  availability: objectiveSchema.default(0.999).describe('Share of requests that do not fail: 0.999 is 43 minutes of failure in 30 days.'),
  latency: z
    .strictObject({
      threshold: durationOfAtLeast('1ms', 'nothing is faster').describe('How long a request may take.'),
      ratio: objectiveSchema.default(0.99).describe('Share of requests that take no longer.'),
    })
    .optional()
    .describe('How fast requests are answered; no objective when absent.'),
  window: durationFromTo('7d', 'alerts look back three days', '90d', 'an objective over longer tells nothing about today')
    .default('30d')
    .describe('Over how long it is measured.'),
});

/** One entry of the service catalogue. */
export const serviceSchema = z.strictObject({
  name: instanceNameSchema.describe('The service.name of its telemetry, and its host name on the services network.'),
  port: portSchema.describe('The port on which it listens, and on which its metrics are scraped.'),
  language: z.enum(['go', 'python', 'node', 'java', 'other']).describe('The language it is written in.'),
  type: labelValue.describe('What kind of service it is: ai-ml, integration, protocol, automation.'),
  layer: labelValue.describe('Its layer in the architecture: ai-processing, api-integration.'),
  tier: labelValue.default('standard').describe('How important it is: critical, standard, batch.'),
  version: labelValue.default('unknown').describe('The version that runs.'),
  owner: labelValue.describe('The team that answers for it.'),
  metricsPath: z
    .string()
    .regex(/^\/[\w./-]*$/, { error: 'must be a path such as "/metrics"' })
    .nullable()
    .default('/metrics')
    .describe('Path of its Prometheus metrics; null for a service that only pushes OTLP.'),
  objectives: objectivesSchema.optional().describe('Service level objectives; none when absent.'),
});

export const servicesSchema = z.array(serviceSchema).default([]).describe('The services that send telemetry to this environment.');

export type ServiceConfig = z.output<typeof serviceSchema>;
/** A service as written in the catalogue, before defaults. */
export type Service = z.input<typeof serviceSchema>;
