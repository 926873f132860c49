import type { Owner } from '../../constructs/core/ownership';
import { CannotDeployError } from '../terminal/exit';
import { type Fate, type Holder, holderSchema } from './holder';

/** A lock that somebody else has put on an environment. */
export interface Held {
  /** Name of the object that is the lock. */
  readonly lock: string;
  /** The command that takes it off by hand. */
  readonly remove: string;
  /** Undefined when a version wrote it that this one does not know. */
  readonly holder: Holder | undefined;
  readonly fate: Exclude<Fate, { readonly kind: 'ended' }>;
}

/** Who holds a lock, from what was written on it. */
export function readHolder(text: string | undefined): Holder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

/** Ends what is left of a holder that has ended: it would go on making what no state knows. */
export function endProviders(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
}

const whoText = ({ lock, holder }: Pick<Held, 'lock' | 'holder'>): string =>
  holder === undefined
    ? `somebody with another version of this program (${lock})`
    : `o11y ${holder.command} (process ${holder.pid} on ${holder.host}, since ${holder.since})`;

/** Says that it is waited for a Terraform whose command was killed. Pure. */
export const outlivedText = (held: Pick<Held, 'lock' | 'holder'>, pids: readonly number[]): string =>
  `${whoText(held)} was killed, and Terraform (process ${pids.join(', ')}) goes on: waiting until it has ended.`;

/** Says who holds the lock, and what to do. Pure. */
export function heldError({ platform, name }: Owner, held: Held): CannotDeployError {
  const summary = `${name} of ${platform} is held by ${whoText(held)}`;
  return new CannotDeployError([`${summary}. Nothing was touched.`, wayOut(held)].join('\n'), summary);
}

function wayOut({ remove, fate }: Held): string {
  switch (fate.kind) {
    case 'running':
      return 'Wait until it has ended, and run the command again.';
    case 'outlived':
      return `It was killed, and Terraform (process ${fate.pids.join(', ')}) still runs: wait until it has ended, and run the command again.`;
    case 'unknown':
      return `Whether it still runs cannot be seen from here. Wait until it has ended; if you know that it has: ${remove}`;
  }
}
