import type { Checks } from './check';

/** Several times a second, so that it is seen to move. */
const REFRESH_MS = 200;

/** Shows on a terminal what is still waited for, and takes the line away again when told to. Does nothing elsewhere. */
export function showProgress(checks: Checks, stream: NodeJS.WriteStream): () => void {
  if (!stream.isTTY) return () => {};
  const start = Date.now();
  const timer = setInterval(() => {
    const text = progressText(checks.pending(), Date.now() - start);
    stream.write(`\r\u001b[2K${text.slice(0, (stream.columns || 80) - 1)}`);
  }, REFRESH_MS);
  return () => {
    clearInterval(timer);
    stream.write('\r\u001b[2K');
  };
}

/** `12 s  waiting for 3 checks: span metrics, trace stored in tempo, …` */
export function progressText(pending: readonly string[], elapsedMs: number): string {
  const number = pending.length === 1 ? '1 check' : `${pending.length} checks`;
  return `${Math.floor(elapsedMs / 1_000)} s  waiting for ${number}: ${pending.join(', ')}`;
}
