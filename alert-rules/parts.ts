import type { EnvironmentConfig } from '../config/schema/environment';

/** What emits metrics in a configuration. */
export interface Parts {
  /** Request metrics and business counters, which the collector computes from spans and logs. */
  readonly spans: boolean;
  readonly collectors: boolean;
  readonly node: boolean;
  /** Containers as cAdvisor on an engine names them. */
  readonly engineContainers: boolean;
  /** Containers as the kubelets of a cluster name them. */
  readonly podContainers: boolean;
  /** Objects of a cluster. */
  readonly objects: boolean;
  readonly redis: boolean;
  readonly postgres: boolean;
  readonly probes: boolean;
  readonly loki: boolean;
  readonly tempo: boolean;
  readonly alertmanager: boolean;
  readonly remoteWrite: boolean;
}

export function partsOf({ target, prometheus, alertmanager, loki, traces, otelCollector, exporters }: EnvironmentConfig): Parts {
  const onCluster = target.kind === 'kubernetes';
  return {
    spans: otelCollector.enabled,
    collectors: otelCollector.enabled,
    node: exporters.node.enabled,
    engineContainers: !onCluster && exporters.cadvisor.enabled,
    podContainers: onCluster && prometheus.enabled,
    objects: onCluster && exporters.kubeStateMetrics.enabled,
    redis: exporters.redis.length > 0,
    postgres: exporters.postgres.length > 0,
    probes: exporters.blackbox.enabled,
    loki: loki.enabled,
    tempo: traces.backend === 'tempo',
    alertmanager: alertmanager.enabled,
    remoteWrite: prometheus.remoteWrite.length > 0,
  };
}

/** The scrape jobs of the platform's own components: what is not found at all must be missed by name. */
export function scrapedComponents(config: EnvironmentConfig): readonly string[] {
  const { target, alertmanager, grafana, loki, traces, otelCollector, containerLogs, exporters } = config;
  const onCluster = target.kind === 'kubernetes';
  const named = (isOn: boolean, ...names: readonly string[]): readonly string[] => (isOn ? names : []);
  return [
    'prometheus',
    ...named(onCluster, 'prometheus-operator'),
    ...named(alertmanager.enabled, 'alertmanager'),
    ...named(grafana.enabled, 'grafana'),
    ...named(loki.enabled, 'loki'),
    ...named(traces.backend === 'tempo', 'tempo'),
    ...named(traces.backend === 'jaeger', 'jaeger'),
    ...named(otelCollector.enabled, 'otel-collector'),
    ...named(hasSamplers(config), 'otel-sampler'),
    ...named(containerLogs.enabled && otelCollector.enabled && loki.enabled, 'otel-collector-agent'),
    ...named(exporters.node.enabled, 'node-exporter'),
    ...named(exporters.cadvisor.enabled && !onCluster, 'cadvisor'),
    ...named(exporters.kubeStateMetrics.enabled && onCluster, 'kube-state-metrics'),
    ...named(exporters.blackbox.enabled, 'blackbox-exporter'),
    ...exporters.redis.map(({ name }) => `redis-exporter-${name}`),
    ...exporters.postgres.map(({ name }) => `postgres-exporter-${name}`),
  ];
}

/** Several gateways leave it to a tier behind them which traces are kept. */
const hasSamplers = ({ target, traces, otelCollector, sampling }: EnvironmentConfig): boolean =>
  target.kind === 'kubernetes' &&
  otelCollector.enabled &&
  otelCollector.replicas.max > 1 &&
  traces.backend !== 'none' &&
  sampling.traces.ratio < 1;
