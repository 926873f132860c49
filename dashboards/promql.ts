import { growth } from '../alert-rules/promql';

/** Words of PromQL that are no metrics. https://prometheus.io/docs/prometheus/latest/querying/operators/ */
const KEYWORDS = new Set([
  'and',
  'or',
  'unless',
  'bool',
  'offset',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'inf',
  'nan',
]);

/** The names of the metrics that a query of Prometheus reads, each once. */
export function metricNames(expression: string): readonly string[] {
  const withoutLabels = expression
    .replaceAll(/"(?:[^"\\]|\\.)*"/g, '')
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, '')
    .replaceAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, '');
  const words = withoutLabels.match(/(?<![\w:.$])[a-zA-Z_:][\w:]*(?!\s*\(|[\w:])/g) ?? [];
  return [...new Set(words.filter((word) => !KEYWORDS.has(word.toLowerCase())))];
}

/** Length of time over which rates are computed: what Grafana finds to fit the zoom, four scrapes at least. */
const WINDOW = '$__rate_interval';

/** Increase a second of a counter: `rate(x{…}[$__rate_interval])`. */
export const rate = (metric: string, ...matchers: readonly string[]): string => `rate(${select(metric, ...matchers)}[${WINDOW}])`;

/** The sum of a counter's rates, by labels. */
export const sumRate = (by: string, metric: string, ...matchers: readonly string[]): string =>
  by === '' ? `sum(${rate(metric, ...matchers)})` : `sum by (${by}) (${rate(metric, ...matchers)})`;

/** Increase of a counter over the time that the dashboard shows. */
export const total = (by: string, metric: string, ...matchers: readonly string[]): string =>
  `sum${by === '' ? '' : ` by (${by}) `}(increase(${select(metric, ...matchers)}[$__range]))`;

/**
 * By how much counters grew that are only written when something was counted, such as tokens, dollars and events: to the cent, where an
 * increase would guess what happened before and after the samples of a range. Over the time that the dashboard shows, or over another.
 */
export const counted = (by: string, metric: string, matchers: readonly string[], window = '$__range'): string => {
  const selector = select(metric, ...matchers);
  // A range may go back to before anything that is kept: then counting goes from the first that is. New series begin with a zero.
  return `sum${by === '' ? '' : ` by (${by}) `}(${growth(selector, window, `min_over_time(${selector}[${window}])`)})`;
};

export const select = (metric: string, ...matchers: readonly string[]): string =>
  matchers.length === 0 ? metric : `${metric}{${matchers.join(',')}}`;

/** A quantile of a histogram, by labels. */
export const quantile = (ratio: number, by: string, histogram: string, ...matchers: readonly string[]): string =>
  `histogram_quantile(${ratio}, ${sumRate(by === '' ? 'le' : `le, ${by}`, `${histogram}_bucket`, ...matchers)})`;

/** A share that is 0 and not nothing when its part has no series: `a / b` of two sums with the same labels. */
export const share = (part: string, whole: string): string => `((${part}) or (${whole}) * 0) / ((${whole}) > 0)`;

/** A counter that begins with what it counts: 0 wherever the other one has a series. */
export const orZero = (counted: string, whole: string): string => `${counted} or ${whole} * 0`;

/** What the variables of a dashboard select of the metrics that the gateway makes. */
export const SELECTED = ['deployment_environment_name=~"$environment"', 'tier=~"$tier"', 'service_name=~"$service"'] as const;

export const CALLS = 'traces_span_metrics_calls_total';
export const DURATION = 'traces_span_metrics_duration_seconds';
/** Requests that a service answered: its spans of this kind, and not those of what it called. */
export const SERVER = 'span_kind="SPAN_KIND_SERVER"';
export const FAILED = 'status_code="STATUS_CODE_ERROR"';
