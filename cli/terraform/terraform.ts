import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, sep } from 'node:path';
import { promisify, types } from 'node:util';
import { CannotDeployError, CommandError } from '../terminal/exit';
import type { Interruption } from '../terminal/interrupt';
import { type Diagnostic, parseLine, type TerraformEvent } from './events';
import { spawnPrivately } from './private-files';
import { UnnamedFile } from './unnamed-file';

/** Terraform or OpenTofu, in the folder of a stack. */
export interface Terraform {
  /** The program. */
  readonly program: string;
  /** Folder of the synthesised stack. */
  readonly folder: string;
  /** What is added to the environment: `TF_VAR_<name>`. */
  readonly variables: Readonly<Record<string, string>>;
  /** What a person's Ctrl-C does to it; the process's default when absent. */
  readonly interruption?: Interruption;
}

/** How a run of Terraform ended. */
export interface Outcome {
  readonly kind: 'done' | 'failed' | 'interrupted' | 'killed';
  /** Errors and warnings, in the order in which they came. */
  readonly diagnostics: readonly Diagnostic[];
  /** What it said outside its protocol. */
  readonly text: string;
}

/** A run of Terraform that is under way. */
export interface Run {
  readonly outcome: Promise<Outcome>;
  /** Asks it once to stop: it ends what is under way, and writes its state. */
  readonly stop: () => void;
}

/**
 * The program to run: TERRAFORM_BINARY_NAME, which cdktf reads too, or else terraform, or else tofu.
 *
 * @throws CannotDeployError when there is none on the PATH
 */
export function findTerraform(environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = environment['TERRAFORM_BINARY_NAME'];
  if (chosen !== undefined && chosen !== '') {
    if (isOnPath(chosen, environment)) return chosen;
    throw new CannotDeployError(
      `TERRAFORM_BINARY_NAME (${chosen}) must be a program on the PATH: correct it, or unset it to use terraform or tofu`,
    );
  }
  const found = ['terraform', 'tofu'].find((program) => isOnPath(program, environment));
  if (found !== undefined) return found;
  throw new CannotDeployError(
    'neither terraform nor tofu is on the PATH: install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install)',
  );
}

function isOnPath(program: string, environment: NodeJS.ProcessEnv): boolean {
  const candidates = program.includes(sep)
    ? [program]
    : (environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder, program));
  return candidates.some(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Without the first, every run asks a server on the internet for news. */
const QUIET = { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' } as const;

/** Prepares the stack's folder: the backend, and the providers. */
export const init = (terraform: Terraform): Run => start(terraform, ['init', '-input=false', '-json'], () => {});

/** Most resources wait for a container to be healthy, which takes time and no work: with Terraform's own 10 the others would queue. */
const PARALLELISM = '-parallelism=32';

/** What a plan is made of. */
export interface PlanOptions {
  /** Where it is saved; an absolute path. */
  readonly file: string;
  /** Only what differs between the state and reality. */
  readonly refreshOnly: boolean;
  /** Whether a deployment must not go on meanwhile: for a plan that is to be applied. */
  readonly lock: boolean;
}

/** Saves what an apply would do. Ends well whether there are changes or not: Terraform's 2 says that there are. */
export const plan = (terraform: Terraform, { file, refreshOnly, lock }: PlanOptions, listener: (event: TerraformEvent) => void): Run =>
  start(
    terraform,
    [
      'plan',
      '-input=false',
      '-detailed-exitcode',
      '-json',
      PARALLELISM,
      lock ? '-lock-timeout=30s' : '-lock=false',
      ...(refreshOnly ? ['-refresh-only'] : []),
      `-out=${file}`,
    ],
    listener,
    [0, 2],
  );

/**
 * What a saved plan says, for people or for programs; it may hold secrets. Starts a process.
 *
 * @param file an absolute path
 * @throws CommandError when it is no plan, or not one of this program
 */
export async function show({ program, folder, variables }: Terraform, file: string, format: 'text' | 'json'): Promise<string> {
  const args = ['show', '-no-color', ...(format === 'json' ? ['-json'] : []), file];
  try {
    // A plan holds every file of every component, some of them several times.
    const { stdout } = await promisify(execFile)(program, args, {
      cwd: folder,
      env: { ...process.env, ...variables, ...QUIET },
      maxBuffer: 512 * 1_024 * 1_024,
    });
    return stdout;
  } catch {
    // What it said may hold what is in the plan.
    throw new CommandError(`${program} cannot read the plan ${file}: it is damaged, or was made by another program or version`);
  }
}

/** Makes what the stack describes; with the absolute path of a saved plan, exactly what that says. */
export const apply = (terraform: Terraform, listener: (event: TerraformEvent) => void, saved?: string): Run =>
  saved === undefined
    ? start(terraform, ['apply', '-input=false', '-auto-approve', '-json', PARALLELISM], listener)
    : start(terraform, ['apply', '-input=false', '-json', PARALLELISM, saved], afterPlanning(listener));

/** Makes some resources of the stack alone, and what they need. */
export const applyOnly = (terraform: Terraform, addresses: readonly string[]): Run =>
  start(
    terraform,
    ['apply', '-input=false', '-auto-approve', '-json', '-refresh=false', ...addresses.map((address) => `-target=${address}`)],
    () => {},
  );

/** Of a saved plan Terraform lists the changes, and does not say that these were all: the first that starts does. */
function afterPlanning(listener: (event: TerraformEvent) => void): (event: TerraformEvent) => void {
  let planned = false;
  return (event) => {
    if (event.kind === 'started' && !planned) {
      planned = true;
      listener({ kind: 'summary', operation: 'plan', changes: { add: 0, change: 0, remove: 0 } });
    }
    listener(event);
  };
}

/** Removes what the stack describes. */
export const destroy = (terraform: Terraform, listener: (event: TerraformEvent) => void): Run =>
  start(terraform, ['apply', '-destroy', '-input=false', '-auto-approve', '-json', PARALLELISM], listener);

/** The value of an output of the stack, or undefined when its state has none of that name. */
export async function output(terraform: Terraform, name: string): Promise<string | undefined> {
  const lines: string[] = [];
  const run = start(terraform, ['output', '-no-color', '-raw', name], (event) => event.kind === 'text' && lines.push(event.text));
  return (await run.outcome).kind === 'done' ? lines.join('\n') : undefined;
}

/** The state as JSON, from wherever it is kept; empty when there is none yet. @throws CommandError with the backend's reason */
export async function pullState({ program, folder, variables }: Terraform): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, ['state', 'pull'], {
      cwd: folder,
      env: { ...process.env, ...variables, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' },
      maxBuffer: 512 * 1_024 * 1_024,
    });
    return stdout;
  } catch (error) {
    const said =
      types.isNativeError(error) && 'stderr' in error
        ? String(error.stderr)
            .replace(/[\s│╷╵]+/g, ' ')
            .trim()
        : '';
    throw new CommandError(`${program} cannot read the state: ${said}`);
  }
}

