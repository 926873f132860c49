import { REDIS_ADDRESS } from '../../config/schema/addresses';
import type { EnvironmentConfig } from '../../config/schema/environment';
import { images } from '../../config/versions';
import type { ComponentDefinition, ComponentShape, SecretSource } from '../core/component';
import { listenAddress } from '../core/context';
import { externalCall } from '../core/external-call';
import { componentOf } from '../targets/component';
import { instanceName, instanceOf } from './instance';

const PASSWORD_FILE = '/etc/redis-exporter/password.json';
const PRODUCT = 'redis-exporter';

/** The server that a component measures. @throws RangeError when the configuration has none of its name */
export const redisInstanceOf = ({ exporters }: Pick<EnvironmentConfig, 'exporters'>, component: Pick<ComponentShape, 'name'>) =>
  instanceOf(PRODUCT, exporters.redis, component);

/** redis_exporter: measures one Redis server; one for each of `exporters.redis`. */
export const redisExporter: ComponentDefinition = {
  product: PRODUCT,
  part: 'metrics',
  shapes: ({ exporters }) =>
    exporters.redis.map((instance) => ({
      name: instanceName(PRODUCT, instance),
      endpoints: [{ name: 'http', port: 9121, protocol: 'http', zones: ['storage'], healthPath: '/health', metricsPath: '/metrics' }],
    })),
  plan: (shape, context) => {
    const { config } = context;
    const listen = listenAddress(context, shape);
    const instance = redisInstanceOf(config, shape);
    const password: SecretSource | undefined =
      instance.password === undefined ? undefined : { kind: 'given', name: instance.password.secret };
    // A file holds an object of passwords by address, which only a target that writes files itself can make of a bare password.
    const inFile = config.target.kind === 'docker';
    return {
      role: 'collection',
      description: `Measures Redis ${instance.name}`,
      image: images.redisExporter,
      args: [
        `--redis.addr=${instance.address}`,
        `--web.listen-address=${listen}`,
        ...(password === undefined || !inFile ? [] : [`--redis.password-file=${PASSWORD_FILE}`]),
      ],
      secretFiles: password === undefined || !inFile ? [] : [{ path: PASSWORD_FILE, source: password, jsonKey: instance.address }],
      ...(password === undefined || inFile ? {} : { secretEnvironment: { REDIS_PASSWORD: password } }),
      callsServices: true,
      servicePorts: [externalCall(instance.address, REDIS_ADDRESS, 'measurements').port],
      user: '59000:59000',
      resources: config.exporters.databaseResources,
    };
  },
};

/** Deploys the Redis exporters into the target of its scope. */
export class RedisExporter extends componentOf(redisExporter) {}
