import { LOG_ATTRIBUTES, MESSAGE_BYTES } from '../../config/messages';
import type { EnvironmentConfig } from '../../config/schema/environment';
import { bytes } from '../../config/units';
import type { Addressing } from '../core/component';
import type { Native } from '../core/native';
import { lokiStorage } from './storage';

/**
 * Resource attributes that become labels. Each combination of values is a stream, so that only those with few values
 * per service are here; the rest is structured metadata, which queries filter as well.
 * https://grafana.com/docs/loki/latest/send-data/otel/
 */
const INDEX_LABELS = ['service.name', 'service.namespace', 'deployment.environment.name', 'k8s.cluster.name', 'container.name', 'tier'];

/** The streams that hold the history of alerts. */
const ALERT_HISTORY = '{service_name="alertmanager"}';

/** The directory that outlives the process: the image's own, or the one at which the chart mounts the volume. */
export const dataDirectory = ({ discovery }: Pick<Addressing, 'discovery'>): string => (discovery === 'kubernetes' ? '/var/loki' : '/loki');

/** Port of calls between several instances, and of their gossip about each other. */
export const LOKI_PORTS = { grpc: 9095, memberlist: 7946 } as const;

/**
 * Copies of each line among several instances. Three survive the loss of one; two would not, since a majority of two is two: with either
 * away, nothing would be accepted. https://grafana.com/docs/loki/latest/get-started/components/#replication-factor
 */
const replicationFactor = (replicas: number): number => (replicas >= 3 ? 3 : 1);

/** Loki's configuration file: every instance does everything. https://grafana.com/docs/loki/latest/configure/ */
export function renderLoki({ retention, loki }: EnvironmentConfig, addressing: Addressing): Native {
  const directory = dataDirectory(addressing);
  const objectStore = loki.storage.kind;
  const alone = loki.replicas === 1;
  return {
    auth_enabled: false,
    // Its own parts hand on what it receives.
    server: {
      http_listen_port: 3100,
      grpc_listen_port: LOKI_PORTS.grpc,
      log_level: 'warn',
      grpc_server_max_recv_msg_size: 2 * MESSAGE_BYTES,
      grpc_server_max_send_msg_size: 2 * MESSAGE_BYTES,
    },
    common: {
      path_prefix: directory,
      replication_factor: replicationFactor(loki.replicas),
      // The chart sets the variable, and has Loki expand it.
      instance_addr: alone ? '127.0.0.1' : '${POD_IP}',
      ring: { kvstore: { store: alone ? 'inmemory' : 'memberlist' } },
      storage: lokiStorage(loki.storage, directory),
    },
    ...(alone ? {} : { memberlist: memberlist(addressing) }),
    schema_config: {
      configs: [
        { from: '2024-01-01', store: 'tsdb', object_store: objectStore, schema: 'v13', index: { prefix: 'index_', period: '24h' } },
      ],
    },
    ingester: {
      wal: { enabled: true, dir: `${directory}/wal` },
      // One ingester waits for nobody else in its ring; the default is 15 s before it counts as ready.
      ...(alone ? { lifecycler: { min_ready_duration: '0s', final_sleep: '0s' } } : {}),
    },
    // Its parts find each other in one process by looking again and again: every 10 s and 3 s by default, each a wait at the start.
    frontend: { scheduler_dns_lookup_period: '1s' },
    frontend_worker: { dns_lookup_duration: '1s' },
    // Without all of these keys nothing is ever deleted: https://grafana.com/docs/loki/latest/operations/storage/retention/
    compactor: {
      working_directory: `${directory}/compactor`,
      retention_enabled: true,
      delete_request_store: objectStore,
      compaction_interval: '10m',
    },
    limits_config: {
      retention_period: retention.logs.total,
      retention_stream: [{ selector: ALERT_HISTORY, priority: 1, period: retention.alerts }],
      allow_structured_metadata: true,
      volume_enabled: true,
      max_line_size: bytes(loki.maxLineSize),
      max_line_size_truncate: true,
      // What the collector leaves of a record's attributes.
      max_structured_metadata_entries_count: LOG_ATTRIBUTES.entries,
      max_structured_metadata_size: LOG_ATTRIBUTES.bytes,
      // What is kept may also come: files of a container are there before the platform is.
      reject_old_samples: true,
      reject_old_samples_max_age: retention.logs.total,
      // What is kept can be asked for at once; by default a question reaches back 30 days.
      max_query_length: '0',
      // Lines of an hour ago come after those of now when rotated files are read for the first time: they get streams of their own.
      shard_streams: { time_sharding_enabled: true },
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

/** How several instances find each other: by the addresses of all, which the chart's service for that lists. https://grafana.com/docs/loki/latest/configure/#memberlist */
const memberlist = ({ host }: Addressing): Native => ({
  join_members: [`dns+${host('loki-memberlist')}:${LOKI_PORTS.memberlist}`],
  // Instances that all got new addresses at once have lost sight of each other.
  rejoin_interval: '1m',
});
