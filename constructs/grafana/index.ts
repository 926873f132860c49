import type { Construct } from 'constructs';
import { images } from '../../config/versions';
import { type ComponentDefinition, planDefaults } from '../core/component';
import { connectionTo, endpointsWhere } from '../core/context';
import { Component } from '../targets/component';
import { renderDataSources, renderSettings } from './render';

const PASSWORD_FILE = '/etc/grafana/admin-password';

/** Name of the output that holds the generated password. */
const GRAFANA_PASSWORD = 'grafana_admin_password';

/** Grafana: dashboards and exploration over all stores. */
export const grafana: ComponentDefinition = {
  product: 'grafana',
  shapes: ({ grafana: { enabled, port } }) =>
    enabled
      ? [
          {
            name: 'grafana',
            endpoints: [
              {
                name: 'http',
                port: 3000,
                protocol: 'http',
                zones: ['access'],
                publishedPort: port,
                healthPath: '/api/health',
                metricsPath: '/metrics',
                userInterface: true,
              },
            ],
          },
        ]
      : [],
  plan: (shape, context) => ({
    ...planDefaults,
    ...shape,
    product: 'grafana',
    role: 'visualization',
    description: 'Dashboards and exploration',
    image: images.grafana,
    files: [
      { path: '/etc/grafana/grafana.ini', content: renderSettings(context.config.grafana.adminUser, PASSWORD_FILE) },
      { path: '/etc/grafana/provisioning/datasources/platform.yaml', data: renderDataSources(context) },
    ],
    secretFiles: [{ path: PASSWORD_FILE, source: { kind: 'generated', name: GRAFANA_PASSWORD } }],
    connections: endpointsWhere(context.shapes, ({ dataSource }) => dataSource !== undefined).map((located) =>
      connectionTo(located, 'queries'),
    ),
    resources: context.config.grafana.resources,
    storage: { path: '/var/lib/grafana' },
    user: '472:0',
    healthCheck: { command: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:3000/api/health'] },
  }),
};

/** Deploys Grafana into the target of its scope. */
export class Grafana extends Component {
  constructor(scope: Construct, id = 'grafana') {
    super(scope, id, grafana);
  }
}
