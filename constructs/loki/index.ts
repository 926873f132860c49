import { images } from '../../config/versions';
import { storageAccess } from '../core/block-storage';
import type { ComponentDefinition, Endpoint } from '../core/component';
import { connectionTo } from '../core/context';
import { mergeArguments } from '../core/native';
import { componentOf } from '../targets/component';
import { dataDirectory, LOKI_PORTS, renderLoki } from './render';

/** Where several instances call each other: for what each has in memory, and about who is there. */
const PEER_ENDPOINTS: readonly Endpoint[] = [
  { name: 'grpc', port: LOKI_PORTS.grpc, protocol: 'grpc', zones: ['storage'] },
  { name: 'memberlist', port: LOKI_PORTS.memberlist, protocol: 'grpc', zones: ['storage'] },
];

/** Loki: stores logs. */
export const loki: ComponentDefinition = {
  product: 'loki',
  part: 'logs',
  shapes: ({ loki: { enabled, port, replicas } }) =>
    enabled
      ? [
          {
            name: 'loki',
            endpoints: [
              {
                name: 'http',
                port: 3100,
                protocol: 'http',
                zones: ['storage'],
                publishedPort: port,
                healthPath: '/ready',
                metricsPath: '/metrics',
                dataSource: 'loki',
              },
              ...(replicas > 1 ? PEER_ENDPOINTS : []),
            ],
          },
        ]
      : [],
  plan: (shape, { config, addressing }) => ({
    role: 'logs',
    description: 'Stores logs',
    image: images.loki,
    args: mergeArguments(['-config.file=/etc/loki/config.yaml'], config.loki.extraArgs),
    files: [{ path: '/etc/loki/config.yaml', data: renderLoki(config, addressing) }],
    connections:
      config.loki.replicas > 1 ? PEER_ENDPOINTS.map((endpoint) => connectionTo({ component: shape.name, endpoint }, 'instances')) : [],
    ...storageAccess(config.loki.storage),
    resources: config.loki.resources,
    storage: { path: dataDirectory(addressing) },
    // The image has no shell; its program asks itself.
    healthCheck: { command: ['/usr/bin/loki', '-health'] },
    retention: { logs: config.retention.logs.total, alerts: config.retention.alerts },
  }),
};

/** Deploys Loki into the target of its scope. */
export class Loki extends componentOf(loki) {}
