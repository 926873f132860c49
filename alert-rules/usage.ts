import { byServiceName, SERVED } from './promql';
import type { Concern } from './rule';

/** Services without traffic, and users who stay away. */
export const usage: Concern = ({ parts, thresholds: { usage: at } }) => {
  const running = `max by (service) (up{service!=""}) == 1 and max by (service) (up{service!=""} offset ${at.unusedFor}) == 1`;
  const requests = `sum by (service_name) (rate(traces_span_metrics_calls_total{${SERVED}}[${at.unusedFor}]))`;
  const lastWeek = 'sum by (service_name) (increase(user_requests_total[1h] offset 1w))';
  return {
    name: 'usage',
    interval: '1m',
    alerts: [
      {
        alert: 'UnusedService',
        when: parts.spans,
        // It runs, or it had traffic within a day: a service that only pushes is not scraped.
        expr: `(${byServiceName(`(${running})`)} or max by (service_name) (max_over_time(service:requests:rate5m[1d])) > 0) unless on (service_name) (${requests} > 0)`,
        for: '5m',
        severity: 'info',
        about: 'service',
        summary: '{{ $labels.service_name }} is not used',
        description: `Nobody has called {{ $labels.service_name }} for ${at.unusedFor}.`,
        dashboard: 'services-overview',
      },
      {
        alert: 'LowUserEngagement',
        when: parts.spans,
        expr: `(sum by (service_name) (increase(user_requests_total[1h])) or ${lastWeek} * 0) / (${lastWeek} > ${at.requests}) < ${at.engagement}`,
        for: '15m',
        severity: 'info',
        about: 'service',
        summary: '{{ $labels.service_name }} has {{ $value | humanizePercentage }} of the requests by users that it had a week ago',
        description: `Users sent fewer than ${Math.round(at.engagement * 100)} % of the requests of the same hour last week.`,
        dashboard: 'services-overview',
      },
    ],
  };
};
