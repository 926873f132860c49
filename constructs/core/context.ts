import type { ComponentShape, Connection, Endpoint, RenderContext } from './component';

/** An endpoint together with the component that has it. */
export interface LocatedEndpoint {
  readonly component: string;
  readonly endpoint: Endpoint;
}

/** Every endpoint of the platform that passes a test. */
export const endpointsWhere = (shapes: readonly ComponentShape[], test: (endpoint: Endpoint) => boolean): readonly LocatedEndpoint[] =>
  shapes.flatMap((shape) => shape.endpoints.filter(test).map((endpoint) => ({ component: shape.name, endpoint })));

/** The endpoint of a component, or undefined when the component is off. */
export function findEndpoint(shapes: readonly ComponentShape[], component: string, endpoint: string): LocatedEndpoint | undefined {
  const found = shapes.find((shape) => shape.name === component)?.endpoints.find((candidate) => candidate.name === endpoint);
  return found === undefined ? undefined : { component, endpoint: found };
}

/**
 * `loki:3100`. What a component does not show to applications is found by the name that it has in the zone of that endpoint: whoever calls applications
 * too, such as Prometheus, would be led by the plain name to an address on their network, where it does not listen.
 */
export function addressOf({ shapes, addressing }: RenderContext, { component, endpoint }: LocatedEndpoint): string {
  const others = shapes.find(({ name }) => name === component)?.endpoints ?? [];
  const [zone] = endpoint.zones;
  const isHidden = !endpoint.zones.includes('services') && others.some(({ zones }) => zones.includes('services'));
  return `${isHidden && zone !== undefined ? addressing.hostIn(component, zone) : addressing.host(component)}:${endpoint.port}`;
}

/** `http://loki:3100` */
export const urlOf = (context: RenderContext, located: LocatedEndpoint): string => `http://${addressOf(context, located)}`;

export const connectionTo = ({ component, endpoint }: LocatedEndpoint, purpose: string): Connection => ({
  component,
  endpoint: endpoint.name,
  purpose,
});

/** Where a program with one listening address and one endpoint listens, so that the endpoint's own zones reach it and no others. */
export function listenAddress({ addressing }: RenderContext, { name, endpoints }: ComponentShape): string {
  const [endpoint] = endpoints;
  if (endpoint === undefined) throw new RangeError(`${name} has no endpoint to listen on`);
  return addressing.listen(name, endpoint)?.[0] ?? `0.0.0.0:${endpoint.port}`;
}
