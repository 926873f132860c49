import { seconds } from '../config/units';
import type { Concern } from './rule';

/** TLS certificates of whatever is probed over https. https://github.com/prometheus/blackbox_exporter */
export const certificates: Concern = ({ parts, thresholds: { certificates: at } }) => ({
  name: 'certificates',
  alerts: [
    {
      alert: 'CertificateExpiring',
      when: parts.probes,
      expr: `probe_ssl_earliest_cert_expiry - time() < ${seconds(at.warning)}`,
      for: '1h',
      severity: 'warning',
      about: 'component',
      summary: 'The certificate of {{ $labels.instance }} ends in {{ $value | humanizeDuration }}',
      description: `It should be renewed ${at.warning} before its end.`,
      dashboard: 'infrastructure',
      earlyWarningOf: { alert: 'CertificateAboutToExpire', equal: ['instance'] },
    },
    {
      alert: 'CertificateAboutToExpire',
      when: parts.probes,
      expr: `probe_ssl_earliest_cert_expiry - time() < ${seconds(at.critical)}`,
      for: '5m',
      severity: 'critical',
      about: 'component',
      summary: 'The certificate of {{ $labels.instance }} ends in {{ $value | humanizeDuration }}',
      description: 'After its end no client connects any more.',
      dashboard: 'infrastructure',
    },
  ],
});
