import type Dockerode from 'dockerode';
import { resourceName } from '../../constructs/core/naming';
import type { Platform } from '../../constructs/core/platform';
import { CommandError } from '../terminal/exit';
import { note } from '../terminal/output';
import type { Progress } from '../terminal/progress';
import { destroyWithTerraform } from '../terraform/destroy';
import type { Summary } from '../terraform/events';
import { guestsOf, guestsText, objectsOf, remainsOf, removeObjects } from './leftovers';
import type { Session } from './session';
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
  return destroyWithTerraform(session, progress, {
    prepare: () => {
      if (recovery !== undefined) note(recovery.restore());
    },
    start: () => record.start(),
    end: () => record.end(),
    finish: async () => {
      await removeObjects(engine, leftovers);
      return leftovers.length;
    },
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
