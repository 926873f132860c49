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
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && error.code === 'ENOSPC') return { message: withDiskHint(error.message), exitCode: 1 };
  if (isEngineError(error))
    return { message: `the container engine refused: ${error.reason} (${error.json?.message ?? error.message})`, exitCode: 1 };
  if ('code' in error && (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET')) {
    return {
      message: 'the container engine stopped answering: start it (sudo systemctl start docker) and run the command again',
      exitCode: 1,
    };
  }
  return undefined;
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
