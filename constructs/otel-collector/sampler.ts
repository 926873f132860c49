import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { type ComponentDefinition, planDefaults } from '../core/component';
import { connectionTo } from '../core/context';
import { goMemoryLimit } from '../core/native';
import { Component } from '../targets/component';
import { storesOf } from './exporters';
import { QUEUE_DIRECTORY } from './render';
import { renderSampler } from './render-sampler';
import { hasSamplingTier } from './tiers';

/** The second tier of collectors, where all spans of a trace meet: computes their metrics, decides about traces, and stores them. */
export const otelSampler: ComponentDefinition = {
  product: 'otel-sampler',
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
  plan: (shape, context) => {
    const { traces, metrics } = storesOf(context);
    return {
      ...planDefaults,
      ...shape,
      product: 'otel-sampler',
      role: 'collection',
      description: 'Decides which traces are stored',
      image: images.otelCollector,
      args: ['--config=/etc/otelcol-contrib/config.yaml'],
      environment: { GOMEMLIMIT: goMemoryLimit(context.config.otelCollector.resources.limits.memory) },
      files: [{ path: '/etc/otelcol-contrib/config.yaml', data: renderSampler(context) }],
      connections: [
        ...(traces === undefined ? [] : [connectionTo(traces, 'traces')]),
        ...(metrics === undefined ? [] : [connectionTo(metrics, 'metrics')]),
      ],
      resources: context.config.otelCollector.resources,
      storage: { path: QUEUE_DIRECTORY, owner: { user: 10001, group: 10001 } },
      user: '10001:10001',
    };
  },
};

/** Deploys the samplers into the target of its scope. */
export class OtelSampler extends Component {
  constructor(scope: Construct, id = 'otel-sampler') {
    super(scope, id, otelSampler);
  }
}
