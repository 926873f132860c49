import type { EnvironmentOverlay } from '../../config/schema/environment';

const service = { port: 8000, language: 'go', type: 'gateway', layer: 'api' } as const;

/** Routes as a company of two teams has them: by severity, by owner, at night, for one tier, and some alerts twice. */
export const routing: EnvironmentOverlay = {
  services: [
    { ...service, name: 'checkout', owner: 'payments', tier: 'critical' },
    { ...service, name: 'mailer', owner: 'growth' },
    { ...service, name: 'api-gateway', owner: 'platform', tier: 'critical' },
  ],
  alerting: {
    receivers: [
      { kind: 'slack', name: 'chat', webhookUrl: { secret: 'slack_url' }, channel: '#alerts' },
      { kind: 'pagerduty', name: 'pager', routingKey: { secret: 'pagerduty_key' } },
      { kind: 'slack', name: 'payments-chat', webhookUrl: { secret: 'payments_slack_url' } },
      {
        kind: 'email',
        name: 'finance',
        to: ['finance@example.com'],
        from: 'alerts@example.com',
        smarthost: 'smtp.example.com:587',
        user: 'alerts',
        password: { secret: 'smtp_password' },
      },
      { kind: 'webhook', name: 'audit', url: 'https://audit.example.com/alerts', token: { secret: 'audit_token' } },
      { kind: 'webhook', name: 'heartbeat', urlSecret: { secret: 'heartbeat_url' } },
      { kind: 'webhook', name: 'tickets', url: 'http://tickets.internal:8080/' },
    ],
    defaultReceiver: 'chat',
    routes: [
      {
        match: { alerts: ['SecurityAuthenticationFailures', 'SecurityRateLimitExceeded', 'SecuritySuspiciousActivity'] },
        receiver: 'audit',
        continue: true,
        groupBy: ['service'],
        groupWait: '0s',
      },
      { match: { alerts: ['AIBudgetExceeded', 'TenantAIBudgetExceeded'] }, receiver: 'finance', repeatInterval: '1d' },
      {
        match: { severities: ['critical'] },
        receiver: 'pager',
        continue: true,
        groupBy: ['service'],
        groupWait: '10s',
        repeatInterval: '1h',
      },
      { match: { owners: ['payments'], severities: ['critical', 'warning'] }, receiver: 'payments-chat' },
      { match: { owners: ['growth', 'platform'], severities: ['info'] }, receiver: 'tickets', muteTimes: ['nights', 'weekends'] },
      { match: { services: ['api-gateway'], labels: { region: 'eu.west' } }, receiver: 'tickets' },
    ],
    muteTimes: [
      { name: 'nights', timeZone: 'Europe/Berlin', from: '20:00', to: '06:00' },
      { name: 'weekends', weekdays: ['saturday', 'sunday'] },
    ],
    inhibition: {
      rules: [{ source: { alerts: ['DatabaseConnectionFailure'] }, target: { services: ['checkout'], severities: ['warning'] } }],
    },
    watchdog: { receiver: 'heartbeat' },
  },
};

type Labels = Readonly<Record<string, string>>;

