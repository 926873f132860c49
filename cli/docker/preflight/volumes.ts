import type Dockerode from 'dockerode';
import { environmentPrefix } from '../../../constructs/core/naming';
import { isOurs, labelledOwner, type Owner, ownersOf, ownerText } from '../../../constructs/core/ownership';
import type { Platform } from '../../../constructs/core/platform';
import { type Finding, failed, warning } from '../../preflight/finding';
import { volumeNames } from '../volume-names';
import { type DataVolumes, existingVolumes, type Volume, volumeOf } from '../volumes';

/** Whether a volume that the environment would write to is another's. */
export async function volumeFindings(engine: Dockerode, platform: Platform): Promise<readonly Finding[]> {
  const wanted = new Set(volumeNames(platform));
  const { Volumes } = await engine.listVolumes();
  const existing = (Volumes ?? []).map(volumeOf).filter(({ name }) => wanted.has(name));
  if (existing.every(({ labels }) => isOurs(platform.config, labels))) return [];
  return judge(platform.config, existing, await existingVolumes(engine, platform));
}

/** Judges the volumes that have a name that the environment uses. Pure. */
export function judge(owner: Owner, existing: readonly Volume[], { own, unclear }: DataVolumes): readonly Finding[] {
  return existing.flatMap(({ name, labels }) => {
    if (own.includes(name)) return [];
    const check = `volume ${name}`;
    if (unclear.includes(name)) {
      const owners = ownersOf(environmentPrefix(owner)).map(ownerText).join(', or of ');
      return [
        warning(
          check,
          `the volume ${name} has no label: what it holds is of ${owners}`,
          `if it is another's, set "platform" to another name in the environment's file`,
        ),
      ];
    }
    return [
      failed(
        check,
        `the volume ${name} exists and belongs to ${labelledOwner(labels) ?? 'another environment, whose container has it mounted'}`,
        `set "platform" to another name in the environment's file`,
      ),
    ];
  });
}
