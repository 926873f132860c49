import * as z from 'zod';
import { portSchema } from '../units';
import { instanceNameSchema } from './names';

const labelValue = z.string().regex(/^[a-zA-Z0-9]([\w.-]{0,61}[a-zA-Z0-9])?$/, {
  error: 'must be 1 to 63 letters, digits, dots, underscores and hyphens, starting and ending with a letter or digit: it becomes a label',
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
});

export const servicesSchema = z.array(serviceSchema).default([]).describe('The services that send telemetry to this environment.');

export type ServiceConfig = z.output<typeof serviceSchema>;
/** A service as written in the catalogue, before defaults. */
export type Service = z.input<typeof serviceSchema>;
