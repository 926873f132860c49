import type { EnvironmentOverlay } from '../../config/schema/environment';

const resources = { limits: { memory: '512MiB', cpu: 0.5 }, reservations: { memory: '256MiB', cpu: 0.25 } } as const;

/** Says every key that there is on Docker, each with a valid value: where mutations start, so that they reach every place. */
export const fullOverlay: EnvironmentOverlay = {
  platform: 'shop',
  cluster: 'shop-eu',
  target: { kind: 'docker', publishedAddress: '127.0.0.1', logRotation: { maxSize: '10MB', maxFiles: 3 } },
  state: { kind: 'local' },
  capacity: {
    activeSeries: 50_000,
    spansPerSecond: 50,
    logsPerDay: '1GB',
    requests: [{ service: 'checkout', perSecond: 2, spans: 5, logs: '500B' }],
    calibration: {
      bytesPerSample: 1.5,
      bytesPerSpan: 620,
      bytesPerSpanReceived: 480,
      logCompression: 2.6,
      spansKeptAnyway: 0.02,
      measuredAt: '2026-11-21T17:00:00Z',
      measuredOver: '6h',
    },
    headRoom: 0.3,
  },
  cost: {
    priceTable: 'aws-us-east-1',
    prices: {
      vcpuHour: 0.03,
      gibibyteHour: 0.004,
      ssdGibibyteMonth: 0.08,
      hddGibibyteMonth: 0.045,
      objectGibibyteMonth: 0.023,
      thousandPuts: 0.005,
      thousandGets: 0.0004,
      egressGibibyte: 0.09,
      alertingSeat: 21,
      alertingEvent: 0.01,
    },
    billing: { kind: 'machines', count: 1, cpu: 4, memory: '8GiB', disk: '200GiB' },
    volumeClass: 'ssd',
    alerting: { seats: 2, eventsPerMonth: 100 },
    egressPerMonth: '1GB',
  },
  retention: { metrics: { time: '15d', size: '10GB' }, traces: '7d', logs: { total: '90d', hot: '7d' }, alerts: '30d' },
  sampling: { traces: { ratio: 0.1, keepErrors: true, keepSlowerThan: '2s', decisionWait: '10s', expectedTracesPerSecond: 500 } },
  redaction: {
    enabled: true,
    builtIn: true,
    keys: ['ssn'],
    values: ['\\bIBAN [A-Z0-9]+'],
    allowedValues: ['order [0-9]+'],
    uncheckedKeys: ['http.route'],
  },
  traces: { backend: 'jaeger' },
  alerting: {
    rules: {
      thresholds: {
        service: { downFor: '1m', forgottenAfter: '1d', errorRatio: 0.1, errorFor: '2m' },
        latency: { p95: '2s', for: '5m' },
        database: { connections: 0.8, transaction: '1m', replicationLag: '30s', deadlocks: 0 },
        redis: { memory: 0.9, evictionsPerSecond: 1, hitRatio: 0.8, lookupsPerSecond: 10 },
        security: { authenticationFailures: 20, rateLimited: 100, suspicious: 0 },
        usage: { unusedFor: '1h', engagement: 0.5, requests: 100 },
        aiCost: { trend: 2, dollarsPerHour: 1 },
        efficiency: { cpu: 0.5, requestsPerSecond: 1, used: 0.2, memory: '256MiB', requestedCpu: 0.25 },
        workflow: { failureRatio: 0.1, failures: 2 },
        host: { cpu: 0.9, memoryAvailable: 0.1, diskFree: 0.1, diskFullWithin: '1d', clockOffset: '50ms' },
        container: { memory: 0.9, throttled: 0.25, restarts: 2 },
        certificates: { warning: '14d', critical: '3d' },
        platform: { downFor: '3m', queue: 0.8, remoteWriteDelay: '2m', series: 1.5 },
      },
      disable: ['LowUserEngagement'],
      override: [{ alert: 'HighLatency', severity: 'critical', for: '10m', owner: 'growth' }],
    },
    receivers: [
      { kind: 'slack', name: 'chat', webhookUrl: { secret: 'slack_url' }, channel: '#alerts', sendResolved: true },
      { kind: 'pagerduty', name: 'pager', routingKey: { secret: 'pagerduty_key' }, region: 'us', sendResolved: true },
      {
        kind: 'email',
        name: 'mail',
        to: ['oncall@example.com', 'lead@example.com'],
        from: 'alerts@example.com',
        smarthost: 'smtp.example.com:587',
        user: 'alerts',
        password: { secret: 'smtp_password' },
        requireTls: true,
        sendResolved: false,
      },
      { kind: 'webhook', name: 'hook', url: 'https://hooks.example.com/alerts', token: { secret: 'hook_token' }, sendResolved: false },
      { kind: 'webhook', name: 'heartbeat', urlSecret: { secret: 'heartbeat_url' }, port: 8443 },
    ],
    defaultReceiver: 'chat',
    routes: [
      { match: {}, receiver: 'hook', continue: true },
      {
        match: {
          alerts: ['ServiceDown', 'HighErrorRate'],
          severities: ['critical'],
          owners: ['platform', 'growth'],
          services: ['checkout', 'mailer'],
          labels: { tier: 'critical' },
        },
        receiver: 'pager',
        continue: false,
        groupBy: ['service'],
        groupWait: '10s',
        groupInterval: '1m',
        repeatInterval: '1h',
        muteTimes: ['nights'],
      },
      { match: { severities: ['info'] }, receiver: 'mail' },
    ],
    muteTimes: [{ name: 'nights', timeZone: 'Europe/Berlin', weekdays: ['friday', 'saturday'], from: '20:00', to: '06:00' }],
    inhibition: {
      serviceDown: true,
      nodeDown: true,
      severity: true,
      rules: [
        {
          source: {
            alerts: ['DatabaseDown'],
            severities: ['critical'],
            owners: ['platform'],
            services: ['checkout'],
            labels: { zone: 'a' },
          },
          target: { alerts: ['HighLatency'], severities: ['warning'], owners: ['platform'], services: ['checkout'], labels: { zone: 'a' } },
          equal: ['owner'],
        },
      ],
    },
    watchdog: { receiver: 'heartbeat', repeatInterval: '5m' },
    groupBy: ['alertname', 'service'],
    groupWait: '30s',
    groupInterval: '5m',
    repeatInterval: '4h',
    runbookBaseUrl: 'https://wiki.example.com/runbooks',
  },
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
      metricsPath: '/metrics',
      objectives: { availability: 0.999, latency: { threshold: '500ms', ratio: 0.99 }, window: '30d' },
    },
    {
      name: 'mailer',
      port: 8001,
      language: 'python',
      type: 'automation',
      layer: 'batch',
      tier: 'batch',
      version: 'unknown',
      owner: 'growth',
      metricsPath: null,
    },
  ],
  ai: {
    prices: [{ model: 'gpt-4o', inputPerMillionTokens: 2.5, outputPerMillionTokens: 10 }],
    budgets: { monthly: 1_000, tenants: [{ tenant: 'acme', monthly: 100 }] },
    attributeCostTo: { users: true },
  },
  prometheus: {
    enabled: true,
    port: 9090,
    scrapeInterval: '15s',
    scrapeTimeout: '10s',
    evaluationInterval: '15s',
    outOfOrderTimeWindow: '30m',
    resources,
    operator: { resources },
    replicas: 1,
    volumeSize: '20GiB',
    remoteWrite: [
      {
        name: 'mimir',
        url: 'https://mimir.example.com/api/v1/push',
        tenant: 'shop',
        authentication: { kind: 'basic', user: { secret: 'mimir_user' }, password: { secret: 'mimir_password' } },
      },
      { name: 'archive', url: 'http://archive:9009/api/v1/push', authentication: { kind: 'bearer', token: { secret: 'archive_token' } } },
    ],
    extraArgs: ['--log.level=debug'],
  },
  alertmanager: { enabled: true, port: 9093, resources, replicas: 1, volumeSize: '1GiB', extraArgs: ['--log.level=debug'] },
  grafana: {
    enabled: true,
    port: 3001,
    adminUser: 'admin',
    github: {
      clientId: 'Iv1.0123456789abcdef',
      clientSecret: { secret: 'github_client_secret' },
      organizations: ['example'],
      roles: { admin: ['@example/platform'], editor: ['@example/developers'] },
    },
    volumeSize: '2GiB',
    resources,
  },
  loki: {
    enabled: true,
    port: 3100,
    maxLineSize: '256KiB',
    resources,
    replicas: 1,
    storage: { kind: 'filesystem' },
    volumeSize: '50GiB',
    extraArgs: ['-log.level=debug'],
  },
  tempo: { port: 3200, resources, storage: { kind: 'filesystem' }, volumeSize: '10GiB', extraArgs: ['-log.level=debug'] },
  jaeger: { port: 16686, resources, volumeSize: '20GiB', extraArgs: ['--set=service.telemetry.logs.level=debug'] },
  otelCollector: {
    enabled: true,
    ports: { grpc: 4317, http: 4318, metrics: 8888, health: 13133 },
    outageTolerance: '10m',
    expectedItemsPerSecond: { spans: 500, logRecords: 200, dataPoints: 500 },
    spanMetricsFlushInterval: '15s',
    replicas: { min: 1, max: 1, targetCpu: 0.7 },
    resources,
  },
  containerLogs: { enabled: true, stackTraces: ['python'], resources },
  exporters: {
    node: { enabled: true, resources },
    cadvisor: { enabled: true, resources },
    kubeStateMetrics: { enabled: true, resources },
    redis: [
      { name: 'cache', address: 'redis://redis:6379', password: { secret: 'redis_password' } },
      { name: 'queue', address: 'rediss://[::1]:6380/2' },
    ],
    postgres: [
      {
        name: 'main',
        host: 'postgres',
        port: 5432,
        database: 'shop',
        user: 'monitor',
        password: { secret: 'postgres_password' },
        sslMode: 'disable',
      },
    ],
    databaseResources: resources,
    blackbox: { enabled: true, resources },
  },
  policy: {
    monthlyBudget: 100,
    room: { cpu: 8, memory: '16GiB' },
    allowPublic: ['ports', 'grafana', 'otlp', 'services'],
    allowFlags: ['web.enable-admin-api'],
    dataLoss: 'acknowledged',
    acknowledge: [{ subject: 'retention.traces', reason: 'a day is what anybody looks at' }],
  },
};

