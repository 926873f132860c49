import type { Components } from './components';

/** Who emits metrics, and when it does. */
const EMITTERS = {
  'otel-collector, from spans and logs': ({ collector, prometheus }) => collector && prometheus,
  'otel-collector, of itself': ({ collector, prometheus }) => collector && prometheus,
  prometheus: ({ prometheus }) => prometheus,
  'prometheus, with remote write': ({ remoteWrite }) => remoteWrite,
  alertmanager: ({ alertmanager, prometheus }) => alertmanager && prometheus,
  loki: ({ loki, prometheus }) => loki && prometheus,
  tempo: ({ traces, prometheus }) => traces === 'tempo' && prometheus,
  jaeger: ({ traces, prometheus }) => traces === 'jaeger' && prometheus,
  'node-exporter': ({ nodeExporter }) => nodeExporter,
  'cadvisor or kubelet': ({ containers }) => containers !== undefined,
  kubelet: ({ containers }) => containers === 'kubelet',
  'kube-state-metrics': ({ kubeStateMetrics }) => kubeStateMetrics,
  'redis-exporter': ({ redis }) => redis,
  'postgres-exporter': ({ postgres }) => postgres,
  'blackbox-exporter': ({ blackbox }) => blackbox,
} as const satisfies Readonly<Record<string, (components: Components) => boolean>>;

export type Emitter = keyof typeof EMITTERS;

/** Every metric that a dashboard uses, by who emits it. Checked with a running platform by the end-to-end suite. */
export const METRICS: Readonly<Record<Emitter, readonly string[]>> = {
  'otel-collector, from spans and logs': [
    'traces_span_metrics_calls_total',
    'traces_span_metrics_duration_seconds_bucket',
    'traces_span_metrics_duration_seconds_count',
    'gen_ai_usage_tokens_total',
    'gen_ai_cost_usd_total',
    'workflow_runs_total',
    'security_events_total',
    'user_requests_total',
  ],
  'otel-collector, of itself': [
    'otelcol_receiver_accepted_spans',
    'otelcol_receiver_accepted_metric_points',
    'otelcol_receiver_accepted_log_records',
    'otelcol_receiver_refused_spans',
    'otelcol_receiver_refused_metric_points',
    'otelcol_receiver_refused_log_records',
    'otelcol_exporter_sent_spans',
    'otelcol_exporter_sent_metric_points',
    'otelcol_exporter_sent_log_records',
    'otelcol_exporter_send_failed_spans',
    'otelcol_exporter_send_failed_metric_points',
    'otelcol_exporter_send_failed_log_records',
    'otelcol_exporter_enqueue_failed_spans',
    'otelcol_exporter_enqueue_failed_metric_points',
    'otelcol_exporter_enqueue_failed_log_records',
    'otelcol_exporter_queue_size',
    'otelcol_exporter_queue_capacity',
    'otelcol_process_memory_rss',
    'otelcol_process_cpu_seconds',
    'otelcol_processor_tail_sampling_global_count_traces_sampled',
    'otelcol_processor_tail_sampling_sampling_trace_dropped_too_early',
    'otelcol_processor_tail_sampling_sampling_traces_on_memory',
  ],
  prometheus: [
    'up',
    'ALERTS',
    'scrape_samples_post_metric_relabeling',
    'process_resident_memory_bytes',
    'prometheus_tsdb_head_series',
    'prometheus_tsdb_head_samples_appended_total',
    'prometheus_tsdb_storage_blocks_bytes',
    'prometheus_tsdb_wal_storage_size_bytes',
    'prometheus_tsdb_head_chunks_storage_size_bytes',
    'prometheus_tsdb_retention_limit_bytes',
    'prometheus_tsdb_wal_corruptions_total',
    'prometheus_tsdb_lowest_timestamp_seconds',
    'prometheus_rule_evaluation_failures_total',
    'prometheus_rule_group_last_duration_seconds',
    'prometheus_notifications_dropped_total',
  ],
  'prometheus, with remote write': ['prometheus_remote_storage_samples_pending', 'prometheus_remote_storage_samples_failed_total'],
  alertmanager: [
    'alertmanager_notifications_total',
    'alertmanager_notifications_failed_total',
    'alertmanager_alerts',
    'alertmanager_silences',
  ],
  loki: [
    'loki_distributor_lines_received_total',
    'loki_discarded_samples_total',
    'loki_ingester_memory_streams',
    'loki_ingester_chunk_stored_bytes_total',
    'loki_request_duration_seconds_bucket',
  ],
  tempo: [
    'tempo_distributor_spans_received_total',
    'tempo_distributor_bytes_received_total',
    'tempo_discarded_spans_total',
    'tempodb_blocklist_length',
    'tempo_request_duration_seconds_bucket',
  ],
  jaeger: [
    'otelcol_receiver_accepted_spans_total',
    'otelcol_receiver_refused_spans_total',
    'jaeger_storage_badger_size_bytes_lsm',
    'jaeger_storage_badger_size_bytes_vlog',
    'jaeger_storage_latency_seconds_bucket',
  ],
  'node-exporter': [
    'node_cpu_seconds_total',
    'node_memory_MemAvailable_bytes',
    'node_memory_MemTotal_bytes',
    'node_filesystem_avail_bytes',
    'node_filesystem_size_bytes',
    'node_network_receive_bytes_total',
    'node_network_transmit_bytes_total',
    'node_load1',
    'node_disk_io_time_seconds_total',
    'node_boot_time_seconds',
    'node_time_seconds',
  ],
  'cadvisor or kubelet': [
    'container_cpu_usage_seconds_total',
    'container_memory_working_set_bytes',
    'container_spec_memory_limit_bytes',
    'container_network_receive_bytes_total',
    'container_network_transmit_bytes_total',
    'container_cpu_cfs_throttled_periods_total',
    'container_cpu_cfs_periods_total',
    'container_oom_events_total',
    'container_start_time_seconds',
  ],
  kubelet: ['kubelet_volume_stats_used_bytes', 'kubelet_volume_stats_capacity_bytes'],
  'kube-state-metrics': [
    'kube_pod_container_status_restarts_total',
    'kube_pod_status_phase',
    'kube_pod_container_resource_requests',
    'kube_deployment_status_replicas_unavailable',
    'kube_node_status_condition',
  ],
  'redis-exporter': [
    'redis_up',
    'redis_memory_used_bytes',
    'redis_evicted_keys_total',
    'redis_keyspace_hits_total',
    'redis_keyspace_misses_total',
    'redis_connected_clients',
    'redis_commands_processed_total',
  ],
  'postgres-exporter': [
    'pg_up',
    'pg_stat_database_numbackends',
    'pg_settings_max_connections',
    'pg_stat_database_xact_commit',
    'pg_stat_database_xact_rollback',
    'pg_stat_database_deadlocks',
    'pg_database_size_bytes',
    'pg_replication_lag_seconds',
  ],
  'blackbox-exporter': ['probe_success', 'probe_duration_seconds'],
};

const BY_METRIC: ReadonlyMap<string, Emitter> = new Map(
  Object.keys(EMITTERS).flatMap((emitter) => METRICS[emitter as Emitter].map((name) => [name, emitter as Emitter] as const)),
);

/** Who emits a metric. @throws RangeError when nobody is known to */
export function emitterOf(metric: string): Emitter {
  const emitter = BY_METRIC.get(metric);
  if (emitter === undefined) throw new RangeError(`${metric} is not among the metrics in dashboards/emitters.ts`);
  return emitter;
}

/** Whether an emitter is on. */
export const emits = (emitter: Emitter, components: Components): boolean => EMITTERS[emitter](components);
