import type { EnvironmentConfig } from '../../config/schema/environment';
import { bytes } from '../../config/units';
import type { Native } from '../core/native';

/**
 * Resource attributes that become labels. Each combination of values is a stream, so that only those with few values
 * per service are here; the rest is structured metadata, which queries filter as well.
 * https://grafana.com/docs/loki/latest/send-data/otel/
 */
const INDEX_LABELS = ['service.name', 'service.namespace', 'deployment.environment.name', 'k8s.cluster.name', 'container.name', 'tier'];

/** The streams that hold the history of alerts. */
const ALERT_HISTORY = '{service_name="alertmanager"}';

/** Loki's configuration file, one process on a file system. https://grafana.com/docs/loki/latest/configure/ */
export function renderLoki({ retention, loki }: EnvironmentConfig): Native {
  return {
    auth_enabled: false,
    server: { http_listen_port: 3100, grpc_listen_port: 9095, log_level: 'warn' },
    common: {
      path_prefix: '/loki',
      replication_factor: 1,
      instance_addr: '127.0.0.1',
      ring: { kvstore: { store: 'inmemory' } },
      storage: { filesystem: { chunks_directory: '/loki/chunks', rules_directory: '/loki/rules' } },
    },
    schema_config: {
      configs: [
        { from: '2024-01-01', store: 'tsdb', object_store: 'filesystem', schema: 'v13', index: { prefix: 'index_', period: '24h' } },
      ],
    },
    // One ingester waits for nobody else in its ring; the default is 15 s before it counts as ready.
    ingester: { wal: { enabled: true, dir: '/loki/wal' }, lifecycler: { min_ready_duration: '0s', final_sleep: '0s' } },
    // Its parts find each other in one process by looking again and again: every 10 s and 3 s by default, each a wait at the start.
    frontend: { scheduler_dns_lookup_period: '1s' },
    frontend_worker: { dns_lookup_duration: '1s' },
    // Without all of these keys nothing is ever deleted: https://grafana.com/docs/loki/latest/operations/storage/retention/
    compactor: {
      working_directory: '/loki/compactor',
      retention_enabled: true,
      delete_request_store: 'filesystem',
      compaction_interval: '10m',
    },
    limits_config: {
      retention_period: retention.logs.total,
      retention_stream: [{ selector: ALERT_HISTORY, priority: 1, period: retention.alerts }],
      allow_structured_metadata: true,
      volume_enabled: true,
      max_line_size: bytes(loki.maxLineSize),
      max_line_size_truncate: true,
      // A collector that was cut off sends its whole queue at once when it is back.
      ingestion_rate_mb: 32,
      ingestion_burst_size_mb: 64,
      per_stream_rate_limit: '16MB',
      per_stream_rate_limit_burst: '64MB',
      otlp_config: {
        resource_attributes: {
          ignore_defaults: true,
          attributes_config: [{ action: 'index_label', attributes: INDEX_LABELS }],
        },
      },
    },
    analytics: { reporting_enabled: false },
  };
}
