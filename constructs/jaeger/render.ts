import { MESSAGE_BYTES, mebibytesOf } from '../../config/messages';
import type { EnvironmentConfig } from '../../config/schema/environment';
import { goDuration } from '../../config/units';
import type { Native } from '../core/native';

/** The directory of the image that its user may write to. */
export const JAEGER_DATA = '/tmp';

/**
 * Jaeger's configuration file: a collector distribution that stores in Badger, an embedded database.
 * https://www.jaegertracing.io/docs/latest/deployment/configuration/
 */
export function renderJaeger({ retention }: EnvironmentConfig): Native {
  return {
    extensions: {
      healthcheckv2: { use_v2: true, http: { endpoint: '0.0.0.0:13133' } },
      jaeger_storage: {
        backends: {
          badger: {
            badger: {
              directories: { keys: `${JAEGER_DATA}/jaeger/keys`, values: `${JAEGER_DATA}/jaeger/values` },
              ephemeral: false,
              // A span is in the file before it is acknowledged: a killed store loses nothing that it took.
              consistency: true,
              ttl: { spans: goDuration(retention.traces) },
            },
          },
        },
      },
      jaeger_query: { storage: { traces: 'badger' }, http: { endpoint: '0.0.0.0:16686' }, grpc: { endpoint: '127.0.0.1:16685' } },
    },
    receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317', max_recv_msg_size_mib: mebibytesOf(MESSAGE_BYTES) } } } },
    exporters: { jaeger_storage_exporter: { trace_storage: 'badger' } },
    service: {
      extensions: ['healthcheckv2', 'jaeger_storage', 'jaeger_query'],
      pipelines: { traces: { receivers: ['otlp'], exporters: ['jaeger_storage_exporter'] } },
      telemetry: {
        logs: { level: 'warn', encoding: 'json' },
        metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: 8888 } } } }] },
      },
    },
  };
}
