import { spawn } from 'node:child_process';
import { types } from 'node:util';

/** How a program ended. */
export interface Answer {
  /** Its exit code; undefined when there is no such program. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end with a text as its input. Never throws. */
export type Runner = (program: string, args: readonly string[], input?: string) => Promise<Answer>;

/** How long a program may take: kubectl has a limit of its own for each request, helm has none for a repository that is silent. */
const PATIENCE_MS = 60_000;

/** Runs a program of this machine. Starts a process. */
export const runProgram: Runner = (program, args, input) =>
  new Promise((resolve) => {
    const child = spawn(program, args, { stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'] });
    // spawn's own time limit outlives a program that does not exist, and would keep this process from ending.
    const timer = setTimeout(() => child.kill(), PATIENCE_MS);
    const [stdout, stderr]: [string[], string[]] = [[], []];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => stdout.push(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
    const ended = (code: number | undefined, problem = ''): void => {
      clearTimeout(timer);
      resolve({ code, stdout: stdout.join(''), stderr: stderr.join('') + problem });
    };
    child.on('error', (error) => ended(isMissing(error) ? undefined : 1, error.message));
    child.on('close', (code) => ended(code ?? 1, code === null ? `${program} was killed: no answer within ${PATIENCE_MS / 1_000} s` : ''));
    // A program that ends before it has read everything is reported by its exit code.
    child.stdin?.on('error', () => {}).end(input);
  });

const isMissing = (error: unknown): boolean => types.isNativeError(error) && 'code' in error && error.code === 'ENOENT';
