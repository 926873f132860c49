import { boundPattern } from '../config/latency';
import type { ServiceConfig } from '../config/schema/services';
import { type Duration, seconds } from '../config/units';
import { FAILED, SERVED } from './promql';
import type { Alert, Concern, Recording } from './rule';

const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;

/**
 * How fast a budget burns, over a long window, and a short one so that the alert ends with its cause; rates are those of a budget for 30 days.
 * https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
const FAST = [
  { rate: 14.4, long: '1h', short: '5m' },
  { rate: 6, long: '6h', short: '30m' },
] as const;
const SLOW = [
  { rate: 3, long: '1d', short: '2h' },
  { rate: 1, long: '3d', short: '6h' },
] as const;

type Burn = (typeof FAST)[number] | (typeof SLOW)[number];

/** The share of requests that break an objective, per service. */
interface Indicator {
  /** First part of the names of its series: `slo:errors`. */
  readonly series: string;
  readonly objective: string;
}

const ERRORS: Indicator = { series: 'slo:errors', objective: 'slo:availability:objective_ratio' };
const SLOWNESS: Indicator = { series: 'slo:slow', objective: 'slo:latency:objective_ratio' };

/** Objectives of services, and how fast their error budgets burn. */
export const slo: Concern = ({ config, parts }) => {
  const measured = config.services.filter(({ objectives }) => objectives !== undefined);
  const fast = measured.filter(({ objectives }) => objectives?.latency !== undefined);
  return {
    name: 'slo',
    recordings: [
      ...measured.map((service) => objective(parts.spans, ERRORS, service, service.objectives?.availability ?? 0)),
      ...fast.map((service) => objective(parts.spans, SLOWNESS, service, service.objectives?.latency?.ratio ?? 0)),
      ...WINDOWS.flatMap((window) => (measured.length === 0 ? [] : [errorRatio(parts.spans, window)])),
      ...fast.flatMap((service) => WINDOWS.map((window) => slowRatio(parts.spans, service, window))),
    ],
    alerts: [
      ...burnAlerts('ErrorBudget', parts.spans && measured.length > 0, ERRORS, 'fail'),
      ...burnAlerts('LatencyBudget', parts.spans && fast.length > 0, SLOWNESS, 'are too slow'),
    ],
  };
};

const objective = (when: boolean, indicator: Indicator, { name }: ServiceConfig, ratio: number): Recording => ({
  record: indicator.objective,
  when,
  expr: `vector(${ratio})`,
  labels: { service_name: name },
});

const errorRatio = (when: boolean, window: Duration): Recording => {
  const all = `sum by (service_name) (rate(traces_span_metrics_calls_total{${SERVED}}[${window}]))`;
  const failed = `sum by (service_name) (rate(traces_span_metrics_calls_total{${SERVED}, ${FAILED}}[${window}]))`;
  return { record: `slo:errors:ratio_rate${window}`, when, expr: `(${failed} or ${all} * 0) / (${all} > 0)` };
};

/** The threshold is a bound of the histogram. */
function slowRatio(when: boolean, { name, objectives }: ServiceConfig, window: Duration): Recording {
  const bound = boundPattern(seconds(objectives?.latency?.threshold ?? '1s'));
  const of = (rest: string): string => `${SERVED}, service_name="${name}"${rest}`;
  const quick = `sum by (service_name) (rate(traces_span_metrics_duration_seconds_bucket{${of(`, le=~"${bound}"`)}}[${window}]))`;
  const all = `sum by (service_name) (rate(traces_span_metrics_duration_seconds_count{${of('')}}[${window}]))`;
  // The label is there already; said here too, the rules of two services are not taken for one that is there twice.
  return { record: `slo:slow:ratio_rate${window}`, when, expr: `1 - ${quick} / (${all} > 0)`, labels: { service_name: name } };
}

const burns = ({ series, objective: target }: Indicator, windows: readonly Burn[]): string =>
  windows
    .map(({ rate, long, short }) => {
      const over = (window: string): string => `${series}:ratio_rate${window} > on (service_name) ${rate} * (1 - ${target})`;
      return `(${over(long)} and on (service_name) ${over(short)})`;
    })
    .join(' or ');

const burnAlerts = (name: string, when: boolean, indicator: Indicator, what: string): readonly Alert[] => [
  {
    alert: `${name}BurnFast`,
    when,
    expr: burns(indicator, FAST),
    for: '2m',
    severity: 'critical',
    about: 'service',
    summary: `The error budget of {{ $labels.service_name }} is gone within days: {{ $value | humanizePercentage }} of its requests ${what}`,
    description: `{{ $value | humanizePercentage }} of the requests to {{ $labels.service_name }} ${what}, so that its budget of 30 days burns in five days or less.`,
    dashboard: 'slo',
  },
  {
    alert: `${name}BurnSlow`,
    when,
    expr: burns(indicator, SLOW),
    for: '15m',
    severity: 'warning',
    about: 'service',
    summary: `{{ $labels.service_name }} will miss its objective: {{ $value | humanizePercentage }} of its requests ${what}`,
    description: `{{ $value | humanizePercentage }} of the requests to {{ $labels.service_name }} ${what}, so that its budget of 30 days is used up before they end.`,
    dashboard: 'slo',
    earlyWarningOf: { alert: `${name}BurnFast`, equal: ['service'] },
  },
];
