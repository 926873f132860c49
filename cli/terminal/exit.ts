import { types } from 'node:util';
import { ConfigError } from '../../config/errors';

/** How a command ends: 0 done, 1 failed, 2 differences; 130 is a shell's own number for Ctrl-C. */
export type ExitCode = 0 | 1 | 2 | 130;

/** A command could not do what it was asked to; the message says what, why and what to do. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';

  constructor(
    message: string,
    readonly exitCode: ExitCode = 1,
  ) {
    super(message);
  }
}

/** Something that a deployment needs is missing; nothing was touched. */
export class CannotDeployError extends CommandError {
  override readonly name = 'CannotDeployError';

  /** @param summary the reason in one line, for those who print the details themselves */
  constructor(
    message: string,
    readonly summary: string = message,
  ) {
    super(message);
  }
}

/** The project's program failed; the message is what it said. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}

/**
 * What an error means to a person: a message without a stack, and an exit code. Undefined for an error that nobody
 * foresaw, whose stack is needed to mend it.
 */
export function explain(error: unknown): { readonly message: string; readonly exitCode: ExitCode } | undefined {
  if (error instanceof CommandError) return { message: error.message, exitCode: error.exitCode };
  if (error instanceof ConfigError || error instanceof SynthesisError) return { message: withDiskHint(error.message), exitCode: 1 };
  // The system's errors are of another realm where this runs in one, as in a test.
  if (!types.isNativeError(error)) return undefined;
  if (isEngineError(error))
    return { message: `the container engine refused: ${error.reason} (${error.json?.message ?? error.message})`, exitCode: 1 };
  if ('code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET')) {
    return {
      message: 'the container engine stopped answering: start it (sudo systemctl start docker) and run the command again',
      exitCode: 1,
    };
  }
  const system = systemErrorText(error);
  return system === undefined ? undefined : { message: system, exitCode: 1 };
}

/** What the system says by these codes, and what to do. https://nodejs.org/docs/latest-v20.x/api/errors.html#common-system-errors */
const SYSTEM: Readonly<Record<string, string>> = {
  EACCES: 'this user may not: change its permissions, or its owner',
  EBUSY: 'something else uses it',
  EEXIST: 'something else is there: move it away',
  EISDIR: 'it is a folder: move it away, or name a file',
  EMFILE: 'this process has too many files open: raise the limit (ulimit -n)',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'it does not exist, or its folder does not',
  ENOTDIR: 'a part of its path is a file, and has to be a folder',
  ENOTEMPTY: 'it is not empty',
  EPERM: 'this user may not: change its permissions, or its owner',
  EROFS: 'its file system can only be read: run the command in a copy of the project that can be written',
};

/** What went wrong with a file, without a stack; undefined for an error that is not the file system's. Pure. */
function systemErrorText(error: Error): string | undefined {
  if (!('code' in error) || typeof error.code !== 'string') return undefined;
  if (error.code === 'ENOSPC') return withDiskHint(error.message);
  if (!('syscall' in error)) return undefined;
  const why = SYSTEM[error.code];
  if (why === undefined || String(error.syscall).startsWith('spawn')) return undefined;
  // A rename fails for either of its ends; what is read by its number has no path.
  const path =
    ['dest', 'path'].map((key) => new Map(Object.entries(error)).get(key)).find((value) => typeof value === 'string') ?? 'a file';
  return `${path} cannot be ${verbOf(String(error.syscall))}: ${why}`;
}

function verbOf(syscall: string): string {
  if (/^(read|stat|lstat|scandir|opendir|readlink|access|realpath)/.test(syscall)) return 'read';
  if (/^(rm|unlink)/.test(syscall)) return 'removed';
  return syscall === 'open' ? 'opened' : 'written';
}

const withDiskHint = (message: string): string =>
  /ENOSPC|no space left on device/.test(message)
    ? 'the disk is full: nothing was lost; free some space (docker system df shows what the engine holds) and run the command again'
    : message;

/** What docker-modem throws for an answer of the engine other than 2xx. */
interface EngineError extends Error {
  readonly statusCode: number;
  readonly reason: string;
  readonly json?: { readonly message?: string };
}

const isEngineError = (error: Error): error is EngineError =>
  'statusCode' in error && typeof error.statusCode === 'number' && 'reason' in error && typeof error.reason === 'string';
