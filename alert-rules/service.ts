import { byServiceName } from './promql';
import type { Concern } from './rule';

/** Services that do not answer, or not as they should. */
export const service: Concern = ({ parts, thresholds: { service: at } }) => ({
  name: 'service',
  alerts: [
    {
      alert: 'ServiceDown',
      when: true,
      // A container that is gone is found no more, so that what was there is compared with what is.
      expr: byServiceName(
        `max by (service) (max_over_time(up{service!=""}[${at.forgottenAfter}])) unless on (service) (max by (service) (up{service!=""}) == 1)`,
      ),
      for: at.downFor,
      severity: 'critical',
      about: 'service',
      summary: '{{ $labels.service_name }} is down',
      description: `No instance of {{ $labels.service_name }} has answered Prometheus for ${at.downFor}.`,
      dashboard: 'service-detail',
    },
    {
      alert: 'HighErrorRate',
      when: parts.spans,
      expr: `service:errors:ratio_rate5m > ${at.errorRatio}`,
      for: at.errorFor,
      severity: 'critical',
      about: 'service',
      summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.service_name }} fail',
      description: `More than ${percent(at.errorRatio)} of the requests to {{ $labels.service_name }} have failed for ${at.errorFor}.`,
      dashboard: 'error-analysis',
    },
  ],
});

const percent = (ratio: number): string => `${Number((ratio * 100).toFixed(3))} %`;
