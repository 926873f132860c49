import { type AlertCase, calls, durations, ENGINE } from './case';

const UP = (instance: string): string => `up{job="checkout", service="checkout", instance="${instance}"}`;

/** Services, how fast they answer, and their objectives. */
export const serviceCases: readonly AlertCase[] = [
  {
    alert: 'ServiceDown',
    // It stops, is found no more, and is back.
    firing: { [UP('a')]: '1x4 0x2 _x10 1x10' },
    firesAt: '12m',
    resolvedAt: '20m',
    healthy: { [UP('a')]: '1x4 0x20', [UP('b')]: '1x24' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'critical' },
        summary: 'checkout is down',
        description: 'No instance of checkout has answered Prometheus for 1m.',
      },
    ],
  },
  {
    alert: 'HighErrorRate',
    firing: { [calls('UNSET')]: '0+60x40', [calls('ERROR')]: '0+10x15 150+0x25' },
    firesAt: '10m',
    resolvedAt: '25m',
    healthy: { [calls('UNSET')]: '0+55x40', [calls('ERROR')]: '0+5x40' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'critical' },
        summary: '14.29% of the requests to checkout fail',
        description: 'More than 10 % of the requests to checkout have failed for 2m.',
      },
    ],
  },
  {
    alert: 'HighLatency',
    firing: {
      [durations('bucket, 1')]: '0+40x40',
      [durations('bucket, 2')]: '0+50x12 600+60x28',
      [durations('bucket, 5')]: '0+60x40',
      [durations('bucket, +Inf')]: '0+60x40',
    },
    firesAt: '10m',
    resolvedAt: '25m',
    healthy: {
      [durations('bucket, 1')]: '0+40x40',
      [durations('bucket, 2')]: '0+58x40',
      [durations('bucket, 5')]: '0+60x40',
      [durations('bucket, +Inf')]: '0+60x40',
    },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'warning' },
        summary: 'checkout is slow: its 95th percentile is 4.1s',
        description: 'More than 5 % of the requests to checkout have taken longer than 2s for 5m.',
      },
    ],
  },
  {
    // A service that calls language models is slow after half a minute, not after seconds.
    alert: 'HighLatency',
    overlay: { ...ENGINE, alerting: { rules: { thresholds: { latency: { p95: '45s' } } } } },
    firing: {
      [durations('bucket, 30')]: '0+40x40',
      [durations('bucket, 45')]: '0+50x12 600+60x28',
      [durations('bucket, 60')]: '0+60x40',
      [durations('bucket, +Inf')]: '0+60x40',
    },
    firesAt: '10m',
    resolvedAt: '25m',
    healthy: {
      [durations('bucket, 30')]: '0+40x40',
      [durations('bucket, 45')]: '0+58x40',
      [durations('bucket, 60')]: '0+60x40',
      [durations('bucket, +Inf')]: '0+60x40',
    },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'warning' },
        summary: 'checkout is slow: its 95th percentile is 55.5s',
        description: 'More than 5 % of the requests to checkout have taken longer than 45s for 5m.',
      },
    ],
  },
  {
    alert: 'ErrorBudgetBurnFast',
    firing: { [calls('UNSET')]: '0+80x120', [calls('ERROR')]: '0+20x30 600+0x90' },
    firesAt: '20m',
    resolvedAt: '70m',
    // Five times as fast as it may: in a quarter of an hour somebody should look, but nobody is woken.
    healthy: { [calls('UNSET')]: '0+95x120', [calls('ERROR')]: '0+5x120' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'critical' },
        summary: 'The error budget of checkout is gone within days: 20% of its requests fail',
        description: '20% of the requests to checkout fail, so that its budget of 30 days burns in five days or less.',
      },
    ],
  },
  {
    alert: 'ErrorBudgetBurnSlow',
    firing: { [calls('UNSET')]: '0+96x240', [calls('ERROR')]: '0+4x30 120+0x210' },
    firesAt: '25m',
    resolvedAt: '200m',
    healthy: { [calls('UNSET')]: '0+991x240', [calls('ERROR')]: '0+9x240' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'warning' },
        summary: 'checkout will miss its objective: 4% of its requests fail',
        description: '4% of the requests to checkout fail, so that its budget of 30 days is used up before they end.',
      },
    ],
  },
  {
    alert: 'LatencyBudgetBurnFast',
    firing: { [durations('count')]: '0+100x120', [durations('bucket, 0.5')]: '0+20x30 600+100x90' },
    firesAt: '20m',
    resolvedAt: '70m',
    healthy: { [durations('count')]: '0+100x120', [durations('bucket, 0.5')]: '0+50x120' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'critical' },
        summary: 'The error budget of checkout is gone within days: 80% of its requests are too slow',
        description: '80% of the requests to checkout are too slow, so that its budget of 30 days burns in five days or less.',
      },
    ],
  },
  {
    alert: 'LatencyBudgetBurnSlow',
    firing: { [durations('count')]: '0+100x240', [durations('bucket, 0.5')]: '0+60x30 1800+100x210' },
    firesAt: '25m',
    resolvedAt: '200m',
    healthy: { [durations('count')]: '0+100x240', [durations('bucket, 0.5')]: '0+91x240' },
    expected: [
      {
        labels: { owner: 'shop', service: 'checkout', service_name: 'checkout', severity: 'warning' },
        summary: 'checkout will miss its objective: 40% of its requests are too slow',
        description: '40% of the requests to checkout are too slow, so that its budget of 30 days is used up before they end.',
      },
    ],
  },
];
