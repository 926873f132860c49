import { seconds } from '../config/units';
import type { Concern } from './rule';

/** Services that answer slowly. */
export const latency: Concern = ({ parts, thresholds: { latency: at } }) => ({
  name: 'latency',
  alerts: [
    {
      alert: 'HighLatency',
      when: parts.spans,
      expr: `service:duration_seconds:p95_rate5m > ${seconds(at.p95)}`,
      for: at.for,
      severity: 'warning',
      about: 'service',
      summary: '{{ $labels.service_name }} is slow: its 95th percentile is {{ $value | humanizeDuration }}',
      description: `More than 5 % of the requests to {{ $labels.service_name }} have taken longer than ${at.p95} for ${at.for}.`,
      dashboard: 'service-detail',
    },
  ],
});
