import type Dockerode from 'dockerode';
import type { ComponentPlan } from '../../constructs/core/component';
import type { Platform } from '../../constructs/core/platform';
import { exitText, RESTARTS_TOLERATED, type Readiness } from '../target/readiness';
import { type WaitOptions, waitUntilSettled } from '../target/wait';
import { publishedUrl } from './addresses';
import { ownContainer } from './containers';

/** What no probe can ask counts as ready after this time (ms) without an end: a program that cannot start ends sooner. */
const SETTLED_MS = 3_000;

const INTERVAL_MS = 250;

/** What the engine says of a container. */
export interface ContainerState {
  readonly status: string;
  readonly restarting: boolean;
  readonly restarts: number;
  readonly exitCode: number;
  readonly startedAt: number;
  readonly health?: string;
}

/**
 * Judges a component by its container's state. Pure.
 *
 * @param answers whether its published health endpoint answers; undefined when it has none
 * @param restartsBefore restarts that had happened before this deployment
 * @param now ms since the epoch
 */
export function judge(
  component: string,
  container: ContainerState | undefined,
  answers: boolean | undefined,
  restartsBefore: number,
  now: number,
): Readiness {
  const result = (state: Readiness['state'], reason: string): Readiness => ({ component, state, reason });
  if (container === undefined) return result('failed', 'its container does not exist');
  if (container.restarts - restartsBefore > RESTARTS_TOLERATED)
    return result('failed', `keeps ending with ${exitText(container.exitCode)}`);
  if (container.restarting) return result('waiting', `ended with ${exitText(container.exitCode)} and is started again`);
  if (container.status !== 'running') return result('failed', `is ${container.status}, with ${exitText(container.exitCode)}`);
  if (answers === true) return result('ready', 'answers');
  if (answers === false) return result('waiting', 'its health endpoint does not answer yet');
  if (container.health !== undefined && container.health !== 'none') {
    return container.health === 'healthy' ? result('ready', 'healthy') : result('waiting', `its health check says ${container.health}`);
  }
  return now - container.startedAt >= SETTLED_MS ? result('ready', 'runs') : result('waiting', 'has just started');
}

/** Restarts of each component's container, for {@link waitUntilReady} to count from. */
export async function restartCounts(engine: Dockerode, platform: Platform): Promise<ReadonlyMap<string, number>> {
  const states = await Promise.all(
    platform.components.map(async ({ name }) => [name, await containerState(engine, platform, name)] as const),
  );
  return new Map(states.map(([name, state]) => [name, state?.restarts ?? 0]));
}

/**
 * Waits until every component is ready, one has failed, or the time is over. Returns how all of them are then.
 *
 * @param restartsBefore restarts of each that are not this deployment's
 */
export const waitUntilReady = (
  engine: Dockerode,
  platform: Platform,
  restartsBefore: ReadonlyMap<string, number>,
  options: WaitOptions,
): Promise<readonly Readiness[]> =>
  waitUntilSettled(
    () => Promise.all(platform.components.map((component) => look(engine, platform, component, restartsBefore))),
    INTERVAL_MS,
    options,
  );

async function look(
  engine: Dockerode,
  platform: Platform,
  component: ComponentPlan,
  restartsBefore: ReadonlyMap<string, number>,
): Promise<Readiness> {
  const [state, answers] = await Promise.all([containerState(engine, platform, component.name), healthAnswers(platform, component)]);
  // A container that this deployment made has not been restarted before it.
  const before = Math.min(restartsBefore.get(component.name) ?? 0, state?.restarts ?? 0);
  return judge(component.name, state, answers, before, Date.now());
}

async function containerState(engine: Dockerode, platform: Platform, component: string): Promise<ContainerState | undefined> {
  const container = await ownContainer(engine, platform.config, component);
  if (container === undefined) return undefined;
  const { State, RestartCount } = container;
  return {
    status: State.Status,
    restarting: State.Restarting,
    restarts: RestartCount,
    exitCode: State.ExitCode,
    startedAt: Date.parse(State.StartedAt),
    ...(State.Health === undefined ? {} : { health: State.Health.Status }),
  };
}

/** Asks the health endpoints that have a port on the host; undefined when there are none. */
async function healthAnswers(platform: Platform, { endpoints }: ComponentPlan): Promise<boolean | undefined> {
  const urls = endpoints.flatMap((endpoint) => {
    const url = publishedUrl(platform, endpoint);
    return url === undefined || endpoint.healthPath === undefined ? [] : [`${url}${endpoint.healthPath}`];
  });
  if (urls.length === 0) return undefined;
  return (await Promise.all(urls.map(isAnswered))).every(Boolean);
}

async function isAnswered(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000), redirect: 'manual' });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
