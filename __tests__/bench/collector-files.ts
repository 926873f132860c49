import { dump, load } from 'js-yaml';
import { mebibytes } from '../../config/units';
import type { ComponentPlan } from '../../constructs/core/component';
import { textOf } from '../../constructs/core/native';

/** Ports of one collector on this machine. */
export interface CollectorPorts {
  readonly grpc: number;
  readonly http: number;
  readonly metrics: number;
  readonly health: number;
}

export const GATEWAY: CollectorPorts = { grpc: 12_317, http: 12_318, metrics: 12_888, health: 12_133 };
export const SINK: CollectorPorts = { grpc: 12_417, http: 12_418, metrics: 12_988, health: 12_134 };

/** What the benchmark changes in the rendered file; everything else stays as it is deployed. */
interface RenderedFile {
  extensions: Record<string, Record<string, unknown>>;
  receivers: Record<string, unknown>;
  processors: Record<string, Record<string, unknown>>;
  exporters: Record<string, Record<string, unknown>>;
  service: Record<string, unknown>;
}

const receivers = ({ grpc, http }: CollectorPorts) => ({
  otlp: { protocols: { grpc: { endpoint: `127.0.0.1:${grpc}` }, http: { endpoint: `127.0.0.1:${http}` } } },
});

const metricsReader = ({ metrics }: CollectorPorts) => ({
  metrics: { readers: [{ pull: { exporter: { prometheus: { host: '127.0.0.1', port: metrics } } } }] },
});

/**
 * The configured gateway's own file, with the addresses of this machine and the sink in place of the stores. Its memory limiter
 * takes shares of the container's limit; outside a container they are given as what they would be there.
 */
export function gatewayFile(plan: ComponentPlan, queueFolder: string): string {
  const [native] = plan.files;
  if (native === undefined) throw new Error(`${plan.name} has no file`);
  const file = load(textOf(native)) as RenderedFile;
  const limit = mebibytes(plan.resources.limits.memory);
  const { limit_percentage: hard, spike_limit_percentage: spike, ...limiter } = file.processors['memory_limiter'] ?? {};
  const share = (percentage: unknown): number => Math.floor((limit * Number(percentage)) / 100);
  const storage = Object.entries(file.extensions).filter(([name]) => name.startsWith('file_storage'));
  return dump({
    ...file,
    extensions: {
      ...file.extensions,
      health_check: { endpoint: `127.0.0.1:${GATEWAY.health}` },
      ...Object.fromEntries(storage.map(([name, options]) => [name, inFolder(options, queueFolder)])),
    },
    receivers: receivers(GATEWAY),
    processors: {
      ...file.processors,
      ...(hard === undefined ? {} : { memory_limiter: { ...limiter, limit_mib: share(hard), spike_limit_mib: share(spike) } }),
    },
    exporters: Object.fromEntries(
      Object.entries(file.exporters).map(([name, options]) => [
        name,
        { ...options, endpoint: name.startsWith('otlp_grpc') ? `127.0.0.1:${SINK.grpc}` : `http://127.0.0.1:${SINK.http}` },
      ]),
    ),
    service: { ...file.service, telemetry: metricsReader(GATEWAY) },
  });
}

function inFolder(options: Record<string, unknown>, folder: string): Record<string, unknown> {
  const { compaction } = options;
  return {
    ...options,
    directory: folder,
    ...(typeof compaction === 'object' ? { compaction: { ...compaction, directory: folder } } : {}),
  };
}

/** A collector that batches and passes on, and nothing else. */
export const bareFile = (): string =>
  dump({
    receivers: receivers(GATEWAY),
    processors: { batch: {} },
    exporters: { otlp_grpc: { endpoint: `127.0.0.1:${SINK.grpc}`, tls: { insecure: true } } },
    service: {
      pipelines: { traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['otlp_grpc'] } },
      telemetry: metricsReader(GATEWAY),
    },
  });

/** Takes everything and throws it away. */
export const sinkFile = (): string =>
  dump({
    receivers: {
      otlp: {
        protocols: {
          grpc: { endpoint: `127.0.0.1:${SINK.grpc}`, max_recv_msg_size_mib: 64 },
          http: { endpoint: `127.0.0.1:${SINK.http}` },
        },
      },
    },
    exporters: { debug: { verbosity: 'basic', sampling_initial: 0, sampling_thereafter: 1_000_000 } },
    service: {
      pipelines: Object.fromEntries(['traces', 'metrics', 'logs'].map((signal) => [signal, { receivers: ['otlp'], exporters: ['debug'] }])),
      telemetry: { logs: { level: 'warn' }, ...metricsReader(SINK) },
    },
  });
