import type { EnvironmentOverlay } from '../../../config/schema/environment';

/** Series by their selectors, in promtool's notation: https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/#series */
export type Series = Readonly<Record<string, string>>;

/** What an alert must look like, to the letter. */
export interface ExpectedAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly description: string;
}

/** That an alert fires when it should, not in the nearest healthy case, and ends. */
export interface AlertCase {
  readonly alert: string;
  /** The environment; everything on an engine when absent. */
  readonly overlay?: EnvironmentOverlay;
  /** Time between two samples and two evaluations. */
  readonly interval?: string;
  /** What is wrong at first, and right in the end. */
  readonly firing: Series;
  readonly firesAt: string;
  readonly resolvedAt?: string;
  /** What is just right, all the time; absent for what always fires. */
  readonly healthy?: Series;
  readonly expected: readonly ExpectedAlert[];
}

/** All parts on an engine. */
export const ENGINE: EnvironmentOverlay = {
  services: [
    {
      name: 'checkout',
      port: 8000,
      language: 'go',
      type: 'shop',
      layer: 'api',
      owner: 'shop',
      objectives: { availability: 0.99, latency: { threshold: '500ms', ratio: 0.9 } },
    },
  ],
  ai: { budgets: { monthly: 300, tenants: [{ tenant: 'acme', monthly: 30 }] } },
  retention: { metrics: { time: '15d' } },
  capacity: { activeSeries: 1_000 },
  traces: { backend: 'tempo' },
  prometheus: { remoteWrite: [{ name: 'mimir', url: 'https://mimir.example.com/api/v1/push' }] },
  exporters: {
    redis: [{ name: 'cache', address: 'redis://redis:6379' }],
    postgres: [{ name: 'main', host: 'postgres', password: { secret: 'postgres_password' } }],
  },
};

/** All parts on a cluster. */
export const CLUSTER: EnvironmentOverlay = { ...ENGINE, target: { kind: 'kubernetes' } };

/** Requests that the service answers, by their status. */
export const calls = (status: 'UNSET' | 'ERROR'): string =>
  `traces_span_metrics_calls_total{service_name="checkout", span_kind="SPAN_KIND_SERVER", status_code="STATUS_CODE_${status}"}`;

/** Durations of those requests, as Prometheus names them. */
export const durations = (part: 'count' | `bucket, ${string}`): string => {
  const [name, bound] = part.split(', ');
  return `traces_span_metrics_duration_seconds_${name}{service_name="checkout", span_kind="SPAN_KIND_SERVER"${bound === undefined ? '' : `, le="${bound}"`}}`;
};

/** A series of a component of the platform. */
export const of = (job: string, metric: string, labels = ''): string =>
  `${metric}{job="${job}", instance="${job}"${labels === '' ? '' : `, ${labels}`}}`;
