import type Dockerode from 'dockerode';
import { resourceName } from '../constructs/core/naming';
import type { Platform } from '../constructs/core/platform';
import { placeholders } from './destroy-variables';
import { diagnosticsText } from './diagnostics';
import type { Summary } from './events';
import { CommandError } from './exit';
import { ensureInitialised } from './init';
import { interruptible } from './interrupt';
import { guestsOf, guestsText, objectsOf, remainsOf, removeObjects } from './leftovers';
import { note } from './output';
import type { Progress } from './progress';
import type { Session } from './session';
import { type Terraform, destroy as terraformDestroy } from './terraform';
import { DeploymentRecord } from './unchanged';

/**
 * Removes an environment's containers and networks; data volumes stay.
 *
 * @param takeOver whether to remove what another folder deployed, too
 * @throws CommandError before anything is touched when containers of others are attached to its networks
 */
export async function destroy(session: Session, progress: Progress, takeOver: boolean): Promise<Summary> {
  const { engine, platform, stack } = session;
  const record = new DeploymentRecord(stack);
  const objects = await objectsOf(engine, platform);
  const { leftovers, recovery } = remainsOf(objects, stack, platform.config.name, record.cutOff, takeOver);
  const guests = await guestsOf(engine, objects);
  if (guests.length > 0) throw new CommandError(guestsText(guests));
  const stopping = (): void => note('\nStopping: Terraform ends what is under way and writes its state. Ctrl-C again kills it.');
  return interruptible(stopping, async (interruption) => {
    const terraform: Terraform = {
      ...session.terraform,
      variables: { ...placeholders(stack), ...session.terraform.variables },
      interruption,
    };
    if (recovery !== undefined) note(recovery.restore());
    await progress.phase('Preparing Terraform', () => ensureInitialised(terraform, stack));
    if (interruption.stop.aborted) throw new CommandError('Interrupted before anything was removed.', 130);
    record.start();
    let changes: Summary = { add: 0, change: 0, remove: 0 };
    const outcome = await progress.changes(
      'Planning',
      (show) =>
        terraformDestroy(terraform, (event) => {
          show(event);
          if (event.kind === 'summary') changes = event.changes;
        }).outcome,
    );
    if (outcome.kind === 'killed')
      throw new CommandError(`Terraform was killed: npx o11y destroy ${platform.config.name} goes on from here.`);
    if (outcome.kind === 'interrupted') {
      record.end();
      throw new CommandError(
        `Interrupted. Terraform has written its state: npx o11y destroy ${platform.config.name} goes on from here.`,
        130,
      );
    }
    if (outcome.kind === 'failed') {
      record.end();
      throw new CommandError(`The environment could not be removed:\n${diagnosticsText(outcome)}`);
    }
    await removeObjects(engine, leftovers);
    record.end();
    return { ...changes, remove: changes.remove + leftovers.length };
  });
}

/** Names of the volumes that hold an environment's data. Pure. */
export function volumeNames({ config, components }: Platform): readonly string[] {
  const names = components.flatMap(({ name, storage, sharedMounts }) => [
    ...(storage === undefined ? [] : [name]),
    ...sharedMounts.map((shared) => shared.name),
  ]);
  return [...new Set(names)].map((name) => resourceName(config, name)).sort();
}

/** Those of an environment's data volumes that exist. */
export async function existingVolumes(engine: Dockerode, platform: Platform): Promise<readonly string[]> {
  const names = new Set(volumeNames(platform));
  const { Volumes } = await engine.listVolumes();
  return (Volumes ?? [])
    .map(({ Name }) => Name)
    .filter((name) => names.has(name))
    .sort();
}
