import type { Endpoint } from '../../constructs/core/component';
import type { Platform } from '../../constructs/core/platform';
import type { Address } from '../target/addresses';
import type { Place } from '../target/places';

/** Every endpoint with a port on the host; those that people open come first. */
export function addressesOf(platform: Platform): readonly Address[] {
  const addresses = platform.components.flatMap(({ name, endpoints }) =>
    endpoints.flatMap((endpoint) => {
      const url = publishedUrl(platform, endpoint);
      return url === undefined ? [] : [{ component: name, endpoint: endpoint.name, url, userInterface: endpoint.userInterface === true }];
    }),
  );
  return [...addresses.filter(({ userInterface }) => userInterface), ...addresses.filter(({ userInterface }) => !userInterface)];
}

/** Where this machine reaches an endpoint; undefined when it has no port on the host. */
export function publishedUrl({ config }: Platform, endpoint: Endpoint): string | undefined {
  if (endpoint.publishedPort === undefined || config.target.kind !== 'docker') return undefined;
  return `http://${reachable(config.target.publishedAddress)}:${endpoint.publishedPort}`;
}

/** An address to connect to, for one to listen on. */
function reachable(address: string): string {
  if (address === '0.0.0.0') return '127.0.0.1';
  if (address === '::') return '[::1]';
  return address.includes(':') ? `[${address}]` : address;
}

/** Every endpoint with a port on the host. */
export const publishedPlaces = (platform: Platform): readonly Place[] =>
  platform.components.flatMap((component) =>
    component.endpoints.flatMap((endpoint) => {
      const url = publishedUrl(platform, endpoint);
      return url === undefined ? [] : [{ component, endpoint, url }];
    }),
  );
