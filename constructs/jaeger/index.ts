import { images } from '../../config/versions';
import type { ComponentDefinition } from '../core/component';
import { goMemoryLimit, mergeArguments } from '../core/native';
import { componentOf } from '../targets/component';
import { JAEGER_DATA, renderJaeger } from './render';

/** Jaeger: stores traces and shows them. */
export const jaeger: ComponentDefinition = {
  product: 'jaeger',
  part: 'traces',
  shapes: ({ traces, jaeger: { port } }) =>
    traces.backend === 'jaeger'
      ? [
          {
            name: 'jaeger',
            endpoints: [
              {
                name: 'http',
                port: 16686,
                protocol: 'http',
                zones: ['storage'],
                publishedPort: port,
                userInterface: true,
                dataSource: 'jaeger',
              },
              { name: 'otlp-grpc', port: 4317, protocol: 'grpc', zones: ['storage'] },
              { name: 'health', port: 13133, protocol: 'http', zones: ['storage'], healthPath: '/status' },
              { name: 'metrics', port: 8888, protocol: 'http', zones: ['storage'], metricsPath: '/metrics' },
            ],
          },
        ]
      : [],
  plan: (_, { config }) => ({
    role: 'traces',
    description: 'Stores and shows traces',
    image: images.jaeger,
    args: mergeArguments(['--config=/etc/jaeger/config.yaml'], config.jaeger.extraArgs),
    environment: { GOMEMLIMIT: goMemoryLimit(config.jaeger.resources.limits.memory) },
    files: [{ path: '/etc/jaeger/config.yaml', data: renderJaeger(config) }],
    resources: config.jaeger.resources,
    storage: { path: JAEGER_DATA },
    healthCheck: { command: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:13133/status'] },
    retention: { traces: config.retention.traces },
  }),
};

/** Deploys Jaeger into the target of its scope. */
export class Jaeger extends componentOf(jaeger) {}
