import { ConfigError } from '../../config/errors';
import type { ComponentPlan, Endpoint, Zone } from './component';

/** Who calls whom, on which port, over which protocol, for what. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly endpoint: string;
  readonly port: number;
  readonly protocol: Endpoint['protocol'];
  readonly purpose: string;
}

/** The edge list of a platform, from what each component says it calls. @throws ConfigError for a call into nothing */
export function edgesOf(components: readonly ComponentPlan[]): readonly Edge[] {
  return components.flatMap((from) =>
    from.connections.map((connection) => {
      const endpoint = components
        .find(({ name }) => name === connection.component)
        ?.endpoints.find(({ name }) => name === connection.endpoint);
      if (endpoint === undefined) {
        throw new ConfigError([
          { path: from.name, rule: `calls ${connection.component}.${connection.endpoint}, which does not exist: switch that component on` },
        ]);
      }
      return {
        from: from.name,
        to: connection.component,
        endpoint: endpoint.name,
        port: endpoint.port,
        protocol: endpoint.protocol,
        purpose: connection.purpose,
      };
    }),
  );
}

const ZONE_ORDER: readonly Zone[] = ['access', 'control', 'inspection', 'services', 'storage'];

/** The zones of which a component must be part: those it listens in, those it calls into, and `access` for a port on the host. */
export function zonesOf(component: ComponentPlan, components: readonly ComponentPlan[]): readonly Zone[] {
  const own = component.endpoints.flatMap((endpoint) => endpoint.zones);
  const published: readonly Zone[] = component.endpoints.some((endpoint) => endpoint.publishedPort !== undefined) ? ['access'] : [];
  const called = component.connections.flatMap(({ component: to, endpoint }) => {
    const target = components.find(({ name }) => name === to);
    const zones = target?.endpoints.find(({ name }) => name === endpoint)?.zones ?? [];
    // One shared zone is enough; the first is the one that the endpoint names as its main one.
    return own.some((zone) => zones.includes(zone)) ? [] : zones.slice(0, 1);
  });
  const services: readonly Zone[] = component.callsServices === true ? ['services'] : [];
  const all = new Set<Zone>([...own, ...published, ...called, ...services]);
  return ZONE_ORDER.filter((zone) => all.has(zone));
}
