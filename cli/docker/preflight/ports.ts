import { createServer } from 'node:net';
import { ownershipOf } from '../../../constructs/core/ownership';
import type { Platform } from '../../../constructs/core/platform';
import { type Finding, failed, ok } from '../../preflight/finding';
import { type PortOwner, portOwner } from './host-ports';

/** A port that a container publishes on the engine's host. */
export interface PublishedPort {
  readonly container: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly address: string;
  readonly port: number;
}

/** A port that a component of the platform wants. */
interface WantedPort {
  readonly component: string;
  readonly port: number;
}

/** What trying to listen on a port of this machine gave. */
type Attempt = 'free' | 'taken' | 'no-address' | 'unknown';

const ANY = new Set(['', '0.0.0.0', '::']);

/** Whether two addresses share ports: the same one, or either all of them. */
const overlap = (a: string, b: string): boolean => a === b || ANY.has(a) || ANY.has(b);

const wantedPorts = ({ components }: Platform): readonly WantedPort[] =>
  components.flatMap(({ name, endpoints }) =>
    endpoints.flatMap(({ publishedPort }) => (publishedPort === undefined ? [] : [{ component: name, port: publishedPort }])),
  );

/**
 * Whether the ports that the platform publishes are free, and for one that is not, who has it. Those that the environment's own
 * containers hold are fine. Listens on each for a moment.
 *
 * @param local whether the engine publishes on this machine, so that trying a port here says something
 */
export async function portFindings(platform: Platform, published: readonly PublishedPort[], local: boolean): Promise<readonly Finding[]> {
  const { target } = platform.config;
  if (target.kind !== 'docker') return [];
  const wanted = wantedPorts(platform);
  const address = target.publishedAddress;
  const problems = await Promise.all(
    wanted.map(async (port) => {
      const holder = published.find((other) => other.port === port.port && overlap(other.address, address));
      if (holder !== undefined) {
        const ownership = ownershipOf(platform.config, holder.labels);
        // Whether one of an older version is its own is a question of its name.
        return ownership === 'own' || ownership === 'ambiguous' ? undefined : heldByContainer(port, holder);
      }
      if (!local) return undefined;
      switch (await tryPort(port.port, address)) {
        case 'taken':
          return heldByProcess(port, address, await portOwner(port.port));
        case 'no-address':
          return noAddress(address);
        case 'free':
        case 'unknown':
          return undefined;
      }
    }),
  );
  const found = problems.filter((problem) => problem !== undefined);
  // An address that this machine lacks is one problem, not one for each port.
  const distinct = [...new Map(found.map((problem) => [problem.check, problem])).values()];
  return distinct.length > 0
    ? distinct
    : [ok('ports', `${wanted.map(({ port }) => port).join(', ')} on ${address} are free or this environment's own`)];
}

function heldByContainer({ component, port }: WantedPort, { container }: PublishedPort): Finding {
  return failed(
    `port ${port}`,
    `port ${port} of ${component} is taken by the container ${container}`,
    `docker stop ${container}; or give ${component} another port`,
  );
}

/** Programs that publish ports for containers: who ends one cuts the engine off, and gains nothing. */
const ENGINE_PROCESSES =
  /^(docker-proxy|dockerd|com\.docker|vpnkit|rootlessport|rootlesskit|slirp4netns|pasta|conmon|netavark|podman|gvproxy|limactl|colima|OrbStack)/;

export function heldByProcess({ component, port }: WantedPort, address: string, owner: PortOwner | undefined): Finding {
  const [by, fix] =
    owner === undefined
      ? ["another user's process", `sudo lsof -nP -iTCP:${port} -sTCP:LISTEN names it`]
      : ENGINE_PROCESSES.test(owner.process)
        ? [
            `${owner.process} (process ${owner.pid}), which is the container engine's own`,
            `docker ps --all --filter publish=${port} names the container to stop; restart the engine if there is none`,
          ]
        : [`${owner.process} (process ${owner.pid})`, `stop it (kill ${owner.pid})`];
  return failed(
    `port ${port}`,
    `port ${port} of ${component} on ${address} is taken by ${by}`,
    `${fix}; or give ${component} another port`,
  );
}

const noAddress = (address: string): Finding =>
  failed('published address', `${address} is not an address of this machine`, 'correct target.publishedAddress');

function tryPort(port: number, address: string): Promise<Attempt> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      // A port below 1024 is closed to this user and open to the engine.
      resolve(error.code === 'EADDRINUSE' ? 'taken' : error.code === 'EADDRNOTAVAIL' ? 'no-address' : 'unknown');
    });
    server.listen({ port, host: address, exclusive: true }, () => server.close(() => resolve('free')));
  });
}
