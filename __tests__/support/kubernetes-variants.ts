import prod from '../../config/environments/prod';
import staging from '../../config/environments/staging';
import type { EnvironmentOverlay } from '../../config/schema/environment';

const ingress = (host: string) =>
  ({
    kind: 'ingress',
    host,
    className: 'nginx',
    controllerNamespace: 'ingress-nginx',
    certificate: { kind: 'cert-manager', issuer: 'letsencrypt', cluster: true },
  }) as const;

const gateway = (host: string) =>
  ({ kind: 'gateway', host, gateway: { name: 'public', namespace: 'gateways', section: 'https' } }) as const;

const github = {
  clientId: 'abc',
  clientSecret: { secret: 'github_secret' },
  organizations: ['example'],
  roles: { admin: ['@example/sre'], editor: ['@example/dev'] },
} as const;

const databases = {
  redis: [
    { name: 'cache', address: 'redis://redis.shop.svc:6379', password: { secret: 'redis_password' } },
    { name: 'queue', address: 'redis://queue.shop.svc:6379' },
  ],
  postgres: [{ name: 'main', host: 'postgres.shop.svc', password: { secret: 'postgres_password' } }],
} as const;

/** Environments on Kubernetes that between them reach every branch of every chart's values. */
export const kubernetesVariants: Readonly<Record<string, EnvironmentOverlay>> = {
  staging,
  prod,
  'Jaeger, databases and a way in by Ingress': {
    target: {
      kind: 'kubernetes',
      storageClass: 'fast',
      clientNamespaces: ['shop', 'jobs'],
      access: {
        grafana: ingress('grafana.example.com'),
        otlp: { route: ingress('otlp.example.com'), authentication: { kind: 'bearer', token: { secret: 'otlp_token' } } },
      },
    },
    traces: { backend: 'jaeger' },
    sampling: { traces: { ratio: 0.2 } },
    grafana: { github },
    exporters: databases,
  },
  'object storage at Amazon, several of each, a way in by Gateway': {
    target: {
      kind: 'kubernetes',
      istio: { enabled: true },
      access: {
        grafana: gateway('grafana.example.com'),
        otlp: { route: gateway('otlp.example.com'), authentication: { kind: 'basic', htpasswd: { secret: 'otlp_users' } } },
      },
    },
    sampling: { traces: { ratio: 0.1 } },
    prometheus: {
      replicas: 2,
      remoteWrite: [
        {
          name: 'mimir',
          url: 'https://mimir.example.com/api/v1/push',
          tenant: 'shop',
          authentication: { kind: 'bearer', token: { secret: 'mimir_token' } },
        },
      ],
    },
    alertmanager: { replicas: 3 },
    loki: { replicas: 3, storage: { kind: 's3', bucket: 'shop-logs', region: 'eu-west-1' } },
    tempo: {
      storage: {
        kind: 's3',
        bucket: 'shop-traces',
        region: 'eu-west-1',
        endpoint: 's3.example.com:9000',
        accessKey: { id: { secret: 's3_key_id' }, secret: { secret: 's3_key' } },
      },
    },
    otelCollector: { replicas: { min: 2, max: 5 } },
    alerting: {
      receivers: [
        { kind: 'slack', name: 'chat', webhookUrl: { secret: 'slack_url' } },
        { kind: 'pagerduty', name: 'pager', routingKey: { secret: 'pagerduty_key' } },
        { kind: 'email', name: 'mail', to: ['oncall@example.com'], from: 'alerts@example.com', smarthost: 'smtp.example.com:465' },
      ],
      routes: [
        { match: { severities: ['critical'] }, receiver: 'pager' },
        { match: { owners: ['platform'] }, receiver: 'mail' },
      ],
    },
  },
  'object storage at Google': {
    target: { kind: 'kubernetes' },
    loki: {
      storage: { kind: 'gcs', bucket: 'shop-logs', identity: { 'iam.gke.io/gcp-service-account': 'loki@shop.iam.gserviceaccount.com' } },
    },
    tempo: { storage: { kind: 'gcs', bucket: 'shop-traces' } },
  },
  'object storage at Microsoft': {
    target: { kind: 'kubernetes' },
    loki: { storage: { kind: 'azure', account: 'shop', container: 'shop-logs', accountKey: { secret: 'azure_key' } } },
    tempo: { storage: { kind: 'azure', account: 'shop', container: 'shop-traces' } },
  },
  'little of it': {
    target: { kind: 'kubernetes' },
    loki: { enabled: false },
    traces: { backend: 'none' },
    alertmanager: { enabled: false },
    grafana: { enabled: false },
    exporters: { blackbox: { enabled: false }, node: { enabled: false } },
  },
};
