/** A person's wish to stop: the first Ctrl-C asks, every further one insists. */
export interface Interruption {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

/** Besides Ctrl-C: what service managers send, and a terminal that is closed. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Does work that must not be cut off in the middle: while it lasts, Ctrl-C ends neither this process nor, by itself, what it
 * started.
 *
 * @param announce says what happens now; called at the first Ctrl-C
 */
export async function interruptible<T>(announce: () => void, work: (interruption: Interruption) => Promise<T>): Promise<T> {
  const [stop, kill] = [new AbortController(), new AbortController()];
  const listener = (): void => {
    if (stop.signal.aborted) {
      kill.abort();
      return;
    }
    announce();
    stop.abort();
  };
  for (const signal of SIGNALS) process.on(signal, listener);
  try {
    return await work({ stop: stop.signal, kill: kill.signal });
  } finally {
    for (const signal of SIGNALS) process.off(signal, listener);
  }
}
