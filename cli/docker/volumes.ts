import type Dockerode from 'dockerode';
import { ownerLabels } from '../../constructs/core/labels';
import { resourceName } from '../../constructs/core/naming';
import { isOurs, type Owner, ownershipOf, ownersOf, ownerText } from '../../constructs/core/ownership';
import type { Platform } from '../../constructs/core/platform';
import { CommandError } from '../terminal/exit';
import { volumeNames } from './volume-names';

/** A volume of the engine. */
export interface Volume {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A container, running or not, with the names of the volumes that it has mounted. */
export interface VolumeUser {
  readonly labels: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
}

/** The data volumes that there are of an environment. */
export interface DataVolumes {
  readonly own: readonly string[];
  /** Those that may be its own or another's, which nothing tells: they are left alone. */
  readonly unclear: readonly string[];
}

/** Whose a volume is that has no label, by its name alone: everybody that could have given it that name. Pure. */
const possibleOwners = (name: string, parts: readonly string[]): readonly Owner[] =>
  parts.flatMap((part) => (name.endsWith(`-${part}`) ? ownersOf(name.slice(0, -part.length - 1)) : []));

/**
 * Which volumes hold an environment's data, whatever its configuration says today. Labels decide. One that was made together with its
 * container has none: it is the environment's when the environment could have given it its name, and either a container of it has it
 * mounted or nobody else could have. Pure.
 *
 * @param parts what volumes may be called behind a prefix
 */
export function dataVolumes(owner: Owner, parts: readonly string[], volumes: readonly Volume[], users: readonly VolumeUser[]): DataVolumes {
  const names = new Set(parts.map((part) => resourceName(owner, part)));
  const verdict = ({ name, labels }: Volume): keyof DataVolumes | 'others' => {
    const labelled = ownershipOf(owner, labels);
    if (labelled === 'own') return 'own';
    if (labelled === 'foreign' || !names.has(name)) return 'others';
    const mounting = users.filter((user) => user.volumes.includes(name));
    if (mounting.some((user) => ownershipOf(owner, user.labels) === 'foreign')) return 'others';
    return mounting.some((user) => isOurs(owner, user.labels)) || possibleOwners(name, parts).length === 1 ? 'own' : 'unclear';
  };
  const judged = volumes.map((volume) => ({ name: volume.name, verdict: verdict(volume) }));
  const of = (wanted: keyof DataVolumes): readonly string[] =>
    judged.flatMap(({ name, verdict: given }) => (given === wanted ? [name] : [])).sort();
  return { own: of('own'), unclear: of('unclear') };
}

/** Asks the engine for an environment's data volumes. */
export async function existingVolumes(engine: Dockerode, platform: Platform): Promise<DataVolumes> {
  const [{ Volumes }, containers, { everyPart }] = await Promise.all([
    engine.listVolumes(),
    engine.listContainers({ all: true }),
    import('./volume-parts'),
  ]);
  return dataVolumes(platform.config, everyPart(platform), (Volumes ?? []).map(volumeOf), containers.map(userOf));
}

/** A volume as the engine lists it. Pure. */
export const volumeOf = ({ Name, Labels }: Dockerode.VolumeInspectInfo): Volume => ({ name: Name, labels: Labels ?? {} });

/** A container as the engine lists it. Pure. */
const userOf = ({ Labels, Mounts }: Dockerode.ContainerInfo): VolumeUser => ({
  labels: Labels,
  volumes: Mounts.flatMap(({ Type, Name }) => (Type === 'volume' && Name !== undefined ? [Name] : [])),
});

/** Says which volumes are left alone, why, and how to delete them. Pure. */
export const unclearText = (platform: Platform, { unclear }: DataVolumes): string | undefined =>
  unclear.length === 0
    ? undefined
    : [
        `Left alone: ${unclear.join(', ')}. Without a label ${unclear.length === 1 ? 'it' : 'they'} may belong to ${ownersOf(`${platform.config.platform}-${platform.config.name}`).map(ownerText).join(', or to ')}. If no other needs ${unclear.length === 1 ? 'it' : 'them'}:`,
        `  docker volume rm ${unclear.join(' ')}`,
      ].join('\n');

/**
 * Makes the volumes of an environment that are not there yet, with the labels that say whose they are. Containers would make them without:
 * the provider can label none on an engine older than Docker 26.
 */
export async function makeVolumes(engine: Dockerode, platform: Platform): Promise<void> {
  const { Volumes } = await engine.listVolumes();
  const existing = new Set((Volumes ?? []).map(({ Name }) => Name));
  const missing = volumeNames(platform).filter((name) => !existing.has(name));
  await Promise.all(missing.map((Name) => engine.createVolume({ Name, Labels: { ...ownerLabels(platform.config) } })));
}

/**
 * Deletes volumes of an environment, all that can be deleted. One that became another's since they were looked for stays.
 *
 * @returns names of those that it deleted
 * @throws CommandError that names those in use
 */
export async function removeVolumes(engine: Dockerode, platform: Platform, names: readonly string[]): Promise<readonly string[]> {
  const { own, unclear } = await existingVolumes(engine, platform);
  const doomed = names.filter((name) => own.includes(name) || unclear.includes(name));
  const results = await Promise.allSettled(doomed.map((name) => engine.getVolume(name).remove()));
  const kept = doomed.filter((_, index) => results[index]?.status === 'rejected');
  if (kept.length === 0) return doomed;
  const [first] = kept;
  throw new CommandError(
    `in use, and not deleted: ${kept.join(', ')}. docker ps -a --filter volume=${first} names the container that uses it; remove it and run the command again.`,
  );
}
