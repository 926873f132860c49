import { FAILED, SERVED } from './promql';
import type { Concern } from './rule';

/** What dashboards and alerts read again and again: requests, errors and durations of every service. */
export const recording: Concern = ({ parts }) => ({
  name: 'recording',
  recordings: [
    {
      record: 'service:requests:rate5m',
      when: parts.spans,
      expr: `sum by (service_name) (rate(traces_span_metrics_calls_total{${SERVED}}[5m]))`,
    },
    {
      record: 'service:errors:ratio_rate5m',
      when: parts.spans,
      // A service without errors has no series of errors, and a ratio of 0.
      expr: `(sum by (service_name) (rate(traces_span_metrics_calls_total{${SERVED}, ${FAILED}}[5m])) or service:requests:rate5m * 0) / (service:requests:rate5m > 0)`,
    },
    {
      record: 'service:duration_seconds:p95_rate5m',
      when: parts.spans,
      expr: `histogram_quantile(0.95, sum by (service_name, le) (rate(traces_span_metrics_duration_seconds_bucket{${SERVED}}[5m])))`,
    },
  ],
});
