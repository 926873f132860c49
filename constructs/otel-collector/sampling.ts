import { goDuration } from '../../config/units';
import type { RenderContext } from '../core/component';
import { escapeReferences } from '../core/native';
import { businessEventsConnector, businessTotalsConnector, type Counted, runningTotals, startOfCount } from './business-metrics';
import { costTransform } from './cost';
import { metricsExporters } from './exporters';
import type { Fragment } from './fragments';
import { receivedBatch, sampledBatch, tailSampling } from './processors';
import { spanMetricsConnector, spanMetricsResource } from './span-metrics';
import { labelledResources } from './storable';

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
  processors: {
    'resource/span_metrics': spanMetricsResource(context.config),
    'transform/span_metrics': escapeReferences({ error_mode: 'silent', metric_statements: [labelledResources] }),
  },
  connectors: { span_metrics: spanMetricsConnector(context) },
  pipelines: {
    'metrics/spans': {
      receivers: ['span_metrics'],
      processors: ['memory_limiter', 'resource/span_metrics', 'transform/span_metrics'],
      exporters: metricsExporters(context),
    },
  },
});

/** Where spans and logs go to be counted. */
export const BUSINESS_EVENTS = 'signal_to_metrics/events';

/** Gives spans their cost. */
export const COST_TRANSFORM = 'transform/cost';

/** The prices of calls of language models, before they are counted. Names of models are no references. */
export const costFragment = ({ config }: RenderContext): Fragment => ({
  processors: { [COST_TRANSFORM]: costTransform(config.ai) },
  pipelines: {},
});

/** Computes tokens, costs, runs of workflows and events of security from all that comes in. It refers to its environment. */
export const businessMetricsFragment = (context: RenderContext, counted: Counted): Fragment => ({
  processors: {
    'batch/events': { timeout: goDuration(context.config.otelCollector.spanMetricsFlushInterval), send_batch_size: 100_000 },
    'resource/events': spanMetricsResource(context.config),
    'transform/start': startOfCount(context.config),
    delta_to_cumulative: runningTotals,
  },
  connectors: {
    [BUSINESS_EVENTS]: businessEventsConnector(context.config, counted),
    'signal_to_metrics/totals': businessTotalsConnector(context.config),
  },
  pipelines: {
    'metrics/events': { receivers: [BUSINESS_EVENTS], processors: ['batch/events'], exporters: ['signal_to_metrics/totals'] },
    'metrics/totals': {
      receivers: ['signal_to_metrics/totals'],
      processors: ['resource/events', 'transform/start', 'delta_to_cumulative'],
      exporters: metricsExporters(context),
    },
  },
});
