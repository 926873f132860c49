import { setTimeout as sleep } from 'node:timers/promises';

/** What a check is about: the heading under which people find it. */
export type Group = 'Components' | 'Scrape targets' | 'Telemetry' | 'Data sources' | 'Retention';

/** How a check ended. `skipped` says in its detail why nothing could be said. */
export interface Result {
  readonly group: Group;
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly detail: string;
  readonly durationMs: number;
}

/** Thrown by a check that cannot be made here: neither good nor bad. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

/** A failure that waiting does not mend. */
export class Conclusive extends Error {
  override readonly name = 'Conclusive';
}

/** Starts checks and knows which are still under way. */
export interface Checks {
  /** Runs a check at once. It passes with the detail that it gives, and fails with the message of what it throws. */
  readonly start: (group: Group, name: string, run: () => Promise<string>) => void;
  /** Resolves when every check has ended, in the order in which they were started. */
  readonly results: () => Promise<readonly Result[]>;
  readonly pending: () => readonly string[];
}

export function createChecks(): Checks {
  const started: Promise<Result>[] = [];
  const pending = new Set<string>();
  return {
    start: (group, name, run) => {
      pending.add(name);
      started.push(resultOf(group, name, run).finally(() => pending.delete(name)));
    },
    results: () => Promise.all(started),
    pending: () => [...pending],
  };
}

async function resultOf(group: Group, name: string, run: () => Promise<string>): Promise<Result> {
  const start = performance.now();
  const ended = (status: Result['status'], detail: string): Result => ({
    group,
    name,
    status,
    detail,
    durationMs: Math.round(performance.now() - start),
  });
  try {
    return ended('passed', await run());
  } catch (error) {
    return ended(error instanceof Skipped ? 'skipped' : 'failed', error instanceof Error ? error.message : String(error));
  }
}

/** Time between two attempts: short against what is waited for, long enough to be no load. */
const INTERVAL_MS = 500;

/** What tells and passes the time. */
interface Clock {
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/**
 * Tries until it works or the time is over, once at least, and then fails as the last attempt did.
 *
 * @param deadline when to give up, in milliseconds since the epoch
 */
export async function poll<T>(deadline: number, attempt: () => Promise<T>, clock: Clock = { now: Date.now, sleep }): Promise<T> {
  const start = clock.now();
  let waited = false;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (error instanceof Conclusive || error instanceof Skipped) throw error;
      if (clock.now() + INTERVAL_MS >= deadline) throw waited ? withPatience(error, clock.now() - start) : error;
      waited = true;
      await clock.sleep(INTERVAL_MS);
    }
  }
}

function withPatience(error: unknown, waited: number): Error {
  const message = error instanceof Error ? error.message : String(error);
  return new Error(waited < 1_000 ? message : `${message} (after ${Math.round(waited / 1_000)} s)`);
}
