import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from './waiting';

/** What the tests of a file have started and not ended yet. */
const running = new Set<ChildProcess>();

/** When each process has ended and everything that it said has come. */
const closed = new WeakMap<ChildProcess, Promise<void>>();

const isRunning = (child: ChildProcess): boolean => child.pid !== undefined && child.exitCode === null && child.signalCode === null;

/** Starts a process, which ends with the tests of its file at the latest: whatever fails, nothing stays behind and jest ends. */
export function startProcess(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  const child = spawn(program, args, options);
  running.add(child);
  closed.set(child, new Promise((resolve) => child.once('close', () => resolve())));
  const ended = (): void => void running.delete(child);
  child.once('exit', ended).once('error', ended);
  return child;
}

/** Ends a process as an engine does, and waits for that: it may finish its work, for a while (ms). */
export async function endProcess(child: ChildProcess | undefined, grace = 15_000): Promise<void> {
  if (child === undefined || !isRunning(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timeout = new AbortController();
  await Promise.race([ended, sleep(grace, undefined, { signal: timeout.signal }).catch(() => undefined)]);
  timeout.abort();
  child.kill('SIGKILL');
  await ended;
}

/**
 * Waits until a process answers at an address.
 *
 * @param said what it has said so far
 * @throws Error with the last of that, when it ends or does not answer in time
 */
export async function untilAnswers(child: ChildProcess, url: string, said: () => string): Promise<void> {
  let answered = false;
  const ask = async (): Promise<boolean> => {
    if (!isRunning(child)) return true;
    answered = (await fetch(url, { signal: AbortSignal.timeout(10_000) })).ok;
    return answered;
  };
  await until('it answers', ask).catch(() => undefined);
  if (answered) return;
  if (!isRunning(child)) await closed.get(child);
  throw new Error(`${child.spawnargs.join(' ')} does not answer at ${url}:\n${said().slice(-2_000)}`);
}

/** Ends what is still there. */
export const endAll = (): Promise<unknown> => Promise.all([...running].map((child) => endProcess(child, 0)));
