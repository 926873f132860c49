/** An image by repository and tag. Tags are exact versions, never `latest`: a deployment must be repeatable. */
export interface ImageReference {
  readonly repository: string;
  readonly tag: string;
}

/** `prom/prometheus:v3.13.5` */
export const imageName = (image: ImageReference): string => `${image.repository}:${image.tag}`;

/**
 * Every image, in the version that both the Docker image and the pinned Helm chart carry. This is the only place that
 * names a version. Prometheus stays on 3.13, its long-term support line; Tempo on 2.10, the newest that its
 * single-binary chart deploys.
 */
export const images = {
  alertmanager: { repository: 'prom/alertmanager', tag: 'v0.34.2' },
  blackboxExporter: { repository: 'prom/blackbox-exporter', tag: 'v0.28.0' },
  busybox: { repository: 'busybox', tag: '1.37' },
  cadvisor: { repository: 'ghcr.io/google/cadvisor', tag: '0.60.5' },
  grafana: { repository: 'grafana/grafana', tag: '13.2.0' },
  haproxy: { repository: 'haproxy', tag: '3.2-alpine' },
  jaeger: { repository: 'jaegertracing/jaeger', tag: '2.20.0' },
  kubeStateMetrics: { repository: 'registry.k8s.io/kube-state-metrics/kube-state-metrics', tag: 'v2.20.0' },
  loki: { repository: 'grafana/loki', tag: '3.7.8' },
  nodeExporter: { repository: 'prom/node-exporter', tag: 'v1.12.1' },
  otelCollector: { repository: 'otel/opentelemetry-collector-contrib', tag: '0.158.0' },
  postgresExporter: { repository: 'quay.io/prometheuscommunity/postgres-exporter', tag: 'v0.20.1' },
  prometheus: { repository: 'prom/prometheus', tag: 'v3.13.5' },
  prometheusConfigReloader: { repository: 'quay.io/prometheus-operator/prometheus-config-reloader', tag: 'v0.93.1' },
  prometheusOperator: { repository: 'quay.io/prometheus-operator/prometheus-operator', tag: 'v0.93.1' },
  redisExporter: { repository: 'oliver006/redis_exporter', tag: 'v1.88.0' },
  tempo: { repository: 'grafana/tempo', tag: '2.10.8' },
} as const satisfies Readonly<Record<string, ImageReference>>;

/**
 * Terraform providers. Docker is newer than the bindings' 3.6.2, which panics on `cpus` and deletes stopped
 * containers during plan (kreuzwerker/terraform-provider-docker#759, #590).
 */
export const providers = {
  docker: { source: 'kreuzwerker/docker', version: '4.6.0' },
  helm: { source: 'hashicorp/helm', version: '3.1.1' },
  kubernetes: { source: 'hashicorp/kubernetes', version: '3.2.1' },
} as const;

/** A chart in its public repository. */
export interface ChartReference {
  /** `https://prometheus-community.github.io/helm-charts` */
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

const PROMETHEUS_COMMUNITY = 'https://prometheus-community.github.io/helm-charts';
const GRAFANA_COMMUNITY = 'https://grafana-community.github.io/helm-charts';

/** Every Helm chart. Tempo's is the single binary one, which carries 2.10. */
export const charts = {
  blackboxExporter: { repository: PROMETHEUS_COMMUNITY, name: 'prometheus-blackbox-exporter', version: '11.17.2' },
  jaeger: { repository: 'https://jaegertracing.github.io/helm-charts', name: 'jaeger', version: '4.11.1' },
  kubePrometheusStack: { repository: PROMETHEUS_COMMUNITY, name: 'kube-prometheus-stack', version: '88.5.3' },
  loki: { repository: GRAFANA_COMMUNITY, name: 'loki', version: '18.11.0' },
  otelCollector: {
    repository: 'https://open-telemetry.github.io/opentelemetry-helm-charts',
    name: 'opentelemetry-collector',
    version: '0.170.0',
  },
  postgresExporter: { repository: PROMETHEUS_COMMUNITY, name: 'prometheus-postgres-exporter', version: '8.2.0' },
  redisExporter: { repository: PROMETHEUS_COMMUNITY, name: 'prometheus-redis-exporter', version: '6.29.0' },
  tempo: { repository: GRAFANA_COMMUNITY, name: 'tempo', version: '2.2.4' },
} as const satisfies Readonly<Record<string, ChartReference>>;
