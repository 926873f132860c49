import { execFile } from 'node:child_process';
import { CommandError } from '../terminal/exit';

/** What git said. */
export interface GitResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where git runs, and further environment variables for it. */
export interface GitOptions {
  readonly cwd?: string;
  readonly environment?: NodeJS.ProcessEnv;
}

// A base is read, never fetched: large files stay pointers, and nobody is asked for a password.
const OFFLINE: NodeJS.ProcessEnv = { GIT_LFS_SKIP_SMUDGE: '1', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_OPTIONAL_LOCKS: '0' };

/**
 * Runs git to its end, whatever its status. Starts a process.
 *
 * @throws CommandError when there is no git
 */
export function git(args: readonly string[], { cwd, environment }: GitOptions = {}): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const options = { cwd, env: { ...process.env, ...OFFLINE, ...environment }, maxBuffer: 64 * 1_048_576 };
    execFile('git', args, options, (error, stdout, stderr) => {
      if (error === null) return resolve({ status: 0, stdout, stderr });
      if (typeof error.code === 'number') return resolve({ status: error.code, stdout, stderr });
      reject(
        error.code === 'ENOENT'
          ? new CommandError('git is not installed, and the plan compares revisions of a git repository: install git (apt-get install git)')
          : error,
      );
    });
  });
}

/** What git prints, without the line's end. Starts a process. @throws CommandError with git's own words when it fails */
export async function gitText(args: readonly string[], options?: GitOptions): Promise<string> {
  const { status, stdout, stderr } = await git(args, options);
  if (status !== 0) throw new CommandError(`git ${args[0] ?? ''} failed: ${stderr.trim()}`);
  return stdout.trimEnd();
}

/** The same where failing is an answer: undefined. Starts a process. */
export async function gitAnswer(args: readonly string[]): Promise<string | undefined> {
  const { status, stdout } = await git(args);
  return status === 0 ? stdout.trimEnd() : undefined;
}
