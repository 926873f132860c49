import type { RenderContext } from '../core/component';
import { metricsExporters } from './exporters';
import type { Fragment } from './fragments';
import { receivedBatch, sampledBatch, tailSampling } from './processors';
import { spanMetricsConnector, spanMetricsResource } from './span-metrics';

/** Where traces go to be decided about. */
export const SAMPLING = 'forward/sampling';

/** Decides about whole traces. Nothing in it is written by users, so that nothing needs escaping. */
export const samplingFragment = (context: RenderContext): Fragment => ({
  processors: { 'batch/received': receivedBatch, tail_sampling: tailSampling(context), 'batch/sampled': sampledBatch },
  connectors: { [SAMPLING]: {} },
  pipelines: {
    'traces/sampled': {
      receivers: [SAMPLING],
      processors: ['memory_limiter', 'tail_sampling', 'batch/sampled'],
      exporters: ['otlp_grpc/traces'],
    },
  },
});

/** Computes metrics of all spans, which are redacted and attributed already. It refers to its environment. */
export const spanMetricsFragment = (context: RenderContext): Fragment => ({
  processors: { 'resource/span_metrics': spanMetricsResource(context.config) },
  connectors: { span_metrics: spanMetricsConnector(context) },
  pipelines: {
    'metrics/spans': {
      receivers: ['span_metrics'],
      processors: ['memory_limiter', 'resource/span_metrics'],
      exporters: metricsExporters(context),
    },
  },
});
