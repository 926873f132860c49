import { BATCH_BYTES, FULL_BATCH_BYTES } from '../../config/messages';
import { queueBytes, queueFileBytes } from '../../config/sizing';
import type { RenderContext } from '../core/component';
import { addressOf, findEndpoint, type LocatedEndpoint, urlOf } from '../core/context';
import type { Native } from '../core/native';

/** The stores that the collector writes to; undefined for one that is off. */
export interface Stores {
  readonly traces: LocatedEndpoint | undefined;
  readonly metrics: LocatedEndpoint | undefined;
  readonly logs: LocatedEndpoint | undefined;
}

export const storesOf = ({ shapes, config }: RenderContext): Stores => ({
  traces: findEndpoint(shapes, config.traces.backend, 'otlp-grpc'),
  metrics: findEndpoint(shapes, 'prometheus', 'http'),
  logs: findEndpoint(shapes, 'loki', 'http'),
});

/** Nothing is given up while there is room in the queue. */
export const RETRY: Native = { enabled: true, initial_interval: '1s', max_interval: '10s', max_elapsed_time: '0s' };

/** How long a store may take for a batch: gRPC's default of 5 s ends large ones again and again. */
export const TIMEOUT = '30s';

interface Batching {
  /** Whether each request that came is sent as one of its own: a store that takes all of a request or nothing refuses then what one sender sent. */
  readonly apart?: boolean;
  /** Bytes that the next program takes. */
  readonly largest?: number;
}

/** A queue on disk of a number of bytes. Several consumers overtake each other, and more than two wait for one file. */
export const sendingQueue = (size: number, { apart = false, largest = BATCH_BYTES }: Batching = {}): Native => ({
  storage: 'file_storage',
  sizer: 'bytes',
  queue_size: size,
  num_consumers: 2,
  batch: { sizer: 'bytes', flush_timeout: '1s', min_size: apart ? 0 : FULL_BATCH_BYTES, max_size: largest },
});

/** Files under the queues: each is given back to the disk after a backlog, and may not outgrow what its queue can hold. */
export const queueStorage = (directory: string, largestQueue: number): Native => ({
  directory,
  // Where it is not mounted: a check of the file on its own.
  create_directory: true,
  timeout: '10s',
  // A file that a crash of the host damaged is put aside; the collector starts with an empty one.
  recreate: true,
  max_size: queueFileBytes(largestQueue),
  compaction: {
    directory,
    on_start: true,
    on_rebound: true,
    cleanup_on_start: true,
    rebound_needed_threshold_mib: 128,
    rebound_trigger_threshold_mib: 16,
  },
});

/** The storage of all queues of the gateway. */
export const gatewayStorage = (context: RenderContext, directory: string): Native =>
  queueStorage(directory, Math.max(...Object.values(queueBytes(context.config))));

/** The instances of Prometheus, and the exporter of each. */
const metricsInstances = ({ config, addressing }: RenderContext): readonly { readonly exporter: string; readonly host: string }[] => {
  const hosts = addressing.prometheusInstances(config.prometheus.replicas);
  return hosts.map((host, index) => ({ host, exporter: hosts.length === 1 ? 'otlp_http/metrics' : `otlp_http/metrics-${index}` }));
};

/** The exporters of metrics, all of which get everything. */
export const metricsExporters = (context: RenderContext): readonly string[] => metricsInstances(context).map(({ exporter }) => exporter);

/** One exporter for each store that is on, and for each instance of one that has several. */
export function storeExporters(context: RenderContext, { traces, metrics, logs }: Stores): Native {
  const sizes = queueBytes(context.config);
  const queued = (bytes: number): Native => ({ retry_on_failure: RETRY, sending_queue: sendingQueue(bytes) });
  return {
    ...(traces === undefined
      ? {}
      : {
          'otlp_grpc/traces': { endpoint: addressOf(context, traces), tls: { insecure: true }, timeout: TIMEOUT, ...queued(sizes.traces) },
        }),
    ...(metrics === undefined
      ? {}
      : Object.fromEntries(
          metricsInstances(context).map(({ exporter, host }) => [
            exporter,
            {
              endpoint: `http://${host}:${metrics.endpoint.port}/api/v1/otlp`,
              retry_on_failure: RETRY,
              // Prometheus stores a request as a whole or not at all.
              sending_queue: sendingQueue(sizes.metrics, { apart: true }),
            },
          ]),
        )),
    ...(logs === undefined ? {} : { 'otlp_http/logs': { endpoint: `${urlOf(context, logs)}/otlp`, ...queued(sizes.logs) } }),
  };
}
