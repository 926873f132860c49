import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ComponentPlan, Endpoint } from '../../constructs/core/component';
import { objectName } from '../../constructs/core/kubernetes';
import type { Platform } from '../../constructs/core/platform';
import type { Place } from '../target/places';
import { type Cluster, KUBECTL, namespaceName, plain } from './cluster';

/** A way to services of a cluster, through ports of this machine. */
export interface Forwards {
  readonly places: readonly Place[];
  /** What could not be reached, with kubectl's reason. */
  readonly problems: readonly { readonly component: string; readonly reason: string }[];
  readonly close: () => void;
}

/** How long kubectl may take to open a port. */
const PATIENCE_MS = 15_000;

/**
 * Opens a free port of this machine for every endpoint that people and checks call: user interfaces, data sources and the door for
 * OTLP over HTTP. Starts a process for each, until closed.
 */
export async function openForwards(cluster: Cluster, platform: Platform): Promise<Forwards> {
  const children: ChildProcess[] = [];
  const wanted = platform.components.flatMap((component) =>
    component.endpoints.filter(isCalled).map((endpoint) => ({ component, endpoint })),
  );
  const places: Place[] = [];
  const problems: { readonly component: string; readonly reason: string }[] = [];
  await Promise.all(
    wanted.map(async ({ component, endpoint }) => {
      try {
        const port = await forward(cluster, platform, component, endpoint, children);
        places.push({ component, endpoint, url: `http://127.0.0.1:${port}` });
      } catch (error) {
        problems.push({ component: component.name, reason: error instanceof Error ? error.message : String(error) });
      }
    }),
  );
  return {
    places,
    problems,
    close: () => {
      for (const child of children) child.kill();
    },
  };
}

const isCalled = ({ name, protocol, dataSource, userInterface }: Endpoint): boolean =>
  protocol === 'http' && (dataSource !== undefined || userInterface === true || name === 'otlp-http');

function forward(
  cluster: Cluster,
  platform: Platform,
  { name }: ComponentPlan,
  { port }: Endpoint,
  children: ChildProcess[],
): Promise<number> {
  const role = platform.releases.find(({ delivers }) => delivers.some((component) => component.name === name))?.namespace ?? 'platform';
  const service = `service/${objectName(platform.config, name)}`;
  const args = [...cluster.access, '-n', namespaceName(platform, role), 'port-forward', '--address', '127.0.0.1', service, `:${port}`];
  return new Promise((resolve, reject) => {
    const child = spawn(KUBECTL, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    const said: string[] = [];
    const timer = setTimeout(
      () => reject(new Error(`kubectl port-forward ${service} opens no port within ${PATIENCE_MS / 1_000} s`)),
      PATIENCE_MS,
    );
    child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const local = /^Forwarding from 127\.0\.0\.1:(?<port>\d+) ->/.exec(line)?.groups?.['port'];
      if (local === undefined) return;
      clearTimeout(timer);
      resolve(Number(local));
    });
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      reject(new Error(`kubectl port-forward ${service} ${port}: ${plain(said.join(''))}`));
    });
  });
}
