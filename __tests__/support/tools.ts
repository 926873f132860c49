import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWith, programNeed } from './needs';

/** Tests that need a program of their own. */
export const describeWithTool = (program: string, title: string, tests: () => void): void =>
  describeWith(programNeed(program), `${program}: ${title}`, tests);

/** What a program said, and how it ended. */
export interface Outcome {
  readonly status: number | null;
  /** What it said for people and for programs. */
  readonly output: string;
  /** What it said for programs alone. */
  readonly stdout: string;
}

/** Runs a program to its end, within five minutes. Starts a process. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Outcome {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    ...options,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (error !== undefined) throw error;
  return { status, output: `${stdout}${stderr}`.trim(), stdout };
}

/** Hands a file with a text to a check, in a temporary folder that is removed afterwards. */
export function withFile<Result>(name: string, text: string, check: (path: string, folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'o11y-tool-'));
  try {
    const path = join(folder, name);
    writeFileSync(path, text);
    return check(path, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
