import type { RenderContext } from '../core/component';
import { escapeReferences, memoryLimiter, type Native } from '../core/native';
import { gatewayStorage, type Stores, storeExporters, storesOf } from './exporters';
import { receivedBatch, redaction, resourceAttributes, sampledBatch, spanTextRedaction, tailSampling } from './processors';
import { spanMetricsConnector, spanMetricsResource } from './span-metrics';

/** Where the queues survive a restart. */
export const QUEUE_DIRECTORY = '/var/lib/otelcol';

/** Which parts of the pipeline there are: those of a store that is off would be defined and unused, which the collector refuses. */
interface Parts {
  readonly stores: Stores;
  readonly redacts: boolean;
  readonly samples: boolean;
  readonly readsTraces: boolean;
  readonly computesSpanMetrics: boolean;
}

function partsOf(context: RenderContext): Parts {
  const stores = storesOf(context);
  return {
    stores,
    redacts: context.config.redaction.enabled,
    // A sampler that keeps everything would only wait.
    samples: stores.traces !== undefined && context.config.sampling.traces.ratio < 1,
    readsTraces: stores.traces !== undefined || stores.metrics !== undefined,
    computesSpanMetrics: stores.metrics !== undefined,
  };
}

/** The OpenTelemetry Collector's configuration file, as the gateway of the platform. https://opentelemetry.io/docs/collector/configuration/ */
export function renderCollector(context: RenderContext): Native {
  const parts = partsOf(context);
  // Nothing here is a reference to its environment.
  return escapeReferences({
    extensions: { health_check: { endpoint: '0.0.0.0:13133' }, file_storage: gatewayStorage(context, QUEUE_DIRECTORY) },
    receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: { endpoint: '0.0.0.0:4318' } } } },
    processors: {
      memory_limiter: memoryLimiter(context.config.otelCollector.resources.limits.memory),
      resource: resourceAttributes(context),
      ...(parts.redacts ? { redaction: redaction(context) } : {}),
      ...(parts.redacts && parts.readsTraces ? { 'transform/redaction': spanTextRedaction(context) } : {}),
      ...(parts.samples ? { 'batch/received': receivedBatch, tail_sampling: tailSampling(context), 'batch/sampled': sampledBatch } : {}),
      ...(parts.computesSpanMetrics ? { 'resource/span_metrics': spanMetricsResource } : {}),
    },
    connectors: {
      ...(parts.computesSpanMetrics ? { span_metrics: spanMetricsConnector(context) } : {}),
      ...(parts.samples ? { 'forward/sampling': {} } : {}),
    },
    exporters: storeExporters(context, parts.stores),
    service: {
      extensions: ['health_check', 'file_storage'],
      pipelines: pipelines(parts),
      telemetry: {
        // Its own log is collected through itself: what it says again and again must not become a load.
        logs: { level: 'info', encoding: 'json', sampling: { enabled: true, tick: '60s', initial: 5, thereafter: 1_000 } },
        metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: 8888 } } } }] },
      },
    },
  });
}

function pipelines({ stores, redacts, samples, readsTraces, computesSpanMetrics }: Parts): Native {
  const processed = ['resource', ...(redacts ? ['redaction'] : [])];
  const received = ['memory_limiter', ...processed];
  const toTraces = stores.traces === undefined ? [] : [samples ? 'forward/sampling' : 'otlp_grpc/traces'];
  return {
    ...(readsTraces
      ? {
          traces: {
            receivers: ['otlp'],
            processors: [
              'memory_limiter',
              ...(samples ? ['batch/received'] : []),
              ...processed,
              ...(redacts ? ['transform/redaction'] : []),
            ],
            exporters: [...(computesSpanMetrics ? ['span_metrics'] : []), ...toTraces],
          },
        }
      : {}),
    ...(samples
      ? {
          'traces/sampled': {
            receivers: ['forward/sampling'],
            processors: ['memory_limiter', 'tail_sampling', 'batch/sampled'],
            exporters: ['otlp_grpc/traces'],
          },
        }
      : {}),
    ...(computesSpanMetrics
      ? {
          metrics: { receivers: ['otlp'], processors: received, exporters: ['otlp_http/metrics'] },
          // Computed from spans that are redacted and attributed already.
          'metrics/spans': {
            receivers: ['span_metrics'],
            processors: ['memory_limiter', 'resource/span_metrics'],
            exporters: ['otlp_http/metrics'],
          },
        }
      : {}),
    ...(stores.logs === undefined ? {} : { logs: { receivers: ['otlp'], processors: received, exporters: ['otlp_http/logs'] } }),
  };
}
