import { growth } from './promql';
import type { Alert, Concern } from './rule';

/** What services report with the attribute security.event. */
export const security: Concern = ({ parts: { spans }, thresholds: { security: at } }) => {
  const events = (alert: string, event: string, most: number, text: Pick<Alert, 'severity' | 'summary' | 'description'>): Alert => ({
    alert,
    when: spans,
    expr: `sum by (service_name) (${growth(`security_events_total{security_event="${event}"}`, '5m')}) > ${most}`,
    about: 'service',
    dashboard: 'security-events',
    ...text,
  });
  return {
    name: 'security',
    alerts: [
      events('SecurityAuthenticationFailures', 'authentication_failure', at.authenticationFailures, {
        severity: 'warning',
        summary: '{{ $value | humanize }} failed logins at {{ $labels.service_name }} in 5m',
        description: 'Somebody may be guessing passwords, or a client has an old one.',
      }),
      events('SecurityRateLimitExceeded', 'rate_limit', at.rateLimited, {
        severity: 'warning',
        summary: '{{ $labels.service_name }} has refused {{ $value | humanize }} requests in 5m by its rate limit',
        description: 'A client asks far more often than it may: a loop, a scraper or an attack.',
      }),
      events('SecuritySuspiciousActivity', 'suspicious', at.suspicious, {
        severity: 'critical',
        summary: '{{ $labels.service_name }} reports suspicious activity',
        description: '{{ $labels.service_name }} has reported {{ $value | humanize }} suspicious events in 5m.',
      }),
    ],
  };
};
