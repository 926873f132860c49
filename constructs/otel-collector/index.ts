import type { ComponentDefinition } from '../core/component';
import { connectionTo } from '../core/context';
import { componentOf } from '../targets/component';
import { storesOf } from './exporters';
import { authenticationFile, EXTERNAL_ENDPOINT, externalOtlp } from './external';
import { queueingCollector } from './queueing';
import { renderCollector, samplerOf } from './render';

/** The OpenTelemetry Collector as the platform's gateway: all telemetry passes through it. */
export const otelCollector: ComponentDefinition = {
  product: 'otel-collector',
  part: 'collection',
  shapes: ({ target, otelCollector: { enabled, ports } }) =>
    enabled
      ? [
          {
            name: 'otel-collector',
            endpoints: [
              { name: 'otlp-grpc', port: 4317, protocol: 'grpc', zones: ['services', 'storage'], publishedPort: ports.grpc },
              { name: 'otlp-http', port: 4318, protocol: 'http', zones: ['services', 'storage'], publishedPort: ports.http },
              { name: 'metrics', port: 8888, protocol: 'http', zones: ['storage'], publishedPort: ports.metrics, metricsPath: '/metrics' },
              { name: 'health', port: 13133, protocol: 'http', zones: ['storage'], publishedPort: ports.health, healthPath: '/' },
              ...(externalOtlp({ target }) === undefined ? [] : [EXTERNAL_ENDPOINT]),
            ],
          },
        ]
      : [],
  plan: (_, context) => {
    const stores = storesOf(context);
    const sampler = samplerOf(context);
    // Where there are samplers, they store traces.
    const traces = sampler ?? stores.traces;
    const external = externalOtlp(context.config);
    return {
      ...queueingCollector(context.config, renderCollector(context)),
      description: 'Receives, redacts, samples and queues all telemetry',
      secretFiles: external === undefined ? [] : [authenticationFile(external)],
      connections: [
        ...(traces === undefined ? [] : [connectionTo(traces, 'traces')]),
        ...(stores.metrics === undefined ? [] : [connectionTo(stores.metrics, 'metrics')]),
        ...(stores.logs === undefined ? [] : [connectionTo(stores.logs, 'logs')]),
      ],
    };
  },
};

/** Deploys the collector into the target of its scope. */
export class OtelCollector extends componentOf(otelCollector) {}