/**
 * Starts a process. Its own process group keeps a terminal's Ctrl-C from it: two of them would make it give up its work. If this process is
 * killed, it goes on to its end.
 */
function start(
  { program, folder, variables, interruption }: Terraform,
  args: readonly string[],
  listener: (event: TerraformEvent) => void,
  accepted: readonly number[] = [0],
): Run {
  const diagnostics: Diagnostic[] = [];
  const text: string[] = [];
  let stopped = false;
  const output = new UnnamedFile((line) => {
    const parsed = parseLine(line);
    const event: TerraformEvent | undefined = parsed?.kind === 'errored' && stopped ? { ...parsed, kind: 'stopped' } : parsed;
    if (event?.kind === 'diagnostic') diagnostics.push(event.diagnostic);
    if (event?.kind === 'text') text.push(event.text);
    if (event !== undefined) listener(event);
  });
  const errors = new UnnamedFile((line) => text.push(line));
  const child = spawnPrivately(program, args, {
    cwd: folder,
    detached: true,
    stdio: ['ignore', output.descriptor, errors.descriptor],
    env: { ...process.env, ...variables, ...QUIET },
  });
  const stop = (): void => {
    if (!stopped) child.kill('SIGINT');
    stopped = true;
  };
  const kill = (): void => killGroup(child.pid);
  interruption?.stop.addEventListener('abort', stop);
  interruption?.kill.addEventListener('abort', kill);
  const closeOutputs = (): void => {
    output.close();
    errors.close();
  };
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.on('error', (error) => {
      if (child.pid === undefined) closeOutputs();
      reject(error);
    });
    child.on('exit', (code, signal) => {
      // A provider outlives a Terraform that is killed, and would go on making things that nobody notes.
      if (signal !== null) kill();
      closeOutputs();
      const kind = signal === null ? (accepted.includes(code ?? 1) ? 'done' : stopped ? 'interrupted' : 'failed') : 'killed';
      resolve({ kind, diagnostics, text: text.join('\n') });
    });
  });
  const release = (): void => {
    interruption?.stop.removeEventListener('abort', stop);
    interruption?.kill.removeEventListener('abort', kill);
  };
  return { outcome: outcome.finally(release), stop };
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}
