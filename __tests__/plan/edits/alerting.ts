import type { Edit } from './edit';

/** Edits of who is told. */
export const alerting: readonly Edit[] = [
  {
    title: 'alerting waits longer',
    overlay: { alerting: { groupWait: '1m' } },
    plan: ['replace docker_container.alertmanager: upload[/etc/alertmanager/alertmanager.yml]'],
  },
  {
    title: 'a threshold',
    overlay: { alerting: { rules: { thresholds: { service: { errorRatio: 0.2 } } } } },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/rules/platform.json]'],
  },
  {
    // It becomes a bound of the histogram.
    title: 'a threshold of durations',
    overlay: { alerting: { rules: { thresholds: { latency: { p95: '3s' } } } } },
    plan: [
      'replace docker_container.otel-collector: upload[/etc/otelcol-contrib/config.yaml]',
      'replace docker_container.prometheus: upload[/etc/prometheus/rules/platform.json]',
    ],
  },
  {
    title: 'an alert that nobody wants',
    overlay: { alerting: { rules: { disable: ['HighLatency'] } } },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/rules/platform.json]'],
  },
  {
    title: 'critical alerts go elsewhere',
    overlay: {
      alerting: {
        receivers: [
          { kind: 'webhook', name: 'hook', url: 'https://hooks.example.com/alerts', token: { secret: 'hook_token' } },
          { kind: 'slack', name: 'chat', webhookUrl: { secret: 'slack_url' }, channel: '#alerts' },
        ],
        routes: [{ match: { severities: ['critical'] }, receiver: 'chat' }],
      },
    },
    plan: [
      'replace docker_container.alertmanager: upload[/etc/alertmanager/alertmanager.yml], upload[/etc/alertmanager/secrets/slack_url/value]',
    ],
  },
  {
    title: 'alerts go to another address',
    overlay: {
      alerting: {
        receivers: [{ kind: 'webhook', name: 'hook', url: 'https://other.example.com/alerts', token: { secret: 'hook_token' } }],
      },
    },
    plan: ['replace docker_container.alertmanager: upload[/etc/alertmanager/alertmanager.yml]'],
  },
  {
    title: 'a mute time',
    overlay: { alerting: { muteTimes: [{ name: 'nights', timeZone: 'Europe/Berlin', from: '20:00', to: '06:00' }] } },
    plan: ['replace docker_container.alertmanager: upload[/etc/alertmanager/alertmanager.yml]'],
  },
  {
    title: 'no Alertmanager',
    overlay: { alertmanager: { enabled: false } },
    plan: [
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]',
      'delete docker_container.alertmanager',
      'delete docker_image.prom_alertmanager_v0_34_2',
    ],
  },
  {
    title: 'no Prometheus',
    overlay: { prometheus: { enabled: false }, alertmanager: { enabled: false } },
    plan: [
      'replace docker_container.docker-socket-proxy: networks_advanced[o11yplan-dev-inspection], upload[/usr/local/etc/haproxy/haproxy.cfg]',
      'replace docker_container.otel-collector: upload[/etc/otelcol-contrib/config.yaml]',
      'delete docker_container.alertmanager',
      'delete docker_container.blackbox-exporter',
      'delete docker_container.cadvisor',
      'delete docker_container.node-exporter',
      'delete docker_container.prometheus',
      'delete docker_image.ghcr_io_google_cadvisor_0_60_5',
      'delete docker_image.prom_alertmanager_v0_34_2',
      'delete docker_image.prom_blackbox_exporter_v0_28_0',
      'delete docker_image.prom_node_exporter_v1_12_1',
      'delete docker_image.prom_prometheus_v3_13_5',
      'delete docker_network.inspection',
    ],
  },
  {
    title: 'runbooks elsewhere',
    overlay: { alerting: { runbookBaseUrl: 'https://wiki.example.com/runbooks' } },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/rules/platform.json]'],
  },
];
