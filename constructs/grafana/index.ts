import { images } from '../../config/versions';
import type { ComponentDefinition } from '../core/component';
import { connectionTo, endpointsWhere } from '../core/context';
import { componentOf } from '../targets/component';
import { dashboardFiles } from './dashboards';
import { ADMIN_PASSWORD_FILE, DATA_SOURCES_FILE, GITHUB_SECRET_FILE, SETTINGS_FILE } from './files';
import { renderDataSources } from './render';
import { renderSettings } from './settings';

/** Name of the output that holds the generated password. */
const GRAFANA_PASSWORD = 'grafana_admin_password';

/** Where GitHub's sign-in and its list of teams are. */
const GITHUB_HOSTS = ['github.com', 'api.github.com'] as const;

/** Grafana: dashboards and exploration over all stores. */
export const grafana: ComponentDefinition = {
  product: 'grafana',
  part: 'visualization',
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
  plan: (_, context) => {
    const { github } = context.config.grafana;
    return {
      role: 'visualization',
      description: 'Dashboards and exploration',
      image: images.grafana,
      files: [
        { path: SETTINGS_FILE, data: renderSettings(context.config), format: 'ini' },
        { path: DATA_SOURCES_FILE, data: renderDataSources(context) },
        ...dashboardFiles(context.config),
      ],
      secretFiles: [
        { path: ADMIN_PASSWORD_FILE, source: { kind: 'generated', name: GRAFANA_PASSWORD } },
        ...(github === undefined
          ? []
          : [{ path: GITHUB_SECRET_FILE, source: { kind: 'given', name: github.clientSecret.secret } } as const]),
      ],
      externalCalls: github === undefined ? [] : GITHUB_HOSTS.map((host) => ({ host, port: 443, purpose: 'sign-in' })),
      connections: endpointsWhere(context.shapes, ({ dataSource }) => dataSource !== undefined).map((located) =>
        connectionTo(located, 'queries'),
      ),
      resources: context.config.grafana.resources,
      storage: { path: '/var/lib/grafana' },
      user: '472:0',
      healthCheck: { command: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:3000/api/health'] },
    };
  },
};

/** Deploys Grafana into the target of its scope. */
export class Grafana extends componentOf(grafana) {}
