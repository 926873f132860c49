import type { Construct } from 'constructs';
import type { RedisInstance } from '../../config/schema/exporters';
import { images } from '../../config/versions';
import { type ComponentDefinition, planDefaults } from '../core/component';
import { listenAddress } from '../core/context';
import { Component } from '../targets/component';

const PASSWORD_FILE = '/etc/redis-exporter/password.json';
const nameOf = (instance: Pick<RedisInstance, 'name'>): string => `redis-exporter-${instance.name}`;

/** redis_exporter: measures one Redis server; one for each of `exporters.redis`. */
export const redisExporter: ComponentDefinition = {
  product: 'redis-exporter',
  shapes: ({ exporters }) =>
    exporters.redis.map((instance) => ({
      name: nameOf(instance),
      endpoints: [{ name: 'http', port: 9121, protocol: 'http', zones: ['storage'], healthPath: '/health', metricsPath: '/metrics' }],
    })),
  plan: (shape, context) => {
    const { config } = context;
    const listen = listenAddress(context, shape);
    const instance = config.exporters.redis.find((candidate) => nameOf(candidate) === shape.name);
    if (instance === undefined) throw new RangeError(`${shape.name} is in no configuration`);
    return {
      ...planDefaults,
      ...shape,
      product: 'redis-exporter',
      role: 'collection',
      description: `Measures Redis ${instance.name}`,
      image: images.redisExporter,
      args: [
        `--redis.addr=${instance.address}`,
        `--web.listen-address=${listen}`,
        ...(instance.password === undefined ? [] : [`--redis.password-file=${PASSWORD_FILE}`]),
      ],
      secretFiles:
        instance.password === undefined
          ? []
          : [{ path: PASSWORD_FILE, source: { kind: 'given', name: instance.password.secret }, jsonKey: instance.address }],
      callsServices: true,
      user: '59000:59000',
      resources: config.exporters.databaseResources,
    };
  },
};

/** Deploys the Redis exporters into the target of its scope. */
export class RedisExporter extends Component {
  constructor(scope: Construct, id = 'redis-exporter') {
    super(scope, id, redisExporter);
  }
}
