import { PROGRAMS } from '../../config/flags/programs';
import { goDuration } from '../../config/units';
import { images } from '../../config/versions';
import type { ComponentDefinition, Endpoint } from '../core/component';
import { connectionTo } from '../core/context';
import { mergeArguments } from '../core/native';
import { componentOf } from '../targets/component';
import { HISTORY_FEATURE, keepsHistory } from './history';
import { receiverCall, receiverSecrets } from './receivers';
import { renderAlertmanager } from './render';

/** Instances tell each other what was sent, on the port that the operator gives them. */
const GOSSIP: Endpoint = { name: 'gossip', port: 9094, protocol: 'grpc', zones: ['storage'], datagrams: true };

/** Alertmanager: groups, silences and sends alerts. */
export const alertmanager: ComponentDefinition = {
  product: 'alertmanager',
  part: 'alerting',
  shapes: ({ target, alertmanager: { enabled, port, replicas } }) =>
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
              ...(target.kind === 'kubernetes' && replicas > 1 ? [GOSSIP] : []),
            ],
          },
        ]
      : [],
  plan: (shape, { config }) => ({
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
        '--log.format=json',
        ...(keepsHistory(config) ? [`--enable-feature=${HISTORY_FEATURE}`] : []),
      ],
      config.alertmanager.extraArgs,
      PROGRAMS.alertmanager.lists,
    ),
    connections: shape.endpoints.includes(GOSSIP) ? [connectionTo({ component: shape.name, endpoint: GOSSIP }, 'what was sent')] : [],
    externalCalls: config.alerting.receivers.map(receiverCall),
    files: [{ path: '/etc/alertmanager/alertmanager.yml', data: renderAlertmanager(config) }],
    secretFiles: receiverSecrets(config.alerting.receivers),
    resources: config.alertmanager.resources,
    storage: { path: '/alertmanager' },
    healthCheck: { command: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:9093/-/ready'] },
    retention: { alerts: config.retention.alerts },
  }),
};

/** Deploys Alertmanager into the target of its scope. */
export class Alertmanager extends componentOf(alertmanager) {}
