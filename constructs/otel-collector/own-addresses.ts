import type { RenderContext } from '../core/component';
import { findEndpoint } from '../core/context';
import type { Native } from '../core/native';

/** Where a collector answers about itself, as `host:port`. */
export interface OwnAddresses {
  readonly health: readonly string[];
  readonly metrics: readonly string[];
}

/** On all networks: those of a cluster are kept apart by policies. */
export const ANYWHERE: OwnAddresses = { health: ['0.0.0.0:13133'], metrics: ['0.0.0.0:8888'] };

/** On the networks of those that ask, and not on that of applications, on which it must be to receive. */
export function ownAddresses({ shapes, addressing }: RenderContext, component: string): OwnAddresses {
  const addresses = (name: keyof OwnAddresses): readonly string[] => {
    const located = findEndpoint(shapes, component, name);
    return (located === undefined ? undefined : addressing.listen(component, located.endpoint)) ?? ANYWHERE[name];
  };
  return { health: addresses('health'), metrics: addresses('metrics') };
}

/** One extension an address: it has one each. */
export const healthChecks = ({ health }: OwnAddresses): Native =>
  Object.fromEntries(health.map((endpoint, index) => [index === 0 ? 'health_check' : `health_check/${index + 1}`, { endpoint }]));

/** One reader an address. */
export const metricsReaders = ({ metrics }: OwnAddresses): readonly Native[] =>
  metrics.map((address) => {
    const [, host, port] = /^(.*):(\d+)$/.exec(address) ?? [];
    return { pull: { exporter: { prometheus: { host, port: Number(port) } } } };
  });
