import { RECEIVED_BYTES } from '../../config/messages';
import { AGENT_QUEUE_BYTES } from '../../config/sizing';
import type { RenderContext } from '../core/component';
import { escapeReferences, memoryLimiter, type Native } from '../core/native';
import { engineLogFiles } from './engine-logs';
import { queueStorage, RETRY, sendingQueue, TIMEOUT } from './exporters';
import { podLogFiles, podProcessors } from './pod-logs';

/** Where offsets and the queue survive a restart. */
export const AGENT_STATE = '/var/lib/otelcol';

/** The configuration of the collector that reads container logs and hands them to the gateway. */
export function renderAgent({ config, addressing: { discovery } }: RenderContext, gateway: string): Native {
  const onCluster = discovery === 'kubernetes';
  const processors = onCluster ? podProcessors : {};
  return escapeReferences({
    extensions: { health_check: { endpoint: '0.0.0.0:13133' }, file_storage: queueStorage(AGENT_STATE, AGENT_QUEUE_BYTES) },
    receivers: { file_log: onCluster ? podLogFiles(config) : engineLogFiles(config) },
    processors: { memory_limiter: memoryLimiter(config.containerLogs.resources.limits.memory), ...processors },
    exporters: {
      otlp_grpc: {
        endpoint: gateway,
        tls: { insecure: true },
        timeout: TIMEOUT,
        retry_on_failure: RETRY,
        sending_queue: { ...sendingQueue(AGENT_QUEUE_BYTES, { largest: RECEIVED_BYTES }), block_on_overflow: true },
      },
    },
    service: {
      extensions: ['health_check', 'file_storage'],
      pipelines: {
        logs: { receivers: ['file_log'], processors: ['memory_limiter', ...Object.keys(processors)], exporters: ['otlp_grpc'] },
      },
      telemetry: {
        // It reads its own log too: what it says again and again must not become a load.
        logs: { level: 'warn', encoding: 'json', sampling: { enabled: true, tick: '60s', initial: 2, thereafter: 1_000 } },
        metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: 8888 } } } }] },
      },
    },
  });
}
