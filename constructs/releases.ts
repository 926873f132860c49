import type { ReleaseDefinition } from './core/release-definition';
import { blackboxExporterRelease } from './exporters/blackbox-helm';
import { postgresExporterRelease } from './exporters/postgres-helm';
import { redisExporterRelease } from './exporters/redis-helm';
import { jaegerRelease } from './jaeger/helm';
import { kubePrometheusStackRelease } from './kube-prometheus-stack/helm';
import { lokiRelease } from './loki/helm';
import { otelCollectorRelease } from './otel-collector/helm';
import { tempoRelease } from './tempo/helm';

/** Every chart of the toolkit, and what it delivers on Kubernetes. */
export const releaseDefinitions: readonly ReleaseDefinition[] = [
  kubePrometheusStackRelease,
  otelCollectorRelease,
  redisExporterRelease,
  postgresExporterRelease,
  blackboxExporterRelease,
  lokiRelease,
  tempoRelease,
  jaegerRelease,
];
