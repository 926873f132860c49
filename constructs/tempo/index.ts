import { images } from '../../config/versions';
import { storageAccess } from '../core/block-storage';
import type { ComponentDefinition } from '../core/component';
import { mergeArguments } from '../core/native';
import { componentOf } from '../targets/component';
import { renderTempo, TEMPO_DATA } from './render';

/** Tempo: stores traces. */
export const tempo: ComponentDefinition = {
  product: 'tempo',
  part: 'traces',
  shapes: ({ traces, tempo: { port } }) =>
    traces.backend === 'tempo'
      ? [
          {
            name: 'tempo',
            endpoints: [
              {
                name: 'http',
                port: 3200,
                protocol: 'http',
                zones: ['storage'],
                publishedPort: port,
                healthPath: '/ready',
                metricsPath: '/metrics',
                dataSource: 'tempo',
              },
              { name: 'otlp-grpc', port: 4317, protocol: 'grpc', zones: ['storage'] },
            ],
          },
        ]
      : [],
  plan: (_, { config }) => ({
    role: 'traces',
    description: 'Stores traces',
    image: images.tempo,
    args: mergeArguments(['-config.file=/etc/tempo.yaml'], config.tempo.extraArgs),
    files: [{ path: '/etc/tempo.yaml', data: renderTempo(config) }],
    ...storageAccess(config.tempo.storage),
    resources: config.tempo.resources,
    storage: { path: TEMPO_DATA, owner: { user: 10001, group: 10001 } },
    user: '10001:10001',
    retention: { traces: config.retention.traces },
  }),
};

/** Deploys Tempo into the target of its scope. */
export class Tempo extends componentOf(tempo) {}
