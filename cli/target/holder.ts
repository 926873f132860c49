import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import * as z from 'zod';

/**
 * Who holds an environment's lock. A process is told by its number together with its start, since numbers are used again, and means something
 * only on its machine, since that was started, and in its namespace of processes.
 */
export const holderSchema = z.object({
  /** In the environment of everything that the holder starts, as {@link TOKEN}. */
  token: z.string(),
  /** `deploy` */
  command: z.string(),
  /** An instant as of ISO 8601. */
  since: z.string(),
  host: z.string(),
  /** Of the installation, of its start and of the namespace of processes; empty where the system does not say. */
  machine: z.string(),
  boot: z.string(),
  namespace: z.string(),
  pid: z.int(),
  /** In clock ticks after the machine's start; empty where the system does not say. */
  started: z.string(),
});

export type Holder = z.output<typeof holderSchema>;

type Machine = Pick<Holder, 'host' | 'machine' | 'boot' | 'namespace'>;

/** The variable that marks what a holder has started, and what that starts. */
export const TOKEN = 'O11Y_LOCK';

/** What is left of a holder. */
export type Fate =
  | { readonly kind: 'running' }
  /** The command has ended and Terraform, which it had started, has not. */
  | { readonly kind: 'outlived'; readonly pids: readonly number[] }
  /** Both have ended; providers that Terraform had started may be left, which do nothing more that anybody notes. */
  | { readonly kind: 'ended'; readonly providers: readonly number[] }
  /** It is or was where it cannot be seen from here. */
  | { readonly kind: 'unknown' };

/** A process of this machine. */
interface Process {
  readonly pid: number;
  /** Name of the program's file. */
  readonly program: string;
}

/** What there is of processes. */
export interface Processes {
  /** When a process was started; undefined when there is none. */
  readonly startOf: (pid: number) => string | undefined;
  /** Those that have a token in their environment. */
  readonly marked: (token: string) => readonly Process[];
}

/** This process as a holder. Reads the system. */
export const thisHolder = (command: string, now: Date = new Date()): Holder => ({
  ...thisMachine(),
  token: randomUUID(),
  command,
  since: now.toISOString(),
  pid: process.pid,
  started: systemProcesses.startOf(process.pid) ?? '',
});

/** Finds out what is left of a holder. Reads the system; pure for given facts. */
export function fateOf(holder: Holder, here: Machine = thisMachine(), processes: Processes = systemProcesses): Fate {
  if (holder.host !== here.host || holder.namespace !== here.namespace) return { kind: 'unknown' };
  if (holder.boot !== here.boot) {
    const restarted = holder.machine === here.machine && here.machine !== '' && holder.boot !== '' && here.boot !== '';
    return restarted ? { kind: 'ended', providers: [] } : { kind: 'unknown' };
  }
  if (processes.startOf(holder.pid) === holder.started) return { kind: 'running' };
  const left = processes.marked(holder.token);
  const providers = left.filter(({ program }) => program.startsWith('terraform-provider-'));
  const others = left.filter((process) => !providers.includes(process));
  if (others.length > 0) return { kind: 'outlived', pids: others.map(({ pid }) => pid) };
  return { kind: 'ended', providers: providers.map(({ pid }) => pid) };
}

/** Terraform or OpenTofu at work in a folder, whoever started it: cdktf does in that of a stack. Empty where the system does not say. */
export const terraformIn = (folder: string): readonly number[] =>
  pids().filter((pid) => ['terraform', 'tofu'].includes(programOf(pid)) && attempt(() => readlinkSync(`/proc/${pid}/cwd`)) === folder);

const thisMachine = (): Machine => ({
  host: hostname(),
  machine: text('/etc/machine-id'),
  boot: text('/proc/sys/kernel/random/boot_id'),
  namespace: attempt(() => readlinkSync('/proc/self/ns/pid')) ?? '',
});

/** By Linux's own account; elsewhere a process is known by its number alone, and Terraform only by its own lock on the state. */
const systemProcesses: Processes = {
  startOf: (pid) => {
    if (process.platform === 'linux') return startIn(text(`/proc/${pid}/stat`));
    return attempt(() => process.kill(pid, 0)) === undefined ? undefined : '';
  },
  marked: (token) =>
    pids()
      .filter((pid) => pid !== process.pid && text(`/proc/${pid}/environ`).split('\0').includes(`${TOKEN}=${token}`))
      .map((pid) => ({ pid, program: programOf(pid) })),
};

/** Field 22, counted behind the name, which may have blanks in it. A zombie has ended. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function startIn(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? undefined : fields[19];
}

const pids = (): readonly number[] => (attempt(() => readdirSync('/proc')) ?? []).map(Number).filter(Number.isInteger);

const programOf = (pid: number): string => basename((attempt(() => readlinkSync(`/proc/${pid}/exe`)) ?? '').replace(/ \(deleted\)$/, ''));

const text = (file: string): string => attempt(() => readFileSync(file, 'utf8').trim()) ?? '';

/** What is looked at may go away, or be another user's. */
function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
