import { scrapedComponents } from '../../../alert-rules/parts';
import { defineEnvironment } from '../../../config/define';
import { type AlertCase, ENGINE, of } from './case';

const prometheus = (metric: string, labels?: string): string => of('prometheus', metric, labels);
const collector = (metric: string, labels?: string): string => of('otel-collector', metric, labels);
const alertmanager = (metric: string, labels?: string): string => of('alertmanager', metric, labels);

/** Every component is found, one of them as `values` says. */
const components = (changed: string, values: string): Readonly<Record<string, string>> =>
  Object.fromEntries(scrapedComponents(defineEnvironment('dev', ENGINE)).map((job) => [of(job, 'up'), job === changed ? values : '1x30']));

/** A counter that grows for a while. */
const GROWING = '0+60x20 1200x20';

/** The platform itself. */
export const platformCases: readonly AlertCase[] = [
  {
    alert: 'Watchdog',
    firing: {},
    firesAt: '1m',
    expected: [
      {
        labels: { owner: 'platform', severity: 'info' },
        summary: 'Alerting works',
        description: 'This alert always fires: a receiver that hears nothing of it any more raises an alarm.',
      },
    ],
  },
  {
    alert: 'TargetDown',
    firing: { [of('loki', 'up')]: '1x4 0x8 1x10' },
    firesAt: '10m',
    resolvedAt: '15m',
    healthy: { [of('loki', 'up')]: '1x4 0x2 1x20' },
    expected: [
      {
        labels: { instance: 'loki', job: 'loki', owner: 'platform', service: 'loki', service_name: 'loki', severity: 'warning' },
        summary: 'loki of loki does not answer',
        description: 'Prometheus has had no metrics of it for 3m.',
      },
    ],
  },
  {
    alert: 'TargetMissing',
    firing: components('loki', '1x4 stale _x14 1x10'),
    firesAt: '12m',
    resolvedAt: '25m',
    // It is there, though down: that is another alert.
    healthy: components('loki', '0x30'),
    expected: [
      {
        labels: { job: 'loki', owner: 'platform', service: 'loki', service_name: 'loki', severity: 'critical' },
        summary: 'Prometheus does not find loki',
        description: 'For 3m there has been no target of loki at all.',
      },
    ],
  },
  {
    alert: 'ComponentUnhealthy',
    // A pod of several is said to be one of its component.
    firing: { 'probe_success{job="health", component="node-exporter", instance="o11y-node-exporter-x2x7q"}': '1x4 0x8 1x10' },
    firesAt: '10m',
    resolvedAt: '15m',
    healthy: { 'probe_success{job="health", component="loki", instance="loki"}': '1x4 0x2 1x20' },
    expected: [
      {
        labels: {
          component: 'node-exporter',
          instance: 'o11y-node-exporter-x2x7q',
          job: 'health',
          owner: 'platform',
          service: 'node-exporter',
          service_name: 'node-exporter',
          severity: 'critical',
        },
        summary: 'o11y-node-exporter-x2x7q is not healthy',
        description: 'Its health endpoint has not answered with success for 3m.',
      },
    ],
  },
  {
    alert: 'PrometheusWalCorruption',
    firing: { [prometheus('prometheus_tsdb_wal_corruptions_total')]: '0x5 1x40' },
    firesAt: '8m',
    resolvedAt: '30m',
    healthy: {
      [prometheus('prometheus_tsdb_wal_corruptions_total')]: '1x45',
      [prometheus('prometheus_tsdb_wal_writes_failed_total')]: '0x45',
    },
    expected: [
      {
        labels: {
          instance: 'prometheus',
          job: 'prometheus',
          owner: 'platform',
          service: 'prometheus',
          service_name: 'prometheus',
          severity: 'critical',
        },
        summary: 'The write-ahead log of prometheus is damaged',
        description: 'What was not yet in a block may be lost at the next restart.',
      },
    ],
  },
  {
    alert: 'PrometheusCompactionsFailing',
    firing: { [prometheus('prometheus_tsdb_compactions_failed_total')]: '0x5 2x260' },
    firesAt: '30m',
    resolvedAt: '220m',
    healthy: {
      [prometheus('prometheus_tsdb_compactions_failed_total')]: '2x260',
      [prometheus('prometheus_tsdb_reloads_failures_total')]: '0x260',
    },
    expected: [
      {
        labels: {
          instance: 'prometheus',
          job: 'prometheus',
          owner: 'platform',
          service: 'prometheus',
          service_name: 'prometheus',
          severity: 'warning',
        },
        summary: 'prometheus cannot write or read its blocks',
        description: 'Its volume is full or damaged; memory grows until it can.',
      },
    ],
  },
  {
    alert: 'PrometheusRetentionAtRisk',
    interval: '10m',
    firing: { [prometheus('prometheus_tsdb_size_retentions_total')]: '0x6 1x200' },
    firesAt: '3h',
    resolvedAt: '30h',
    healthy: { [prometheus('prometheus_tsdb_size_retentions_total')]: '1x200' },
    expected: [
      {
        labels: {
          instance: 'prometheus',
          job: 'prometheus',
          owner: 'platform',
          service: 'prometheus',
          service_name: 'prometheus',
          severity: 'warning',
        },
        summary: 'prometheus deletes metrics early, for want of space',
        description: 'Blocks are deleted at retention.metrics.size (10GB), before they are 15d old.',
      },
    ],
  },
  {
    alert: 'PrometheusHighCardinality',
    firing: { [prometheus('prometheus_tsdb_head_series')]: '2000x20 900x10' },
    firesAt: '18m',
    resolvedAt: '25m',
    healthy: { [prometheus('prometheus_tsdb_head_series')]: '1500x30' },
    expected: [
      {
        labels: {
          instance: 'prometheus',
          job: 'prometheus',
          owner: 'platform',
          service: 'prometheus',
          service_name: 'prometheus',
          severity: 'warning',
        },
        summary: 'prometheus has 2k series',
        description: 'Its volume and its memory are made for 1000 (capacity.activeSeries).',
      },
    ],
  },
  {
    alert: 'PrometheusRuleFailures',
    firing: { [prometheus('prometheus_rule_evaluation_failures_total', 'rule_group="slo"')]: GROWING },
    firesAt: '15m',
    resolvedAt: '30m',
    healthy: { [prometheus('prometheus_rule_evaluation_failures_total', 'rule_group="slo"')]: '0x5 1x35' },
    expected: [
      {
        labels: {
          instance: 'prometheus',
          job: 'prometheus',
          owner: 'platform',
          rule_group: 'slo',
          service: 'prometheus',
          service_name: 'prometheus',
          severity: 'critical',
        },
        summary: 'prometheus cannot evaluate rules of slo',
        description: 'Alerts of this group do not fire.',
      },
    ],
  },
  {
    alert: 'PrometheusRulesMissed',
    firing: { [prometheus('prometheus_rule_group_iterations_missed_total', 'rule_group="slo"')]: GROWING },
    firesAt: '18m',
    resolvedAt: '35m',
    healthy: { [prometheus('prometheus_rule_group_iterations_missed_total', 'rule_group="slo"')]: '0x5 1x35' },
    expected: [
      {
        labels: {
          instance: 'prometheus',
          job: 'prometheus',
          owner: 'platform',
          rule_group: 'slo',
          service: 'prometheus',
          service_name: 'prometheus',
          severity: 'warning',
        },
        summary: 'prometheus is too slow for the rules of slo',
        description: 'An evaluation takes longer than its interval; alerts come late.',
      },
    ],
  },
  {
    alert: 'PrometheusConfigReloadFailed',
    firing: { [prometheus('prometheus_config_last_reload_successful')]: '0x10 1x10' },
    firesAt: '8m',
    resolvedAt: '15m',
    healthy: { [prometheus('prometheus_config_last_reload_successful')]: '1x20' },
    expected: [
      {
        labels: {
          instance: 'prometheus',
          job: 'prometheus',
          owner: 'platform',
          service: 'prometheus',
          service_name: 'prometheus',
          severity: 'critical',
        },
        summary: 'prometheus refuses its configuration',
        description: 'It goes on with the previous one, and starts no more.',
      },
    ],
  },
  {
    alert: 'CollectorRefusing',
    firing: {
      [collector('otelcol_receiver_refused_spans', 'receiver="otlp"')]: GROWING,
      // Two signals of one receiver differ in the counter's name alone.
      [collector('otelcol_receiver_refused_log_records', 'receiver="otlp"')]: '60x40',
    },
    firesAt: '15m',
    resolvedAt: '30m',
    healthy: {
      [collector('otelcol_receiver_refused_spans', 'receiver="otlp"')]: '60x40',
      [collector('otelcol_receiver_accepted_spans', 'receiver="otlp"')]: '0+60x40',
    },
    expected: [
      {
        labels: {
          instance: 'otel-collector',
          job: 'otel-collector',
          owner: 'platform',
          service: 'otel-collector',
          service_name: 'otel-collector',
          severity: 'critical',
        },
        summary: 'otel-collector refuses 1 items a second',
        description: 'It has no memory left for what it is sent. Senders try again for a while, and then lose it.',
      },
    ],
  },
  {
    alert: 'CollectorDropping',
    firing: { [collector('otelcol_exporter_send_failed_log_records', 'exporter="otlp_http/logs"')]: GROWING },
    firesAt: '15m',
    resolvedAt: '30m',
    healthy: {
      [collector('otelcol_exporter_send_failed_log_records', 'exporter="otlp_http/logs"')]: '60x40',
      [collector('otelcol_exporter_sent_log_records', 'exporter="otlp_http/logs"')]: '0+60x40',
    },
    expected: [
      {
        labels: {
          instance: 'otel-collector',
          job: 'otel-collector',
          owner: 'platform',
          service: 'otel-collector',
          service_name: 'otel-collector',
          severity: 'critical',
        },
        summary: 'otel-collector loses 1 items a second',
        description: 'A store refuses them, or has been away for longer than the queue holds.',
      },
    ],
  },
  {
    alert: 'CollectorQueueFilling',
    firing: {
      [collector('otelcol_exporter_queue_size', 'exporter="otlp_grpc/traces"')]: '900x15 0x15',
      [collector('otelcol_exporter_queue_capacity', 'exporter="otlp_grpc/traces"')]: '1000x30',
    },
    firesAt: '10m',
    resolvedAt: '20m',
    healthy: {
      [collector('otelcol_exporter_queue_size', 'exporter="otlp_grpc/traces"')]: '800x30',
      [collector('otelcol_exporter_queue_capacity', 'exporter="otlp_grpc/traces"')]: '1000x30',
    },
    expected: [
      {
        labels: {
          exporter: 'otlp_grpc/traces',
          instance: 'otel-collector',
          job: 'otel-collector',
          owner: 'platform',
          service: 'otel-collector',
          service_name: 'otel-collector',
          severity: 'warning',
        },
        summary: 'The queue of otel-collector to otlp_grpc/traces is 90% full',
        description: 'The store takes less than comes. What does not fit is lost.',
      },
    ],
  },
  {
    alert: 'LokiRequestErrors',
    firing: {
      [of('loki', 'loki_request_duration_seconds_count', 'status_code="500"')]: GROWING,
      [of('loki', 'loki_request_duration_seconds_count', 'status_code="204"')]: '0+240x40',
    },
    firesAt: '18m',
    resolvedAt: '35m',
    healthy: {
      [of('loki', 'loki_request_duration_seconds_count', 'status_code="500"')]: '0+6x40',
      [of('loki', 'loki_request_duration_seconds_count', 'status_code="204"')]: '0+94x40',
    },
    expected: [
      {
        labels: { instance: 'loki', job: 'loki', owner: 'platform', service: 'loki', service_name: 'loki', severity: 'critical' },
        summary: '20% of the requests to loki fail',
        description: 'Logs are not stored, or cannot be read.',
      },
    ],
  },
  {
    alert: 'LokiDiscardingLogs',
    firing: { [of('loki', 'loki_discarded_samples_total', 'reason="line_too_long"')]: GROWING },
    firesAt: '18m',
    resolvedAt: '35m',
    healthy: { [of('loki', 'loki_discarded_samples_total', 'reason="line_too_long"')]: '60x40' },
    expected: [
      {
        labels: { job: 'loki', owner: 'platform', reason: 'line_too_long', service: 'loki', service_name: 'loki', severity: 'warning' },
        summary: 'Loki discards 1 lines a second: line_too_long',
        description: 'They are beyond one of its limits, which the reason names.',
      },
    ],
  },
  {
    alert: 'TempoDiscardingSpans',
    firing: { [of('tempo', 'tempo_discarded_spans_total', 'reason="trace_too_large"')]: GROWING },
    firesAt: '18m',
    resolvedAt: '35m',
    healthy: { [of('tempo', 'tempo_discarded_spans_total', 'reason="trace_too_large"')]: '60x40' },
    expected: [
      {
        labels: {
          job: 'tempo',
          owner: 'platform',
          reason: 'trace_too_large',
          service: 'tempo',
          service_name: 'tempo',
          severity: 'warning',
        },
        summary: 'Tempo discards 1 spans a second: trace_too_large',
        description: 'They are beyond one of its limits, which the reason names.',
      },
    ],
  },
  {
    alert: 'PrometheusNotificationsFailing',
    firing: { [prometheus('prometheus_notifications_errors_total', 'alertmanager="http://alertmanager:9093/api/v2/alerts"')]: GROWING },
    firesAt: '15m',
    resolvedAt: '30m',
    healthy: { [prometheus('prometheus_notifications_errors_total', 'alertmanager="http://alertmanager:9093/api/v2/alerts"')]: '60x40' },
    expected: [
      {
        labels: {
          alertmanager: 'http://alertmanager:9093/api/v2/alerts',
          instance: 'prometheus',
          job: 'prometheus',
          owner: 'platform',
          service: 'prometheus',
          service_name: 'prometheus',
          severity: 'critical',
        },
        summary: 'prometheus cannot hand alerts to Alertmanager',
        description: 'Alertmanager refuses them or does not answer: nobody hears of them.',
      },
    ],
  },
  {
    alert: 'PrometheusWithoutAlertmanager',
    firing: { [prometheus('prometheus_notifications_alertmanagers_discovered')]: '0x10 1x10' },
    firesAt: '8m',
    resolvedAt: '15m',
    healthy: { [prometheus('prometheus_notifications_alertmanagers_discovered')]: '1x20' },
    expected: [
      {
        labels: {
          instance: 'prometheus',
          job: 'prometheus',
          owner: 'platform',
          service: 'prometheus',
          service_name: 'prometheus',
          severity: 'critical',
        },
        summary: 'prometheus knows no Alertmanager',
        description: 'Its alerts go nowhere.',
      },
    ],
  },
  {
    alert: 'AlertmanagerNotificationsFailing',
    firing: { [alertmanager('alertmanager_notifications_failed_total', 'integration="slack", reason="clientError"')]: GROWING },
    firesAt: '15m',
    resolvedAt: '30m',
    healthy: { [alertmanager('alertmanager_notifications_failed_total', 'integration="slack", reason="clientError"')]: '3x40' },
    expected: [
      {
        labels: {
          instance: 'alertmanager',
          integration: 'slack',
          job: 'alertmanager',
          owner: 'platform',
          service: 'alertmanager',
          service_name: 'alertmanager',
          severity: 'critical',
        },
        summary: 'alertmanager cannot notify by slack',
        description: 'The receiver refuses alerts or does not answer: people are not told.',
      },
    ],
  },
  {
    alert: 'AlertmanagerConfigReloadFailed',
    firing: { [alertmanager('alertmanager_config_last_reload_successful')]: '0x10 1x10' },
    firesAt: '8m',
    resolvedAt: '15m',
    healthy: { [alertmanager('alertmanager_config_last_reload_successful')]: '1x20' },
    expected: [
      {
        labels: {
          instance: 'alertmanager',
          job: 'alertmanager',
          owner: 'platform',
          service: 'alertmanager',
          service_name: 'alertmanager',
          severity: 'critical',
        },
        summary: 'alertmanager refuses its configuration',
        description: 'It goes on with the previous one, and starts no more.',
      },
    ],
  },
  {
    alert: 'RemoteWriteBehind',
    firing: {
      [prometheus('prometheus_remote_storage_queue_highest_timestamp_seconds', 'remote_name="mimir"')]: '1000+60x40',
      [prometheus('prometheus_remote_storage_queue_highest_sent_timestamp_seconds', 'remote_name="mimir"')]: '600+60x20 2190+60x20',
    },
    firesAt: '15m',
    resolvedAt: '30m',
    healthy: {
      [prometheus('prometheus_remote_storage_queue_highest_timestamp_seconds', 'remote_name="mimir"')]: '1000+60x40',
      [prometheus('prometheus_remote_storage_queue_highest_sent_timestamp_seconds', 'remote_name="mimir"')]: '940+60x40',
    },
    expected: [
      {
        labels: {
          instance: 'prometheus',
          job: 'prometheus',
          owner: 'platform',
          remote_name: 'mimir',
          service: 'prometheus',
          service_name: 'prometheus',
          severity: 'warning',
        },
        summary: 'mimir is 6m 40s behind prometheus',
        description: 'What is behind by more than the write-ahead log holds, some two hours, is lost there.',
      },
    ],
  },
  {
    alert: 'RemoteWriteFailing',
    firing: { [prometheus('prometheus_remote_storage_samples_failed_total', 'remote_name="mimir"')]: GROWING },
    firesAt: '15m',
    resolvedAt: '30m',
    healthy: { [prometheus('prometheus_remote_storage_samples_failed_total', 'remote_name="mimir"')]: '60x40' },
    expected: [
      {
        labels: {
          instance: 'prometheus',
          job: 'prometheus',
          owner: 'platform',
          remote_name: 'mimir',
          service: 'prometheus',
          service_name: 'prometheus',
          severity: 'critical',
        },
        summary: 'mimir refuses samples of prometheus',
        description: '1 samples a second are lost there: it will not take them at another try either.',
      },
    ],
  },
];
