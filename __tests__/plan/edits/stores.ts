import type { Edit } from './edit';

/** Edits of what is stored, and where. */
export const stores: readonly Edit[] = [
  { title: 'nothing', overlay: {}, plan: [] },
  {
    title: 'metrics are kept longer',
    overlay: { retention: { metrics: { time: '30d' } } },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]'],
  },
  {
    title: 'metrics may take more disk',
    overlay: { retention: { metrics: { size: '20GB' } } },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]'],
  },
  {
    title: 'traces are kept for less time',
    overlay: { retention: { traces: '3d' } },
    plan: ['replace docker_container.jaeger: upload[/etc/jaeger/config.yaml]'],
  },
  {
    title: 'logs are kept longer',
    overlay: { retention: { logs: { total: '120d' } } },
    plan: ['replace docker_container.loki: upload[/etc/loki/config.yaml]'],
  },
  {
    title: 'the history of alerts is kept longer',
    overlay: { retention: { alerts: '60d' } },
    plan: ['replace docker_container.alertmanager: command', 'replace docker_container.loki: upload[/etc/loki/config.yaml]'],
  },
  { title: 'hot logs are kept longer, which a file system cannot tell apart', overlay: { retention: { logs: { hot: '14d' } } }, plan: [] },
  {
    title: 'a store gets more memory',
    overlay: { loki: { resources: { limits: { memory: '900MiB' } } } },
    plan: ['update docker_container.loki: memory~, memory_swap~'],
  },
  {
    title: 'a store gets more processor time',
    overlay: { loki: { resources: { limits: { cpu: 1.5 } } } },
    plan: ['replace docker_container.loki: cpus'],
  },
  {
    title: 'a store reserves less',
    overlay: { prometheus: { resources: { reservations: { memory: '192MiB', cpu: 0.125 } } } },
    plan: ['update docker_container.prometheus: cpu_shares~, memory_reservation~'],
  },
  { title: 'a store is published elsewhere', overlay: { loki: { port: 26101 } }, plan: ['replace docker_container.loki: ports.external'] },
  {
    title: 'longer log lines',
    overlay: { loki: { maxLineSize: '512KiB' } },
    plan: ['replace docker_container.loki: upload[/etc/loki/config.yaml]'],
  },
  {
    title: 'an argument of a program',
    overlay: { prometheus: { extraArgs: ['--log.level=debug'] } },
    plan: ['replace docker_container.prometheus: command'],
  },
  {
    title: 'samples may come later',
    overlay: { prometheus: { outOfOrderTimeWindow: '1h' } },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml]'],
  },
  {
    title: 'everything is scraped less often',
    overlay: { prometheus: { scrapeInterval: '30s', evaluationInterval: '30s' } },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml]'],
  },
  {
    title: 'metrics are sent on',
    overlay: {
      prometheus: {
        remoteWrite: [
          {
            name: 'archive',
            url: 'http://archive:9009/api/v1/push',
            authentication: { kind: 'bearer', token: { secret: 'archive_token' } },
          },
        ],
      },
    },
    plan: [
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json], upload[/etc/prometheus/secrets/archive_token/value]',
    ],
  },
  {
    title: 'traces go to another store',
    overlay: { traces: { backend: 'tempo' } },
    plan: [
      'replace docker_container.otel-collector: upload[/etc/otelcol-contrib/config.yaml]',
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]',
      'create docker_container.tempo',
      'create docker_container.tempo-volume-owner',
      'create docker_image.grafana_tempo_2_10_8',
      'delete docker_container.jaeger',
      'delete docker_image.jaegertracing_jaeger_2_20_0',
    ],
  },
  {
    title: 'logs are no longer stored',
    overlay: { loki: { enabled: false }, containerLogs: { enabled: false } },
    plan: [
      'replace docker_container.alertmanager: command, upload[/etc/alertmanager/alertmanager.yml]',
      'replace docker_container.otel-collector: upload[/etc/otelcol-contrib/config.yaml]',
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]',
      'delete docker_container.container-log-index',
      'delete docker_container.loki',
      'delete docker_container.otel-collector-agent',
      'delete docker_image.grafana_loki_3_7_8',
    ],
  },
  {
    title: 'two values at once',
    overlay: { retention: { traces: '14d', metrics: { time: '60d' } }, jaeger: { resources: { limits: { memory: '1GiB' } } } },
    plan: [
      'replace docker_container.jaeger: env[GOMEMLIMIT], memory~, memory_swap~, upload[/etc/jaeger/config.yaml]',
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]',
    ],
  },
];
