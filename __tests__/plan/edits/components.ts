import type { Edit } from './edit';

/** Edits of what there is. */
export const components: readonly Edit[] = [
  {
    title: 'a database more is measured',
    overlay: {
      exporters: {
        redis: [
          { name: 'cache', address: 'redis://redis:6379', password: { secret: 'redis_password' } },
          { name: 'queue', address: 'redis://queue:6379' },
        ],
      },
    },
    plan: [
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]',
      'create docker_container.redis-exporter-queue',
    ],
  },
  {
    title: 'a database less is measured',
    overlay: { exporters: { redis: [] } },
    plan: [
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]',
      'delete docker_container.redis-exporter-cache',
      'delete docker_image.oliver006_redis_exporter_v1_88_0',
    ],
  },
  {
    title: 'an exporter by another name',
    overlay: { exporters: { redis: [{ name: 'store', address: 'redis://redis:6379', password: { secret: 'redis_password' } }] } },
    plan: [
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]',
      'create docker_container.redis-exporter-store (was docker_container.redis-exporter-cache)',
      'delete docker_container.redis-exporter-cache',
    ],
  },
  {
    title: 'a database at another address',
    overlay: { exporters: { redis: [{ name: 'cache', address: 'redis://other:6379', password: { secret: 'redis_password' } }] } },
    plan: ['replace docker_container.redis-exporter-cache: command, upload[/etc/redis-exporter/password.json]'],
  },
  {
    title: 'a password from another secret',
    overlay: { exporters: { postgres: [{ name: 'main', host: 'postgres', password: { secret: 'other_password' } }] } },
    plan: ['replace docker_container.postgres-exporter-main: upload[/etc/postgres-exporter/password]'],
  },
  {
    title: 'a database without a password',
    overlay: { exporters: { redis: [{ name: 'cache', address: 'redis://redis:6379' }] } },
    plan: ['replace docker_container.redis-exporter-cache: command, read_only, tmpfs[/tmp]~, upload[/etc/redis-exporter/password.json]'],
  },
  {
    title: 'the host is not measured',
    overlay: { exporters: { node: { enabled: false } } },
    plan: [
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]',
      'delete docker_container.node-exporter',
      'delete docker_image.prom_node_exporter_v1_12_1',
    ],
  },
  {
    title: 'containers are not measured',
    overlay: { exporters: { cadvisor: { enabled: false } } },
    plan: [
      'replace docker_container.docker-socket-proxy: networks_advanced[o11yplan-dev-inspection], upload[/usr/local/etc/haproxy/haproxy.cfg]',
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]',
      'delete docker_container.cadvisor',
      'delete docker_image.ghcr_io_google_cadvisor_0_60_5',
      'delete docker_network.inspection',
    ],
  },
  {
    title: 'nothing is probed',
    overlay: { exporters: { blackbox: { enabled: false } } },
    plan: [
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]',
      'delete docker_container.blackbox-exporter',
      'delete docker_image.prom_blackbox_exporter_v0_28_0',
    ],
  },
  {
    title: 'exporters get more memory',
    overlay: { exporters: { databaseResources: { limits: { memory: '96MiB', cpu: 0.2 } } } },
    plan: [
      'update docker_container.postgres-exporter-main: memory~, memory_swap~',
      'update docker_container.redis-exporter-cache: memory~, memory_swap~',
    ],
  },
  {
    title: 'Grafana',
    overlay: { grafana: { enabled: true, port: 26001 } },
    plan: [
      'replace docker_container.blackbox-exporter: networks_advanced[o11yplan-dev-access]',
      'create docker_container.grafana',
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]',
      'create docker_image.grafana_grafana_13_2_0',
      'create terraform_data.grafana_admin_password',
    ],
  },
  {
    title: 'log files of the platform are rotated later',
    overlay: { target: { kind: 'docker', logRotation: { maxSize: '20MB' } } },
    plan: [
      'replace docker_container.alertmanager: log_opts[max-size]',
      'replace docker_container.blackbox-exporter: log_opts[max-size]',
      'replace docker_container.cadvisor: log_opts[max-size]',
      'replace docker_container.container-log-index: log_opts[max-size]',
      'replace docker_container.docker-socket-proxy: log_opts[max-size]',
      'replace docker_container.jaeger: log_opts[max-size]',
      'replace docker_container.loki: log_opts[max-size]',
      'replace docker_container.node-exporter: log_opts[max-size]',
      'replace docker_container.otel-collector: log_opts[max-size]',
      'replace docker_container.otel-collector-agent: log_opts[max-size]',
      'replace docker_container.postgres-exporter-main: log_opts[max-size]',
      'replace docker_container.prometheus: log_opts[max-size]',
      'replace docker_container.redis-exporter-cache: log_opts[max-size]',
    ],
  },
  {
    title: 'ports are open to the network',
    overlay: { target: { kind: 'docker', publishedAddress: '0.0.0.0' } },
    plan: [
      'replace docker_container.alertmanager: ports.ip',
      'replace docker_container.jaeger: ports.ip',
      'replace docker_container.loki: ports.ip',
      'replace docker_container.otel-collector: ports[4317].ip, ports[4318].ip, ports[8888].ip, ports[13133].ip',
      'replace docker_container.prometheus: ports.ip',
    ],
  },
  {
    title: 'another name of the platform',
    overlay: { platform: 'o11yplan2' },
    plan: [
      'replace docker_container.alertmanager: hostname, labels[app.kubernetes.io/instance], labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], mounts[/alertmanager]~, name, networks_advanced[o11yplan-dev-access], networks_advanced[o11yplan-dev-storage], networks_advanced[o11yplan2-dev-access], networks_advanced[o11yplan2-dev-storage]',
      'replace docker_container.blackbox-exporter: hostname, labels[app.kubernetes.io/instance], labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], name, networks_advanced[o11yplan-dev-control], networks_advanced[o11yplan-dev-storage], networks_advanced[o11yplan2-dev-control], networks_advanced[o11yplan2-dev-storage]',
      'replace docker_container.cadvisor: hostname, labels[app.kubernetes.io/instance], labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], name, networks_advanced[o11yplan-dev-inspection], networks_advanced[o11yplan-dev-storage], networks_advanced[o11yplan2-dev-inspection], networks_advanced[o11yplan2-dev-storage]',
      'replace docker_container.container-log-index: hostname, labels[app.kubernetes.io/instance], labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], mounts[/var/log/containers]~, name, networks_advanced[o11yplan-dev-control], networks_advanced[o11yplan2-dev-control]',
      'replace docker_container.docker-socket-proxy: hostname, labels[app.kubernetes.io/instance], labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], name, networks_advanced[o11yplan-dev-control], networks_advanced[o11yplan-dev-inspection], networks_advanced[o11yplan2-dev-control], networks_advanced[o11yplan2-dev-inspection]',
      'replace docker_container.jaeger: hostname, labels[app.kubernetes.io/instance], labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], mounts[/tmp]~, name, networks_advanced[o11yplan-dev-access], networks_advanced[o11yplan-dev-storage], networks_advanced[o11yplan2-dev-access], networks_advanced[o11yplan2-dev-storage]',
      'replace docker_container.loki: hostname, labels[app.kubernetes.io/instance], labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], mounts[/loki]~, name, networks_advanced[o11yplan-dev-access], networks_advanced[o11yplan-dev-storage], networks_advanced[o11yplan2-dev-access], networks_advanced[o11yplan2-dev-storage]',
      'replace docker_container.node-exporter: hostname, labels[app.kubernetes.io/instance], labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], name, networks_advanced[o11yplan-dev-storage], networks_advanced[o11yplan2-dev-storage]',
      'replace docker_container.otel-collector: hostname, labels[app.kubernetes.io/instance], labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], mounts[/var/lib/otelcol]~, name, networks_advanced[o11yplan-dev-access], networks_advanced[o11yplan-dev-services], networks_advanced[o11yplan-dev-storage], networks_advanced[o11yplan2-dev-access], networks_advanced[o11yplan2-dev-services], networks_advanced[o11yplan2-dev-storage], upload[/etc/otelcol-contrib/config.yaml]',
      'replace docker_container.otel-collector-agent: hostname, labels[app.kubernetes.io/instance], labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], mounts[/var/lib/otelcol]~, mounts[/var/log/containers]~, name, networks_advanced[o11yplan-dev-storage], networks_advanced[o11yplan2-dev-storage]',
      'replace docker_container.otel-collector-volume-owner: labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], mounts[/var/lib/otelcol]~, name',
      'replace docker_container.postgres-exporter-main: hostname, labels[app.kubernetes.io/instance], labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], name, networks_advanced[o11yplan-dev-services], networks_advanced[o11yplan-dev-storage], networks_advanced[o11yplan2-dev-services], networks_advanced[o11yplan2-dev-storage]',
      'replace docker_container.prometheus: hostname, labels[app.kubernetes.io/instance], labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], mounts[/prometheus]~, name, networks_advanced[o11yplan-dev-access], networks_advanced[o11yplan-dev-control], networks_advanced[o11yplan-dev-services], networks_advanced[o11yplan-dev-storage], networks_advanced[o11yplan2-dev-access], networks_advanced[o11yplan2-dev-control], networks_advanced[o11yplan2-dev-services], networks_advanced[o11yplan2-dev-storage], upload[/etc/prometheus/prometheus.yml]',
      'replace docker_container.redis-exporter-cache: hostname, labels[app.kubernetes.io/instance], labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], name, networks_advanced[o11yplan-dev-services], networks_advanced[o11yplan-dev-storage], networks_advanced[o11yplan2-dev-services], networks_advanced[o11yplan2-dev-storage]',
      'replace docker_network.access: labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], name',
      'replace docker_network.control: labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], name',
      'replace docker_network.inspection: labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], name',
      'replace docker_network.services: labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], name',
      'replace docker_network.storage: labels[app.kubernetes.io/part-of], labels[observability-stacks.dev/platform], name',
    ],
  },
  {
    title: 'another name of the cluster',
    overlay: { cluster: 'o11yplan-eu' },
    plan: [
      'replace docker_container.otel-collector: upload[/etc/otelcol-contrib/config.yaml]',
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml]',
    ],
  },
];
