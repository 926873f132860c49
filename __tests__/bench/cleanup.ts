import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const actions: (() => Promise<void> | void)[] = [];

/** Notes what is to be undone at the end of the section, or when a person stops the benchmark. */
export function undoLater(action: () => Promise<void> | void): void {
  actions.push(action);
}

/** Undoes everything noted, the latest first. */
export async function cleanUp(): Promise<void> {
  for (let action = actions.pop(); action !== undefined; action = actions.pop()) await action();
}

/** A new folder that is removed at the end. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `o11y-bench-${name}-`));
  undoLater(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
