import type { EnvironmentConfig } from '../../config/schema/environment';
import type { Addressing, Zone } from '../core/component';

/** The name of a component on one network alone: `prometheus.storage`. Its plain name is known on all of its networks. */
export const zoneAlias = (component: string, zone: Zone): string => `${component}.${zone}`;

/**
 * Components find each other by name in the engine's own DNS. A component that is on a network only to call others
 * listens on the addresses that it has on the networks of its endpoint, and on none of the rest.
 */
export const dockerAddressing: Addressing = {
  host: (component) => component,
  listen: (component, { port, zones, publishedPort }) => {
    const reachable: readonly Zone[] = publishedPort === undefined ? zones : [...zones, 'access'];
    return [...new Set(reachable)].map((zone) => `${zoneAlias(component, zone)}:${port}`).concat(`127.0.0.1:${port}`);
  },
  discovery: 'docker',
};

/** Components find each other as services of one namespace; network policies, not listen addresses, keep others out. */
export const kubernetesAddressing = (namespace: string): Addressing => ({
  host: (component) => `${component}.${namespace}.svc`,
  listen: () => undefined,
  discovery: 'kubernetes',
});

/** How components find each other in an environment. */
export function addressingOf(target: EnvironmentConfig['target']): Addressing {
  switch (target.kind) {
    case 'docker':
      return dockerAddressing;
    case 'kubernetes':
      return kubernetesAddressing(target.namespace);
  }
}