/** A way in by Ingress. */
export const route = {
  kind: 'ingress',
  host: 'grafana.example.com',
  className: 'nginx',
  controllerNamespace: 'ingress-nginx',
  certificate: { kind: 'cert-manager', issuer: 'letsencrypt', cluster: true },
} as const;

/** A way in by the Gateway API. */
export const gateway = {
  kind: 'gateway',
  host: 'otlp.example.com',
  gateway: { name: 'public', namespace: 'gateways', section: 'https' },
} as const;

const s3 = {
  kind: 's3',
  bucket: 'shop-blocks',
  region: 'eu-central-1',
  endpoint: 'minio.example.com:9000',
  accessKey: { id: { secret: 'minio_id' }, secret: { secret: 'minio_secret' } },
  identity: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::111122223333:role/blocks' },
} as const;

const gcs = {
  kind: 'gcs',
  bucket: 'shop-blocks',
  identity: { 'iam.gke.io/gcp-service-account': 'blocks@shop.iam.gserviceaccount.com' },
} as const;

const azure = {
  kind: 'azure',
  account: 'shopblocks',
  container: 'blocks',
  accountKey: { secret: 'azure_account_key' },
  identity: { 'azure.workload.identity/client-id': '00000000-0000-0000-0000-000000000000' },
} as const;

