import type { EnvironmentConfig } from '../../config/schema/environment';
import { goDuration } from '../../config/units';
import type { Native } from '../core/native';

/**
 * Tempo's configuration file, one process on a file system. Version 2.10; the keys differ in 3.0.
 * https://grafana.com/docs/tempo/v2.10.x/configuration/
 */
export function renderTempo({ retention }: EnvironmentConfig): Native {
  return {
    stream_over_http_enabled: true,
    server: { http_listen_port: 3200, log_level: 'warn' },
    distributor: { receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' } } } } },
    compactor: { compaction: { block_retention: goDuration(retention.traces) } },
    storage: { trace: { backend: 'local', wal: { path: '/var/tempo/wal' }, local: { path: '/var/tempo/blocks' } } },
    usage_report: { reporting_enabled: false },
  };
}
