import { MESSAGE_BYTES, mebibytesOf } from '../../config/messages';
import type { EnvironmentConfig } from '../../config/schema/environment';
import type { BlockStorageConfig } from '../../config/schema/storage';
import { goDuration } from '../../config/units';
import { azureCredential, s3Endpoint } from '../core/block-storage';
import type { Native } from '../core/native';

/** The directory that outlives the process, on Docker as in the chart. */
export const TEMPO_DATA = '/var/tempo';

/**
 * Tempo's configuration file, one process. Version 2.10; the keys differ in 3.0.
 * https://grafana.com/docs/tempo/v2.10.x/configuration/
 */
export function renderTempo({ retention, tempo }: EnvironmentConfig): Native {
  return {
    stream_over_http_enabled: true,
    // Its own parts hand on what it receives.
    server: {
      http_listen_port: 3200,
      log_level: 'warn',
      grpc_server_max_recv_msg_size: 2 * MESSAGE_BYTES,
      grpc_server_max_send_msg_size: 2 * MESSAGE_BYTES,
    },
    distributor: {
      receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317', max_recv_msg_size_mib: mebibytesOf(MESSAGE_BYTES) } } } },
    },
    compactor: { compaction: { block_retention: goDuration(retention.traces) } },
    storage: { trace: { ...traceStorage(tempo.storage), wal: { path: `${TEMPO_DATA}/wal` } } },
    usage_report: { reporting_enabled: false },
  };
}

/** Where Tempo keeps blocks. Keys come from the environment, in which it looks for them by itself. */
function traceStorage(storage: BlockStorageConfig): Native {
  switch (storage.kind) {
    case 'filesystem':
      return { backend: 'local', local: { path: `${TEMPO_DATA}/blocks` } };
    case 's3':
      return {
        backend: 's3',
        s3: {
          bucket: storage.bucket,
          endpoint: s3Endpoint(storage),
          region: storage.region,
          // Other services than Amazon's have no host name for each bucket.
          ...(storage.endpoint === undefined ? {} : { forcepathstyle: true }),
        },
      };
    case 'gcs':
      return { backend: 'gcs', gcs: { bucket_name: storage.bucket } };
    case 'azure':
      return {
        backend: 'azure',
        azure: { storage_account_name: storage.account, container_name: storage.container, ...AZURE_CREDENTIALS[azureCredential(storage)] },
      };
  }
}

const AZURE_CREDENTIALS = { key: {}, 'service account': { use_federated_token: true }, node: { use_managed_identity: true } } as const;
