import type { EnvironmentConfig } from '../config/schema/environment';

/** What of the platform is on, as far as dashboards differ by it. Names are those of the components, which are the uids of data sources too. */
export interface Components {
  readonly prometheus: boolean;
  readonly loki: boolean;
  readonly traces: 'tempo' | 'jaeger' | undefined;
  readonly alertmanager: boolean;
  /** The gateway, which makes metrics of spans. */
  readonly collector: boolean;
  readonly kubernetes: boolean;
  readonly nodeExporter: boolean;
  /** Containers are measured by cAdvisor on Docker, and by the kubelet on Kubernetes. */
  readonly containers: 'cadvisor' | 'kubelet' | undefined;
  readonly kubeStateMetrics: boolean;
  readonly redis: boolean;
  readonly postgres: boolean;
  readonly blackbox: boolean;
  readonly remoteWrite: boolean;
}

/** What a configuration switches on. Whatever is measured needs a Prometheus to be kept in. */
export function componentsOf(config: EnvironmentConfig): Components {
  const { exporters, prometheus, traces } = config;
  const measured = prometheus.enabled;
  const kubernetes = config.target.kind === 'kubernetes';
  return {
    prometheus: measured,
    loki: config.loki.enabled,
    traces: traces.backend === 'none' ? undefined : traces.backend,
    alertmanager: config.alertmanager.enabled,
    collector: config.otelCollector.enabled,
    kubernetes,
    nodeExporter: measured && exporters.node.enabled,
    containers: measured ? containers(kubernetes, exporters.cadvisor.enabled) : undefined,
    kubeStateMetrics: measured && kubernetes && exporters.kubeStateMetrics.enabled,
    redis: measured && exporters.redis.length > 0,
    postgres: measured && exporters.postgres.length > 0,
    blackbox: measured && exporters.blackbox.enabled,
    remoteWrite: measured && prometheus.remoteWrite.length > 0,
  };
}

function containers(kubernetes: boolean, cadvisor: boolean): Components['containers'] {
  if (kubernetes) return 'kubelet';
  return cadvisor ? 'cadvisor' : undefined;
}
