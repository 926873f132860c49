import type { EnvironmentConfig } from '../../config/schema/environment';
import { images } from '../../config/versions';
import type { ComponentDefinition, ComponentShape } from '../core/component';
import { listenAddress } from '../core/context';
import { componentOf } from '../targets/component';
import { instanceName, instanceOf } from './instance';

const PASSWORD_FILE = '/etc/postgres-exporter/password';
const PRODUCT = 'postgres-exporter';

/** The server that a component measures. @throws RangeError when the configuration has none of its name */
export const postgresInstanceOf = ({ exporters }: Pick<EnvironmentConfig, 'exporters'>, component: Pick<ComponentShape, 'name'>) =>
  instanceOf(PRODUCT, exporters.postgres, component);

/** postgres_exporter: measures one PostgreSQL server; one for each of `exporters.postgres`. */
export const postgresExporter: ComponentDefinition = {
  product: PRODUCT,
  part: 'metrics',
  shapes: ({ exporters }) =>
    exporters.postgres.map((instance) => ({
      name: instanceName(PRODUCT, instance),
      endpoints: [{ name: 'http', port: 9187, protocol: 'http', zones: ['storage'], healthPath: '/', metricsPath: '/metrics' }],
    })),
  plan: (shape, context) => {
    const { config } = context;
    const listen = listenAddress(context, shape);
    const instance = postgresInstanceOf(config, shape);
    return {
      role: 'collection',
      description: `Measures PostgreSQL ${instance.name}`,
      image: images.postgresExporter,
      args: [`--web.listen-address=${listen}`],
      environment: {
        DATA_SOURCE_URI: `${instance.host}:${instance.port}/${instance.database}?sslmode=${instance.sslMode}`,
        DATA_SOURCE_USER: instance.user,
        DATA_SOURCE_PASS_FILE: PASSWORD_FILE,
      },
      secretFiles: [{ path: PASSWORD_FILE, source: { kind: 'given', name: instance.password.secret } }],
      callsServices: true,
      servicePorts: [instance.port],
      // The number of the image's user nobody.
      user: '65534:65534',
      resources: config.exporters.databaseResources,
      healthCheck: { command: ['wget', '-q', '-O', '/dev/null', `http://${listen}/`] },
    };
  },
};

/** Deploys the PostgreSQL exporters into the target of its scope. */
export class PostgresExporter extends componentOf(postgresExporter) {}