/** The same for Kubernetes, of every union the kind that says most. */
export const fullKubernetesOverlay: EnvironmentOverlay = {
  ...fullOverlay,
  target: {
    kind: 'kubernetes',
    namespace: 'telemetry',
    nodeNamespace: 'telemetry-node',
    context: 'shop-eu',
    clientNamespaces: ['shop', 'payments'],
    storageClass: 'fast',
    priority: 1_000_000,
    quotaHeadRoom: 0.5,
    adoptNamespace: true,
    charts: { source: { kind: 'directory', path: 'charts' } },
    secrets: { kind: 'write-only', revision: 1 },
    access: { grafana: route, otlp: { route: gateway, authentication: { kind: 'bearer', token: { secret: 'otlp_token' } } } },
    istio: { enabled: true },
  },
  state: { kind: 's3', bucket: 'shop-state', region: 'eu-central-1', prefix: 'observability' },
  prometheus: { ...fullOverlay.prometheus, replicas: 2 },
  alertmanager: { ...fullOverlay.alertmanager, replicas: 3 },
  otelCollector: { ...fullOverlay.otelCollector, replicas: { min: 2, max: 4, targetCpu: 0.7 } },
  traces: { backend: 'tempo' },
  loki: {
    ...fullOverlay.loki,
    replicas: 3,
    storage: s3,
  },
  tempo: {
    ...fullOverlay.tempo,
    storage: azure,
  },
};

/** What the other kinds of every union say. */
export const otherKindsOverlay: EnvironmentOverlay = {
  cost: { billing: { kind: 'requests', nodes: 3 } },
  target: {
    kind: 'kubernetes',
    charts: { source: { kind: 'oci', registry: 'oci://registry.example.com/charts' } },
    secrets: { kind: 'existing' },
    access: {
      grafana: { ...gateway, host: 'grafana.example.com' },
      otlp: {
        route: { ...route, host: 'otlp.example.com', certificate: { kind: 'secret', name: 'otlp-tls' } },
        authentication: { kind: 'basic', htpasswd: { secret: 'otlp_htpasswd' } },
      },
    },
  },
  state: { kind: 'azurerm', resourceGroup: 'shop', storageAccount: 'shopstate', container: 'state' },
  prometheus: { remoteWrite: [{ name: 'mimir', url: 'https://mimir.example.com/api/v1/push' }] },
  loki: {
    replicas: 2,
    storage: gcs,
  },
  tempo: { storage: { kind: 'filesystem' } },
};

/** The rest of them. */
const remainingKinds: readonly EnvironmentOverlay[] = [
  {
    cost: { billing: { kind: 'limits', nodes: 3 } },
    target: {
      kind: 'kubernetes',
      charts: { source: { kind: 'repository' } },
      access: {
        grafana: { ...route, certificate: { kind: 'secret', name: 'grafana-tls' } },
        otlp: { route: { ...route, host: 'otlp.example.com' }, authentication: { kind: 'bearer', token: { secret: 'otlp_token' } } },
      },
    },
    state: { kind: 'gcs', bucket: 'shop-state', prefix: 'observability' },
    loki: { storage: azure },
    tempo: { storage: s3 },
  },
  { target: { kind: 'kubernetes' }, state: { kind: 'kubernetes', namespace: 'terraform' }, tempo: { storage: gcs } },
];

/** Together they say every key of every kind. */
export const fullOverlays: readonly EnvironmentOverlay[] = [fullOverlay, fullKubernetesOverlay, otherKindsOverlay, ...remainingKinds];
