import { setTimeout as sleep } from 'node:timers/promises';
import { countText } from '../../cost/text';
import type { Progress } from '../terminal/progress';
import { interruptedError } from '../terraform/deploy';
import type { Readiness } from './readiness';

export interface WaitOptions<T extends Readiness = Readiness> {
  readonly timeoutSeconds: number;
  readonly stop: AbortSignal;
  /** Called after each look. */
  readonly onLook: (components: readonly T[]) => void;
}

/**
 * Looks at all components until every one is ready, one has failed, the time is over or somebody stops. Returns how all of them are then.
 *
 * @param interval between two looks (ms)
 */
export async function waitUntilSettled<T extends Readiness>(
  look: () => Promise<readonly T[]>,
  interval: number,
  { timeoutSeconds, stop, onLook }: WaitOptions<T>,
): Promise<readonly T[]> {
  const end = Date.now() + timeoutSeconds * 1_000;
  for (;;) {
    const looked = await orStopped(stop, look());
    if (looked === undefined) return [];
    onLook(looked);
    const settled = looked.every(({ state }) => state === 'ready') || looked.some(({ state }) => state === 'failed');
    if (settled || stop.aborted || Date.now() >= end) return looked;
    await sleep(interval, undefined, { signal: stop }).catch(() => {});
  }
}

/** What comes of something; undefined when somebody stops first, however long that takes. */
async function orStopped<T>(stop: AbortSignal, work: Promise<T>): Promise<T | undefined> {
  if (stop.aborted) return undefined;
  let stopped = (): void => {};
  const aborted = new Promise<undefined>((resolve) => {
    stopped = () => resolve(undefined);
    stop.addEventListener('abort', stopped);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stop.removeEventListener('abort', stopped);
  }
}

/** The components that a deployment is not finished without. */
export interface Unready<T extends Readiness> {
  readonly components: readonly T[];
  /** What is the matter with them, for people. */
  readonly lines: readonly string[];
}

/**
 * Waits for the components of a deployment, and shows for which. Returns those that are not ready: the ones that failed, where some did.
 *
 * @throws CommandError when somebody stops it
 */
export async function unreadyComponents<T extends Readiness>(
  environment: string,
  progress: Progress,
  options: Pick<WaitOptions<T>, 'timeoutSeconds' | 'stop'>,
  wait: (options: WaitOptions<T>) => Promise<readonly T[]>,
): Promise<Unready<T> | undefined> {
  const looked = await progress.phase('Waiting for components', (update) =>
    wait({ ...options, onLook: (components) => update(waitingText(components)) }),
  );
  if (options.stop.aborted) throw interruptedError(environment);
  const unready = looked.filter(({ state }) => state !== 'ready');
  if (unready.length === 0) return undefined;
  const failed = unready.filter(({ state }) => state === 'failed');
  const components = failed.length > 0 ? failed : unready;
  const title = failed.length > 0 ? `${countText(failed.length, 'component')} failed:` : `Not ready after ${options.timeoutSeconds} s:`;
  return { components, lines: [title, ...components.map(({ component, reason }) => `  ${component}: ${reason}`)] };
}

function waitingText(components: readonly Readiness[]): string {
  const waiting = components.filter(({ state }) => state !== 'ready').map(({ component }) => component);
  return waiting.length > 3 ? countText(waiting.length, 'component') : waiting.join(', ');
}
