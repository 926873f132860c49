import type { EnvironmentConfig } from '../../config/schema/environment';
import type { Addressing, Endpoint, Zone } from '../core/component';
import { objectName } from '../core/kubernetes';

/** The name of a component on one network alone: `prometheus.storage`. Its plain name is known on all of its networks. */
export const zoneAlias = (component: string, zone: Zone): string => `${component}.${zone}`;

/** The zones on whose networks an endpoint listens: its own, and the one of ports on the host. */
export const listeningZones = ({ zones, publishedPort }: Endpoint): readonly Zone[] => [
  ...new Set<Zone>(publishedPort === undefined ? zones : [...zones, 'access']),
];

/**
 * Components find each other by name in the engine's own DNS. A component that is on a network only to call others
 * listens on the addresses that it has on the networks of its endpoint, and on none of the rest.
 */
export const dockerAddressing: Addressing = {
  host: (component) => component,
  hostIn: zoneAlias,
  prometheusInstances: () => ['prometheus'],
  listen: (component, endpoint) => listeningZones(endpoint).map((zone) => `${zoneAlias(component, zone)}:${endpoint.port}`),
  discovery: 'docker',
};

/** Components find each other as services of one namespace; network policies, not listen addresses, keep others out. */
export const kubernetesAddressing = (platform: string, namespace: string): Addressing => ({
  host: (component) => `${objectName({ platform }, component)}.${namespace}.svc`,
  // Its policies tell zones apart.
  hostIn: (component) => `${objectName({ platform }, component)}.${namespace}.svc`,
  // The operator's StatefulSet and its governing service; one instance is its service.
  prometheusInstances: (replicas) =>
    replicas === 1
      ? [`${objectName({ platform }, 'prometheus')}.${namespace}.svc`]
      : Array.from(
          { length: replicas },
          (_, index) => `prometheus-${objectName({ platform }, 'prometheus')}-${index}.prometheus-operated.${namespace}.svc`,
        ),
  listen: () => undefined,
  discovery: 'kubernetes',
});

/** How components find each other in an environment. */
export function addressingOf({ platform, target }: Pick<EnvironmentConfig, 'platform' | 'target'>): Addressing {
  switch (target.kind) {
    case 'docker':
      return dockerAddressing;
    case 'kubernetes':
      return kubernetesAddressing(platform, target.namespace);
  }
}
