import { type AlertCase, CLUSTER, calls, ENGINE } from './case';

const security = (event: string): string => `security_events_total{service_name="checkout", security_event="${event}"}`;
const runs = (outcome: string): string => `workflow_runs_total{service_name="checkout", workflow_name="refund", outcome="${outcome}"}`;
const UNPRICED = 'gen_ai_cost_unknown_total{service_name="checkout", gen_ai_request_model="llama-4", reason="price"}';
const REFUSED = 'telemetry_refused_points_total{service_name="checkout", metric_name="cart.size", refusal_reason="temporality"}';
const COST = 'gen_ai_cost_usd_total{service_name="checkout", tenant_id="acme", gen_ai_request_model="gpt-4o"}';
const USERS = 'user_requests_total{service_name="checkout"}';
const UP = 'up{job="checkout", service="checkout", instance="a"}';
const CPU = 'container_cpu_usage_seconds_total{name="shop-checkout-1", container_label_service="checkout"}';

/** Metrics are kept for three days. */
const BRIEF = { ...ENGINE, retention: { metrics: { time: '3d' } } } as const;

/** Security, usage, costs, efficiency and workflows. */
export const businessCases: readonly AlertCase[] = [
  {
    alert: 'SecurityAuthenticationFailures',
    // The first failures ever: the series begins with them.
    firing: { [security('authentication_failure')]: '_x5 25x20' },
    firesAt: '6m',
    resolvedAt: '15m',
    healthy: { [security('authentication_failure')]: '_x5 20x20' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'warning' },
        summary: '25 failed logins at checkout in 5m',
        description: 'Somebody may be guessing passwords, or a client has an old one.',
      },
    ],
  },
  {
    alert: 'SecurityAuthenticationFailures',
    // Counted again after three quiet hours: what was counted before them is old news.
    firing: { [security('authentication_failure')]: '100x5 _x180 121x20' },
    firesAt: '187m',
    resolvedAt: '200m',
    healthy: { [security('authentication_failure')]: '100x5 _x180 120x20' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'warning' },
        summary: '21 failed logins at checkout in 5m',
        description: 'Somebody may be guessing passwords, or a client has an old one.',
      },
    ],
  },
  {
    alert: 'TelemetryRefused',
    firing: { [REFUSED]: '_x5 3+3x20 63x20' },
    firesAt: '12m',
    resolvedAt: '40m',
    healthy: { [REFUSED]: '63x45' },
    expected: [
      {
        labels: {
          owner: 'shop',
          service: 'checkout',
          service_name: 'checkout',
          metric_name: 'cart.size',
          refusal_reason: 'temporality',
          severity: 'warning',
        },
        summary: 'cart.size of checkout is not stored: temporality',
        description: '15 data points in 5m that Prometheus cannot hold. Everything else of the service is stored.',
      },
    ],
  },
  {
    alert: 'SecurityRateLimitExceeded',
    firing: { [security('rate_limit')]: '0+30x80 2400x20' },
    firesAt: '75m',
    resolvedAt: '90m',
    healthy: { [security('rate_limit')]: '0+15x100' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'warning' },
        summary: 'checkout has refused 150 requests in 5m by its rate limit',
        description: 'A client asks far more often than it may: a loop, a scraper or an attack.',
      },
    ],
  },
  {
    alert: 'SecuritySuspiciousActivity',
    firing: { [security('suspicious')]: '_x5 1x20' },
    firesAt: '6m',
    resolvedAt: '15m',
    // Of another kind, and below its own threshold.
    healthy: { [security('authentication_failure')]: '_x5 1x20' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'critical' },
        summary: 'checkout reports suspicious activity',
        description: 'checkout has reported 1 suspicious events in 5m.',
      },
    ],
  },
  {
    alert: 'UnusedService',
    firing: { [UP]: '1x150', [calls('UNSET')]: '_x90 0+10x60' },
    firesAt: '80m',
    resolvedAt: '100m',
    // It has run for less than an hour.
    healthy: { [UP]: '_x60 1x50' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'info' },
        summary: 'checkout is not used',
        description: 'Nobody has called checkout for 1h.',
      },
    ],
  },
  {
    alert: 'LowUserEngagement',
    interval: '10m',
    // 600 an hour last week, 60 now, and then 600 again.
    firing: { [USERS]: '0+100x1008 100800+10x12 100920+100x30' },
    firesAt: '170h',
    resolvedAt: '173h',
    healthy: { [USERS]: '0+100x1008 100800+60x42' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'info' },
        summary: 'checkout has 10% of the requests by users that it had a week ago',
        description: 'Users sent fewer than 50 % of the requests of the same hour last week.',
      },
    ],
  },
  {
    alert: 'HighAICosts',
    interval: '10m',
    // 60 cents an hour for two days, 6 dollars an hour, and 60 cents again.
    firing: { [COST]: '0+0.1x288 28.8+1x12 40.8+0.1x24' },
    firesAt: '49h30m',
    resolvedAt: '52h',
    // Ten times as much of next to nothing.
    healthy: { [COST]: '0+0.001x288 0.288+0.01x36' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'warning' },
        summary: 'checkout has spent 6.00 dollars on language models in an hour',
        description: 'That is more than 2 times what it spent in an average hour of the day before.',
      },
    ],
  },
  {
    alert: 'AICostUnknown',
    firing: { [UNPRICED]: '_x5 3x200' },
    firesAt: '25m',
    resolvedAt: '100m',
    healthy: { [UNPRICED]: '0x200' },
    expected: [
      {
        labels: {
          owner: 'shop',
          service: 'checkout',
          service_name: 'checkout',
          gen_ai_request_model: 'llama-4',
          reason: 'price',
          severity: 'info',
        },
        summary: 'Nobody knows what checkout pays for llama-4',
        description: '3 calls in an hour are in no cost and no budget: their price is not known.',
      },
    ],
  },
  {
    alert: 'AIBudgetAtRisk',
    interval: '10m',
    // 12 dollars a day would be 360 in 30 days.
    firing: { [COST]: '0+0.0833x288 24x288' },
    firesAt: '47h10m',
    resolvedAt: '80h',
    healthy: { [COST]: '0+0.06x576' },
    expected: [
      {
        labels: { owner: 'platform', severity: 'warning' },
        summary: 'Language models will cost 359.86 dollars in 30 days at the pace of today',
        description: 'The budget of the environment is 300 dollars in 30 days.',
      },
    ],
  },
  {
    alert: 'AIBudgetExceeded',
    overlay: BRIEF,
    interval: '10m',
    // 312 dollars in two days, which three days later are forgotten: longer they are not kept.
    firing: { [COST]: '0+1.0833x288 312x600' },
    firesAt: '48h10m',
    resolvedAt: '130h',
    healthy: { [COST]: '0+1x288 288x20' },
    expected: [
      {
        labels: { owner: 'platform', severity: 'critical' },
        summary: 'Language models have cost 311.99 dollars, more than the budget',
        description: 'The budget of the environment is 300 dollars in 30 days; this is what the last 3 days cost.',
      },
    ],
  },
  {
    alert: 'AIBudgetExceeded',
    overlay: BRIEF,
    interval: '10m',
    // In a few minutes between two full hours.
    firing: { [COST]: '_x10 301x600' },
    firesAt: '1h50m',
    resolvedAt: '80h',
    healthy: { [COST]: '_x10 299x600' },
    expected: [
      {
        labels: { owner: 'platform', severity: 'critical' },
        summary: 'Language models have cost 301.00 dollars, more than the budget',
        description: 'The budget of the environment is 300 dollars in 30 days; this is what the last 3 days cost.',
      },
    ],
  },
  {
    alert: 'TenantAIBudgetAtRisk',
    interval: '10m',
    firing: { [COST]: '0+0.0083x288 2.4x288' },
    firesAt: '47h10m',
    resolvedAt: '80h',
    // Another tenant has no budget of its own.
    healthy: { [COST.replace('acme', 'other')]: '0+0.0083x288' },
    expected: [
      {
        labels: { owner: 'platform', severity: 'warning', tenant_id: 'acme' },
        summary: 'Tenant acme will spend 35.86 dollars on language models in 30 days',
        description: 'At the pace of today, the tenant spends more than its budget.',
      },
    ],
  },
  {
    alert: 'TenantAIBudgetExceeded',
    overlay: BRIEF,
    interval: '10m',
    firing: { [COST]: '0+0.125x288 36x600' },
    firesAt: '48h10m',
    resolvedAt: '130h',
    healthy: { [COST]: '0+0.0625x288 18x20' },
    expected: [
      {
        labels: { owner: 'platform', severity: 'critical', tenant_id: 'acme' },
        summary: 'Tenant acme has spent 36.00 dollars on language models, more than its budget',
        description: 'This is what the last 3 days cost.',
      },
    ],
  },
  {
    alert: 'InefficientResources',
    firing: { [CPU]: '0+60x60 3600+6x30', [calls('UNSET')]: '0+6x90' },
    firesAt: '50m',
    resolvedAt: '80m',
    // As busy, but with traffic.
    healthy: { [CPU]: '0+60x90', [calls('UNSET')]: '0+120x90' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'info' },
        summary: 'checkout uses 1.00 cores for little traffic',
        description: 'It has had fewer than 1 requests a second for 30m, and used more than 0.5 cores.',
      },
    ],
  },
  {
    alert: 'OverprovisionedMemory',
    interval: '1h',
    firing: {
      'container_memory_working_set_bytes{name="shop-checkout-1"}': '50000000x40 500000000x10',
      'container_spec_memory_reservation_limit_bytes{name="shop-checkout-1"}': '536870912x50',
    },
    firesAt: '30h',
    resolvedAt: '42h',
    // It needed it once in the day.
    healthy: {
      'container_memory_working_set_bytes{name="shop-checkout-1"}': '50000000x15 500000000 50000000x15 500000000 50000000x20',
      'container_spec_memory_reservation_limit_bytes{name="shop-checkout-1"}': '536870912x50',
    },
    expected: [
      {
        labels: { name: 'shop-checkout-1', owner: 'platform', severity: 'info' },
        summary: 'shop-checkout-1 uses 9.313% of the memory that is kept for it',
        description: 'In a day it has never used more than 20 %.',
      },
    ],
  },
  {
    alert: 'OverprovisionedCpu',
    overlay: CLUSTER,
    interval: '1h',
    firing: {
      'container_cpu_usage_seconds_total{namespace="shop", pod="checkout-1", container="checkout", image="checkout:1"}':
        '0+180x40 7200+3600x40',
      'kube_pod_container_resource_requests{namespace="shop", pod="checkout-1", container="checkout", resource="cpu", unit="core"}': '1x80',
    },
    firesAt: '36h',
    resolvedAt: '60h',
    healthy: {
      'container_cpu_usage_seconds_total{namespace="shop", pod="checkout-1", container="checkout", image="checkout:1"}': '0+900x80',
      'kube_pod_container_resource_requests{namespace="shop", pod="checkout-1", container="checkout", resource="cpu", unit="core"}': '1x80',
    },
    expected: [
      {
        labels: { container: 'checkout', namespace: 'shop', owner: 'platform', pod: 'checkout-1', severity: 'info' },
        summary: 'checkout in shop/checkout-1 uses 5% of the cores that are kept for it',
        description: 'Over a day it has used less than 20 %.',
      },
    ],
  },
  {
    alert: 'WorkflowFailures',
    firing: { [runs('success')]: '_x5 6x60', [runs('failure')]: '_x5 4x60' },
    firesAt: '8m',
    resolvedAt: '30m',
    // Two may be chance, though they are half.
    healthy: { [runs('success')]: '_x5 2x60', [runs('failure')]: '_x5 2x60' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'warning', workflow_name: 'refund' },
        summary: '40% of the runs of refund in checkout fail',
        description: 'More than 2 runs, and more than 10 % of all, have failed in 15m.',
      },
    ],
  },
];
