import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type Dockerode from 'dockerode';
import { environmentPrefix, resourceName } from '../../constructs/core/naming';
import type { Owner } from '../../constructs/core/ownership';
import { endProviders, type Held, heldError, outlivedText, readHolder } from '../target/held';
import { type Fate, fateOf, type Holder, TOKEN, terraformIn, thisHolder } from '../target/holder';
import { CannotDeployError, CommandError } from '../terminal/exit';
import { note } from '../terminal/output';
import type { Hold } from '../terraform/session';
import { isNotFound } from './containers';

/** Names the platform and the environment that a lock is of. Not the labels of what an environment owns: a lock is none of its data. */
const LOCK = 'observability-stacks.dev/lock';

/** Says who holds it, as JSON. */
const HOLDER = 'observability-stacks.dev/lock-holder';

/** How long is waited for a Terraform whose command was killed (ms): it ends by itself, with its state whole. */
const PATIENCE_MS = 600_000;

/** Two that come at once both step back, and come again after a time that is not the same for both. */
const ATTEMPTS = 6;
const someTime = (): number => 100 + Math.random() * 500;

/**
 * The lock of an environment, on the engine that all folders and machines share which deploy to it: a volume for each holder, with nothing in
 * it and a name of its own. Whoever wants the lock makes one, then looks for others: of two that come at once, one at least sees the other.
 *
 * @param folder the synthesised stack, in which others may run Terraform
 */
export const lockOf =
  (engine: Dockerode, owner: Owner, folder: string): Hold =>
  async (command, stop, work) => {
    const lock = new Lock(engine, owner, thisHolder(command));
    await lock.take(stop);
    try {
      refuseOthersIn(folder, owner);
      return await work({ [TOKEN]: lock.holder.token });
    } finally {
      await lock.free();
    }
  };

class Lock {
  private readonly volume: string;
  private readonly label: string;

  constructor(
    private readonly engine: Dockerode,
    private readonly owner: Owner,
    readonly holder: Holder,
  ) {
    this.volume = resourceName(owner, `lock-${holder.token}`);
    this.label = `${owner.platform}/${owner.name}`;
  }

  /** @throws CannotDeployError when somebody else holds it */
  async take(stop: AbortSignal): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    let said = false;
    for (let attempt = 1; ; ) {
      const before = await this.others();
      const [held] = before.length > 0 ? before : await this.put();
      if (held === undefined) return;
      if (stop.aborted) throw new CommandError('Interrupted before anything was touched.', 130);
      if (held.fate.kind === 'outlived' && Date.now() < end) {
        if (!said) note(outlivedText(held, held.fate.pids));
        said = true;
        await sleep(250, undefined, { signal: stop }).catch(() => {});
      } else if (attempt < ATTEMPTS && isRecent(held)) {
        attempt += 1;
        await sleep(someTime(), undefined, { signal: stop }).catch(() => {});
      } else throw heldError(this.owner, held);
    }
  }

  /** Puts the lock on; takes it off again when another is there, and says which. */
  private async put(): Promise<readonly Held[]> {
    await this.engine.createVolume({ Name: this.volume, Labels: { [LOCK]: this.label, [HOLDER]: JSON.stringify(this.holder) } });
    const others = await this.others().catch(async (error: unknown) => {
      await this.free();
      throw error;
    });
    if (others.length > 0) await this.free();
    return others;
  }

  /** An engine that is restarted meanwhile answers again soon; what is not freed is known to be over by its process. */
  async free(): Promise<void> {
    for (let attempt = 1; attempt <= 5; attempt++) {
      if (await removed(this.engine, this.volume)) return;
      await sleep(500);
    }
  }

  /** Locks of others that still mean something. Takes those off whose holders have ended. */
  private async others(): Promise<readonly Held[]> {
    const { Volumes } = await this.engine.listVolumes({ filters: { label: [`${LOCK}=${this.label}`] } });
    const held = await Promise.all(
      (Volumes ?? []).map(async ({ Name, Labels }): Promise<readonly Held[]> => {
        if (Name === this.volume) return [];
        const holder = readHolder(Labels?.[HOLDER]);
        const fate: Fate = holder === undefined ? { kind: 'unknown' } : fateOf(holder);
        if (fate.kind !== 'ended') return [{ lock: Name, remove: `docker volume rm ${Name}`, holder, fate }];
        endProviders(fate.providers);
        await removed(this.engine, Name);
        return [];
      }),
    );
    return held.flat();
  }
}

/** Whether a volume is gone. */
async function removed(engine: Dockerode, volume: string): Promise<boolean> {
  try {
    await engine.getVolume(volume).remove();
    return true;
  } catch (error) {
    return isNotFound(error);
  }
}

const isRecent = ({ holder, fate }: Held): boolean =>
  fate.kind === 'running' && holder !== undefined && Date.now() - Date.parse(holder.since) < 5_000;

/** What cdktf starts has no lock on the engine; in the same folder it is seen. */
function refuseOthersIn(folder: string, owner: Owner): void {
  const [pid] = terraformIn(realpathSync(folder));
  if (pid === undefined) return;
  throw new CannotDeployError(
    `Terraform (process ${pid}) is at work on ${environmentPrefix(owner)} in ${folder}, started by cdktf or by hand. Nothing was touched; wait until it has ended.`,
    `Terraform (process ${pid}) is at work on it`,
  );
}
