import { seconds } from '../config/units';
import { growth } from './promql';
import type { Alert, Concern } from './rule';

const SIGNALS = ['spans', 'metric_points', 'log_records'] as const;

/**
 * Counters of the collectors that there are for each signal, added up. A rate forgets the counter's name: without a label in its place those
 * of one receiver would be the same series, which Prometheus refuses.
 */
const perSignal = (...names: readonly string[]): string => {
  const rates = names.flatMap((name) => SIGNALS.map((signal) => `${name}_${signal}`));
  return `sum by (job, instance) (${rates.map((name) => `label_replace(rate(${name}[5m]), "counter", "${name}", "", "")`).join(' or ')})`;
};

/** What takes telemetry in: collectors and stores. https://opentelemetry.io/docs/collector/internal-telemetry/ */
export const collection: Concern = ({ parts, thresholds: { platform: at } }) => {
  const ofCollectors: Pick<Alert, 'when' | 'about' | 'dashboard'> = {
    when: parts.collectors,
    about: 'component',
    dashboard: 'platform-health',
  };
  return {
    name: 'platform-collection',
    alerts: [
      {
        ...ofCollectors,
        alert: 'CollectorRefusing',
        expr: `${perSignal('otelcol_receiver_refused')} > 0`,
        for: '5m',
        severity: 'critical',
        summary: '{{ $labels.instance }} refuses {{ $value | humanize }} items a second',
        description: 'It has no memory left for what it is sent. Senders try again for a while, and then lose it.',
      },
      {
        ...ofCollectors,
        alert: 'CollectorDropping',
        expr: `${perSignal('otelcol_exporter_enqueue_failed', 'otelcol_exporter_send_failed')} > 0`,
        for: '5m',
        severity: 'critical',
        summary: '{{ $labels.instance }} loses {{ $value | humanize }} items a second',
        description: 'A store refuses them, or has been away for longer than the queue holds.',
      },
      {
        alert: 'TelemetryRefused',
        when: parts.spans,
        expr: `sum by (service_name, metric_name, refusal_reason) (${growth('telemetry_refused_points_total', '5m')}) > 0`,
        for: '5m',
        severity: 'warning',
        about: 'service',
        summary: '{{ $labels.metric_name }} of {{ $labels.service_name }} is not stored: {{ $labels.refusal_reason }}',
        description: '{{ $value | humanize }} data points in 5m that Prometheus cannot hold. Everything else of the service is stored.',
        dashboard: 'platform-health',
      },
      {
        ...ofCollectors,
        alert: 'CollectorQueueFilling',
        expr: `max by (job, instance, exporter) (otelcol_exporter_queue_size / (otelcol_exporter_queue_capacity > 0)) > ${at.queue}`,
        for: '5m',
        severity: 'warning',
        summary: 'The queue of {{ $labels.instance }} to {{ $labels.exporter }} is {{ $value | humanizePercentage }} full',
        description: 'The store takes less than comes. What does not fit is lost.',
      },
      {
        ...ofCollectors,
        alert: 'LokiRequestErrors',
        when: parts.loki,
        expr: 'sum by (job, instance) (rate(loki_request_duration_seconds_count{status_code=~"5.."}[5m])) / sum by (job, instance) (rate(loki_request_duration_seconds_count[5m])) > 0.1',
        for: '10m',
        severity: 'critical',
        summary: '{{ $value | humanizePercentage }} of the requests to {{ $labels.instance }} fail',
        description: 'Logs are not stored, or cannot be read.',
      },
      {
        ...ofCollectors,
        alert: 'LokiDiscardingLogs',
        when: parts.loki,
        expr: 'sum by (job, reason) (rate(loki_discarded_samples_total[5m])) > 0',
        for: '10m',
        severity: 'warning',
        summary: 'Loki discards {{ $value | humanize }} lines a second: {{ $labels.reason }}',
        description: 'They are beyond one of its limits, which the reason names.',
      },
      {
        ...ofCollectors,
        alert: 'TempoDiscardingSpans',
        when: parts.tempo,
        expr: 'sum by (job, reason) (rate(tempo_discarded_spans_total[5m])) > 0',
        for: '10m',
        severity: 'warning',
        summary: 'Tempo discards {{ $value | humanize }} spans a second: {{ $labels.reason }}',
        description: 'They are beyond one of its limits, which the reason names.',
      },
    ],
  };
};

/** What goes out: alerts, and samples to long-term stores. */
export const delivery: Concern = ({ parts, thresholds: { platform: at } }) => {
  const onHealth: Pick<Alert, 'about' | 'dashboard'> = { about: 'component', dashboard: 'platform-health' };
  return {
    name: 'platform-delivery',
    alerts: [
      {
        ...onHealth,
        alert: 'PrometheusNotificationsFailing',
        when: parts.alertmanager,
        expr: 'rate(prometheus_notifications_errors_total[5m]) > 0 or rate(prometheus_notifications_dropped_total[5m]) > 0',
        for: '5m',
        severity: 'critical',
        summary: '{{ $labels.instance }} cannot hand alerts to Alertmanager',
        description: 'Alertmanager refuses them or does not answer: nobody hears of them.',
      },
      {
        ...onHealth,
        alert: 'PrometheusWithoutAlertmanager',
        when: parts.alertmanager,
        expr: 'prometheus_notifications_alertmanagers_discovered < 1',
        for: '5m',
        severity: 'critical',
        summary: '{{ $labels.instance }} knows no Alertmanager',
        description: 'Its alerts go nowhere.',
      },
      {
        ...onHealth,
        alert: 'AlertmanagerNotificationsFailing',
        when: parts.alertmanager,
        expr: 'sum by (job, instance, integration) (rate(alertmanager_notifications_failed_total[5m])) > 0',
        for: '5m',
        severity: 'critical',
        summary: '{{ $labels.instance }} cannot notify by {{ $labels.integration }}',
        description: 'The receiver refuses alerts or does not answer: people are not told.',
      },
      {
        ...onHealth,
        alert: 'AlertmanagerConfigReloadFailed',
        when: parts.alertmanager,
        expr: 'alertmanager_config_last_reload_successful == 0',
        for: '5m',
        severity: 'critical',
        summary: '{{ $labels.instance }} refuses its configuration',
        description: 'It goes on with the previous one, and starts no more.',
      },
      {
        ...onHealth,
        alert: 'RemoteWriteBehind',
        when: parts.remoteWrite,
        expr: `max by (job, instance, remote_name) (prometheus_remote_storage_queue_highest_timestamp_seconds - prometheus_remote_storage_queue_highest_sent_timestamp_seconds) > ${seconds(at.remoteWriteDelay)}`,
        for: '10m',
        severity: 'warning',
        summary: '{{ $labels.remote_name }} is {{ $value | humanizeDuration }} behind {{ $labels.instance }}',
        description: 'What is behind by more than the write-ahead log holds, some two hours, is lost there.',
      },
      {
        ...onHealth,
        alert: 'RemoteWriteFailing',
        when: parts.remoteWrite,
        expr: 'rate(prometheus_remote_storage_samples_failed_total[5m]) > 0',
        for: '5m',
        severity: 'critical',
        summary: '{{ $labels.remote_name }} refuses samples of {{ $labels.instance }}',
        description: '{{ $value | humanize }} samples a second are lost there: it will not take them at another try either.',
      },
    ],
  };
};
