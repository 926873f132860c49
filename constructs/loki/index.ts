import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { type ComponentDefinition, planDefaults } from '../core/component';
import { mergeArguments } from '../core/native';
import { Component } from '../targets/component';
import { renderLoki } from './render';

/** Loki: stores logs. */
export const loki: ComponentDefinition = {
  product: 'loki',
  shapes: ({ loki: { enabled, port } }) =>
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
            ],
          },
        ]
      : [],
  plan: (shape, { config }) => ({
    ...planDefaults,
    ...shape,
    product: 'loki',
    role: 'logs',
    description: 'Stores logs',
    image: images.loki,
    args: mergeArguments(['-config.file=/etc/loki/config.yaml'], config.loki.extraArgs),
    files: [{ path: '/etc/loki/config.yaml', data: renderLoki(config) }],
    resources: config.loki.resources,
    storage: { path: '/loki' },
    // The image has no shell; its program asks itself.
    healthCheck: { command: ['/usr/bin/loki', '-health'] },
    retention: { logs: config.retention.logs.total, alerts: config.retention.alerts },
  }),
};

/** Deploys Loki into the target of its scope. */
export class Loki extends Component {
  constructor(scope: Construct, id = 'loki') {
    super(scope, id, loki);
  }
}
