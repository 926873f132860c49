import { spawnSync } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where a program lies on the PATH; undefined when it is not there. */
function findProgram(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * Tests that need a program of their own. Without it they are skipped, visibly; with O11Y_LAB=1, which says that all programs
 * are there, its absence is a failure.
 */
export function describeWithTool(program: string, title: string, tests: () => void): void {
  if (findProgram(program) !== undefined) {
    describe(`${program}: ${title}`, tests);
  } else if (process.env['O11Y_LAB'] === '1') {
    describe(`${program}: ${title}`, () => {
      it('has its program', () => {
        throw new Error(`${program} is not on the PATH, and O11Y_LAB=1 says that it is`);
      });
    });
  } else {
    describe.skip(`${program} (not on the PATH): ${title}`, tests);
  }
}

/** Tests that need a program that no lab has to have: without it they are skipped, visibly. */
export function describeWithOptionalTool(program: string, title: string, tests: () => void): void {
  if (findProgram(program) !== undefined) describe(`${program}: ${title}`, tests);
  else describe.skip(`${program} (not on the PATH): ${title}`, tests);
}

/** What a program said, and how it ended. */
export interface Outcome {
  readonly status: number | null;
  /** What it said for people and for programs. */
  readonly output: string;
  /** What it said for programs alone. */
  readonly stdout: string;
}

/** Runs a program to its end, within a minute. Starts a process. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly input?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Outcome {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    ...options,
    env: { ...process.env, ...options.env },
    encoding: 'utf8',
    timeout: 60_000,
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
