import { alertmanager } from './alertmanager';
import type { ComponentDefinition } from './core/component';
import { containerLogIndex } from './discovery/container-log-index';
import { dockerSocketProxy } from './discovery/socket-proxy';
import { blackboxExporter } from './exporters/blackbox';
import { cadvisor } from './exporters/cadvisor';
import { kubeStateMetrics } from './exporters/kube-state-metrics';
import { nodeExporter } from './exporters/node';
import { postgresExporter } from './exporters/postgres';
import { redisExporter } from './exporters/redis';
import { grafana } from './grafana';
import { jaeger } from './jaeger';
import { loki } from './loki';
import { otelCollector } from './otel-collector';
import { otelCollectorAgent } from './otel-collector/agent';
import { otelSampler } from './otel-collector/sampler';
import { prometheus } from './prometheus';
import { prometheusOperator } from './prometheus/operator';
import { tempo } from './tempo';

/** Every product of the toolkit. What an environment deploys of them is a matter of its configuration. */
export const registry: readonly ComponentDefinition[] = [
  prometheus,
  prometheusOperator,
  alertmanager,
  grafana,
  loki,
  tempo,
  jaeger,
  otelCollector,
  otelSampler,
  otelCollectorAgent,
  containerLogIndex,
  dockerSocketProxy,
  nodeExporter,
  kubeStateMetrics,
  cadvisor,
  redisExporter,
  postgresExporter,
  blackboxExporter,
];
