import { setTimeout as sleep } from 'node:timers/promises';

/** How long is waited for what other programs do, in milliseconds. Seconds do on a quiet machine; this only ends what hangs. */
export const PATIENCE = 180_000;

/** Waits until something holds; what it throws meanwhile counts as no. @throws Error with the last reason when it does not in time */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  let reason = '';
  for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(100)) {
    try {
      if (await holds()) return;
    } catch (error) {
      reason = `: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
  throw new Error(`not within ${PATIENCE / 1_000} s: ${what}${reason}`);
}
