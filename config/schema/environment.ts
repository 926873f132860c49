import * as z from 'zod';
import { aiSchema } from './ai';
import { alertingSchema } from './alerting';
import { alertmanagerSchema } from './alertmanager';
import { capacitySchema } from './capacity';
import { costSchema } from './cost';
import { exportersSchema } from './exporters';
import { grafanaSchema } from './grafana';
import { lokiSchema } from './loki';
import { instanceNameSchema } from './names';
import { containerLogsSchema, otelCollectorSchema } from './otel-collector';
import { policySchema } from './policy';
import { prometheusSchema } from './prometheus';
import type { DeepReadonly } from './readonly';
import { redactionSchema } from './redaction';
import { retentionSchema } from './retention';
import { samplingSchema } from './sampling';
import { servicesSchema } from './services';
import { stateSchema } from './state';
import { targetSchema } from './target';
import { jaegerSchema, tempoSchema, tracesSchema } from './traces';

/** Everything that an environment's file may say. Each key has a default: an empty object is a whole platform. */
export const environmentSchema = z.strictObject({
  platform: instanceNameSchema
    .default('o11y')
    .describe('Name of the platform: prefix of containers, networks and volumes, and service.namespace of what has none.'),
  cluster: instanceNameSchema
    .optional()
    .describe('Name of the cluster on every record (k8s.cluster.name); <platform>-<environment> when absent.'),
  target: targetSchema.describe('Where the environment is deployed to.'),
  state: stateSchema.describe(
    'Where Terraform keeps its state; when absent, a file beside cdktf.json for Docker and a Secret of the cluster for Kubernetes.',
  ),
  capacity: capacitySchema.describe('The expected load.'),
  cost: costSchema.describe('What the environment is paid for. Nothing that is deployed depends on it.'),
  retention: retentionSchema.describe('How long each signal is kept.'),
  sampling: samplingSchema.describe('Which traces are stored.'),
  redaction: redactionSchema.describe('What is masked before anything is stored.'),
  traces: tracesSchema.describe('The store of traces.'),
  alerting: alertingSchema.describe('Where alerts go.'),
  services: servicesSchema,
  ai: aiSchema.describe('What calls of language models cost.'),
  prometheus: prometheusSchema.describe('Metrics.'),
  alertmanager: alertmanagerSchema.describe('Alerts.'),
  grafana: grafanaSchema.describe('Dashboards and exploration.'),
  loki: lokiSchema.describe('Logs.'),
  tempo: tempoSchema.describe('Traces, with traces.backend "tempo".'),
  jaeger: jaegerSchema.describe('Traces, with traces.backend "jaeger".'),
  otelCollector: otelCollectorSchema.describe('The OpenTelemetry Collector that services send to.'),
  containerLogs: containerLogsSchema.describe("Collection of the host's container logs."),
  exporters: exportersSchema.describe('Prometheus exporters.'),
  policy: policySchema.describe('What a change must keep to; o11y plan fails one that does not.'),
});

/** What an environment's file holds: the keys that differ from the defaults. */
export type EnvironmentOverlay = DeepReadonly<z.input<typeof environmentSchema>>;

/** A complete, validated, frozen configuration of one environment. */
export type EnvironmentConfig = DeepReadonly<Omit<z.output<typeof environmentSchema>, 'cluster'>> & {
  /** The file's name without its ending: `dev`. */
  readonly name: string;
  readonly cluster: string;
};
