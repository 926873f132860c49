import { MESSAGE_BYTES, mebibytesOf } from '../../config/messages';
import type { RenderContext } from '../core/component';
import { escapeReferences, memoryLimiter, type Native } from '../core/native';
import { gatewayStorage, storeExporters, storesOf } from './exporters';
import { assemble, type Fragment } from './fragments';
import { QUEUE_DIRECTORY } from './render';
import {
  BUSINESS_EVENTS,
  businessMetricsFragment,
  COST_TRANSFORM,
  costFragment,
  SAMPLING,
  samplingFragment,
  spanMetricsFragment,
} from './sampling';

/** The configuration file of a collector that decides about traces: gateways send it all spans of each of its traces, redacted already. */
export function renderSampler(context: RenderContext): Native {
  const stores = { ...storesOf(context), logs: undefined };
  const computesSpanMetrics = stores.metrics !== undefined;
  const base: Fragment = {
    extensions: { file_storage: gatewayStorage(context, QUEUE_DIRECTORY) },
    receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317', max_recv_msg_size_mib: mebibytesOf(MESSAGE_BYTES) } } } },
    processors: { memory_limiter: memoryLimiter(context.config.otelCollector.resources.limits.memory) },
    exporters: storeExporters(context, stores),
    pipelines: {
      traces: {
        receivers: ['otlp'],
        processors: ['memory_limiter', 'batch/received', ...(computesSpanMetrics ? [COST_TRANSFORM] : [])],
        exporters: [...(computesSpanMetrics ? ['span_metrics', BUSINESS_EVENTS] : []), SAMPLING],
      },
    },
  };
  return assemble([
    escapeReferences(base),
    samplingFragment(context),
    ...(computesSpanMetrics
      ? [
          escapeReferences(costFragment(context)),
          spanMetricsFragment(context),
          businessMetricsFragment(context, { spans: true, logs: false, points: false }),
        ]
      : []),
  ]);
}
