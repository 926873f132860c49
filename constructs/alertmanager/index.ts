import type { Construct } from 'constructs';
import { goDuration } from '../../config/units';
import { images } from '../../config/versions';
import { type ComponentDefinition, planDefaults } from '../core/component';
import { mergeArguments } from '../core/native';
import { Component } from '../targets/component';
import { renderAlertmanager } from './render';

/** Alertmanager: groups, silences and sends alerts. */
export const alertmanager: ComponentDefinition = {
  product: 'alertmanager',
  shapes: ({ alertmanager: { enabled, port } }) =>
    enabled
      ? [
          {
            name: 'alertmanager',
            endpoints: [
              {
                name: 'http',
                port: 9093,
                protocol: 'http',
                zones: ['storage'],
                publishedPort: port,
                healthPath: '/-/ready',
                metricsPath: '/metrics',
                userInterface: true,
                dataSource: 'alertmanager',
              },
            ],
          },
        ]
      : [],
  plan: (shape, { config }) => ({
    ...planDefaults,
    ...shape,
    product: 'alertmanager',
    role: 'alerting',
    description: 'Groups, silences and sends alerts',
    image: images.alertmanager,
    args: mergeArguments(
      [
        '--config.file=/etc/alertmanager/alertmanager.yml',
        '--storage.path=/alertmanager',
        `--data.retention=${goDuration(config.retention.alerts)}`,
        // One instance: no gossip port to open.
        '--cluster.listen-address=',
      ],
      config.alertmanager.extraArgs,
    ),
    files: [{ path: '/etc/alertmanager/alertmanager.yml', data: renderAlertmanager(config) }],
    resources: config.alertmanager.resources,
    storage: { path: '/alertmanager' },
    healthCheck: { command: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:9093/-/ready'] },
    retention: { alerts: config.retention.alerts },
  }),
};

/** Deploys Alertmanager into the target of its scope. */
export class Alertmanager extends Component {
  constructor(scope: Construct, id = 'alertmanager') {
    super(scope, id, alertmanager);
  }
}