/** Alerts, and to whom the routes above send them. */
export const routed: readonly (readonly [labels: Labels, receivers: readonly string[]])[] = [
  [{ alertname: 'Watchdog', severity: 'info', owner: 'platform' }, ['heartbeat']],
  [{ alertname: 'Watchdog', severity: 'critical' }, ['heartbeat']],
  [{ alertname: 'ServiceDown', severity: 'critical', owner: 'payments', service: 'checkout' }, ['pager', 'payments-chat']],
  [{ alertname: 'ServiceDown', severity: 'critical', owner: 'growth', service: 'mailer' }, ['pager', 'chat']],
  [{ alertname: 'HighErrorRate', severity: 'critical', owner: 'payments', service: 'checkout' }, ['pager', 'payments-chat']],
  [{ alertname: 'HighErrorRate', severity: 'warning', owner: 'payments', service: 'checkout' }, ['payments-chat']],
  [{ alertname: 'HighLatency', severity: 'warning', owner: 'growth', service: 'mailer' }, ['chat']],
  [{ alertname: 'HighLatency', severity: 'warning', owner: 'platform', service: 'api-gateway' }, ['chat']],
  [{ alertname: 'HighLatency', severity: 'warning', owner: 'platform', service: 'api-gateway', region: 'eu.west' }, ['tickets']],
  [{ alertname: 'HighLatency', severity: 'warning', owner: 'platform', service: 'api-gateway', region: 'euxwest' }, ['chat']],
  [{ alertname: 'SecuritySuspiciousActivity', severity: 'critical', owner: 'growth', service: 'mailer' }, ['audit', 'pager', 'chat']],
  [
    { alertname: 'SecuritySuspiciousActivity', severity: 'critical', owner: 'payments', service: 'checkout' },
    ['audit', 'pager', 'payments-chat'],
  ],
  [{ alertname: 'SecurityAuthenticationFailures', severity: 'warning', owner: 'growth', service: 'mailer' }, ['audit', 'chat']],
  [{ alertname: 'SecurityRateLimitExceeded', severity: 'warning', owner: 'payments', service: 'checkout' }, ['audit', 'payments-chat']],
  [{ alertname: 'AIBudgetExceeded', severity: 'critical', owner: 'platform' }, ['finance']],
  [{ alertname: 'TenantAIBudgetExceeded', severity: 'critical', owner: 'platform', tenant_id: 'acme' }, ['finance']],
  [{ alertname: 'AIBudgetAtRisk', severity: 'warning', owner: 'platform' }, ['chat']],
  [{ alertname: 'UnusedService', severity: 'info', owner: 'growth', service: 'mailer' }, ['tickets']],
  [{ alertname: 'UnusedService', severity: 'info', owner: 'payments', service: 'checkout' }, ['chat']],
  [{ alertname: 'OverprovisionedCpu', severity: 'info', owner: 'platform' }, ['tickets']],
  [{ alertname: 'NodeNotReady', severity: 'critical', owner: 'platform', node: 'node-1' }, ['pager', 'chat']],
  [{ alertname: 'HostDiskFilling', severity: 'warning', owner: 'platform', instance: 'host:9100' }, ['chat']],
  [{ alertname: 'PrometheusWalCorruption', severity: 'critical', owner: 'platform' }, ['pager', 'chat']],
  [{ alertname: 'SomebodysOwn' }, ['chat']],
  [{ alertname: 'SomebodysOwn', severity: 'page' }, ['chat']],
];

/** Alerts that fire together, and whether each is told to somebody. */
export const together: readonly (readonly [told: boolean, labels: Labels])[] = [
  [true, { alertname: 'ServiceDown', severity: 'critical', service: 'checkout', owner: 'payments' }],
  [false, { alertname: 'HighErrorRate', severity: 'critical', service: 'checkout', owner: 'payments' }],
  [false, { alertname: 'UnusedService', severity: 'info', service: 'checkout', owner: 'payments' }],
  [true, { alertname: 'SecuritySuspiciousActivity', severity: 'critical', service: 'checkout', owner: 'payments' }],
  [true, { alertname: 'HighAICosts', severity: 'warning', service: 'llm', owner: 'growth' }],
  [true, { alertname: 'HighErrorRate', severity: 'critical', service: 'mailer', owner: 'growth' }],
  [true, { alertname: 'NodeNotReady', severity: 'critical', node: 'node-1' }],
  [false, { alertname: 'PodNotReady', severity: 'warning', node: 'node-1', pod: 'checkout-0' }],
  [false, { alertname: 'ContainerRestarting', severity: 'warning', node: 'node-1', container: 'checkout' }],
  [true, { alertname: 'PodNotReady', severity: 'warning', node: 'node-2', pod: 'checkout-1' }],
  [true, { alertname: 'HostDiskSpaceLow', severity: 'critical', instance: 'a:9100', mountpoint: '/' }],
  [false, { alertname: 'HostDiskSpaceLow', severity: 'warning', instance: 'a:9100', mountpoint: '/' }],
  [true, { alertname: 'HostDiskSpaceLow', severity: 'warning', instance: 'a:9100', mountpoint: '/var' }],
  [true, { alertname: 'HostDiskSpaceLow', severity: 'warning', instance: 'b:9100', mountpoint: '/' }],
  [true, { alertname: 'TenantAIBudgetExceeded', severity: 'critical', tenant_id: 'acme' }],
  [false, { alertname: 'TenantAIBudgetAtRisk', severity: 'warning', tenant_id: 'acme' }],
  [true, { alertname: 'TenantAIBudgetAtRisk', severity: 'warning', tenant_id: 'umbrella' }],
  [true, { alertname: 'ErrorBudgetBurnFast', severity: 'critical', service: 'mailer' }],
  [false, { alertname: 'ErrorBudgetBurnSlow', severity: 'warning', service: 'mailer' }],
  [true, { alertname: 'Watchdog', severity: 'info' }],
];
