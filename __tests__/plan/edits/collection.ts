import type { Edit } from './edit';

/** Edits of what is collected, and how. */
export const collection: readonly Edit[] = [
  {
    title: 'more ordinary traces are kept',
    overlay: { sampling: { traces: { ratio: 0.5 } } },
    plan: ['replace docker_container.otel-collector: upload[/etc/otelcol-contrib/config.yaml]'],
  },
  {
    title: 'all traces are kept',
    overlay: { sampling: { traces: { ratio: 1 } } },
    plan: ['replace docker_container.otel-collector: upload[/etc/otelcol-contrib/config.yaml]'],
  },
  {
    title: 'slower traces are ordinary ones',
    overlay: { sampling: { traces: { keepSlowerThan: '5s' } } },
    plan: ['replace docker_container.otel-collector: upload[/etc/otelcol-contrib/config.yaml]'],
  },
  {
    title: 'nothing is masked',
    overlay: { redaction: { enabled: false } },
    plan: ['replace docker_container.otel-collector: upload[/etc/otelcol-contrib/config.yaml]'],
  },
  {
    title: 'one more key is masked',
    overlay: { redaction: { keys: ['ssn'] } },
    plan: ['replace docker_container.otel-collector: upload[/etc/otelcol-contrib/config.yaml]'],
  },
  {
    title: 'longer outages are outlived',
    overlay: { otelCollector: { outageTolerance: '30m' } },
    plan: ['replace docker_container.otel-collector: upload[/etc/otelcol-contrib/config.yaml]'],
  },
  {
    title: 'the collector gets more memory, and keeps more in it',
    overlay: { otelCollector: { resources: { limits: { memory: '1GiB' } } } },
    plan: ['replace docker_container.otel-collector: env[GOMEMLIMIT], memory~, memory_swap~, upload[/etc/otelcol-contrib/config.yaml]'],
  },
  {
    title: 'services send to another port',
    overlay: { otelCollector: { ports: { grpc: 26319 } } },
    plan: ['replace docker_container.otel-collector: ports[4317].external'],
  },
  {
    title: 'more load is expected',
    overlay: { otelCollector: { expectedItemsPerSecond: { spans: 2000 } } },
    plan: ['replace docker_container.otel-collector: upload[/etc/otelcol-contrib/config.yaml]'],
  },
  {
    title: 'logs of containers are not read',
    overlay: { containerLogs: { enabled: false } },
    plan: [
      'replace docker_container.alertmanager: command, upload[/etc/alertmanager/alertmanager.yml]',
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]',
      'delete docker_container.container-log-index',
      'delete docker_container.otel-collector-agent',
    ],
  },
  {
    title: 'the reader of logs gets more memory',
    overlay: { containerLogs: { resources: { limits: { memory: '256MiB' } } } },
    plan: [
      'replace docker_container.otel-collector-agent: env[GOMEMLIMIT], memory~, memory_swap~, upload[/etc/otelcol-contrib/config.yaml]',
    ],
  },
  {
    title: 'no collector',
    overlay: { otelCollector: { enabled: false } },
    plan: [
      'replace docker_container.alertmanager: command, upload[/etc/alertmanager/alertmanager.yml]',
      'replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]',
      'delete docker_container.container-log-index',
      'delete docker_container.otel-collector',
      'delete docker_container.otel-collector-agent',
      'delete docker_container.otel-collector-volume-owner',
      'delete docker_image.busybox_1_37',
      'delete docker_image.otel_opentelemetry_collector_contrib_0_158_0',
    ],
  },
  {
    title: 'a service more',
    overlay: {
      services: [
        {
          name: 'checkout',
          port: 8000,
          language: 'go',
          type: 'gateway',
          layer: 'api',
          tier: 'critical',
          version: '1.2.3',
          owner: 'platform',
        },
        {
          name: 'mailer',
          port: 8001,
          language: 'python',
          type: 'automation',
          layer: 'batch',
          tier: 'batch',
          version: '1.0.0',
          owner: 'growth',
        },
        {
          name: 'search',
          port: 8005,
          language: 'go',
          type: 'gateway',
          layer: 'api',
          tier: 'standard',
          version: '1.0.0',
          owner: 'platform',
        },
      ],
    },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml]'],
  },
  {
    title: 'a service less',
    overlay: {
      services: [
        {
          name: 'checkout',
          port: 8000,
          language: 'go',
          type: 'gateway',
          layer: 'api',
          tier: 'critical',
          version: '1.2.3',
          owner: 'platform',
        },
      ],
    },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]'],
  },
  {
    title: 'a service by another name',
    overlay: {
      services: [
        {
          name: 'checkout',
          port: 8000,
          language: 'go',
          type: 'gateway',
          layer: 'api',
          tier: 'critical',
          version: '1.2.3',
          owner: 'platform',
        },
        {
          name: 'postman',
          port: 8001,
          language: 'python',
          type: 'automation',
          layer: 'batch',
          tier: 'batch',
          version: '1.0.0',
          owner: 'growth',
        },
      ],
    },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml], upload[/etc/prometheus/rules/platform.json]'],
  },
  {
    title: 'a service listens elsewhere',
    overlay: {
      services: [
        {
          name: 'checkout',
          port: 8000,
          language: 'go',
          type: 'gateway',
          layer: 'api',
          tier: 'critical',
          version: '1.2.3',
          owner: 'platform',
        },
        {
          name: 'mailer',
          port: 8011,
          language: 'python',
          type: 'automation',
          layer: 'batch',
          tier: 'batch',
          version: '1.0.0',
          owner: 'growth',
        },
      ],
    },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml]'],
  },
  {
    title: 'a service is of another team',
    overlay: {
      services: [
        {
          name: 'checkout',
          port: 8000,
          language: 'go',
          type: 'gateway',
          layer: 'api',
          tier: 'critical',
          version: '1.2.3',
          owner: 'platform',
        },
        {
          name: 'mailer',
          port: 8001,
          language: 'python',
          type: 'automation',
          layer: 'batch',
          tier: 'batch',
          version: '1.0.0',
          owner: 'platform',
        },
      ],
    },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/rules/platform.json]'],
  },
  {
    title: 'services in another order',
    overlay: {
      services: [
        {
          name: 'mailer',
          port: 8001,
          language: 'python',
          type: 'automation',
          layer: 'batch',
          tier: 'batch',
          version: '1.0.0',
          owner: 'growth',
        },
        {
          name: 'checkout',
          port: 8000,
          language: 'go',
          type: 'gateway',
          layer: 'api',
          tier: 'critical',
          version: '1.2.3',
          owner: 'platform',
        },
      ],
    },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/prometheus.yml]'],
  },
  {
    title: 'prices of models',
    overlay: { ai: { budgets: { monthly: 500 } } },
    plan: ['replace docker_container.prometheus: upload[/etc/prometheus/rules/platform.json]'],
  },
];
