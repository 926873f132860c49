import type { ComponentDefinition } from '../core/component';
import { connectionTo } from '../core/context';
import { componentOf } from '../targets/component';
import { storesOf } from './exporters';
import { queueingCollector } from './queueing';
import { renderSampler } from './render-sampler';
import { hasSamplingTier } from './tiers';

/** The second tier of collectors, where all spans of a trace meet: computes their metrics, decides about traces, and stores them. */
export const otelSampler: ComponentDefinition = {
  product: 'otel-sampler',
  part: 'collection',
  shapes: (config) =>
    hasSamplingTier(config)
      ? [
          {
            name: 'otel-sampler',
            endpoints: [
              { name: 'otlp-grpc', port: 4317, protocol: 'grpc', zones: ['storage'] },
              { name: 'metrics', port: 8888, protocol: 'http', zones: ['storage'], metricsPath: '/metrics' },
              { name: 'health', port: 13133, protocol: 'http', zones: ['storage'], healthPath: '/' },
            ],
          },
        ]
      : [],
  plan: (_, context) => {
    const { traces, metrics } = storesOf(context);
    return {
      ...queueingCollector(context.config, renderSampler(context)),
      description: 'Decides which traces are stored',
      connections: [
        ...(traces === undefined ? [] : [connectionTo(traces, 'traces')]),
        ...(metrics === undefined ? [] : [connectionTo(metrics, 'metrics')]),
      ],
    };
  },
};

/** Deploys the samplers into the target of its scope. */
export class OtelSampler extends componentOf(otelSampler) {}
