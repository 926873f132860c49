import type Dockerode from 'dockerode';
import { resourceName } from '../../constructs/core/naming';
import type { Platform } from '../../constructs/core/platform';
import { placeOfSource } from '../target/places';
import { counted, quoted } from '../target/promql';
import { type Disk, type Surroundings, WITHOUT_PROMETHEUS } from '../target/usage';
import { CommandError } from '../terminal/exit';
import { publishedPlaces } from './addresses';
import { ownContainer } from './containers';
import { requireEngine } from './session';

/** An environment of containers on a Docker engine. @throws CommandError when there is no Prometheus to ask */
export async function dockerSurroundings(platform: Platform): Promise<Surroundings> {
  const place = placeOfSource(publishedPlaces(platform), ['prometheus']);
  if (place === undefined) throw new CommandError(WITHOUT_PROMETHEUS);
  const engine = await requireEngine();
  const labels = (component: string): string => `name=${quoted(resourceName(platform.config, component))}`;
  const { exporters } = platform.config;
  const containerOf = async (component: string): Promise<Dockerode.Container | undefined> => {
    const container = await ownContainer(engine, platform.config, component);
    return container === undefined ? undefined : engine.getContainer(container.Id);
  };
  let volumes: Promise<ReadonlyMap<string, number>> | undefined;
  const volumeSizes = (): Promise<ReadonlyMap<string, number>> => {
    volumes ??= sizesOfVolumes(engine);
    return volumes;
  };
  return {
    prometheus: place.url,
    containers: (component) => (exporters.cadvisor.enabled ? labels(component) : undefined),
    kills: (component, seconds) =>
      exporters.cadvisor.enabled ? counted(`container_oom_events_total{${labels(component)}}`, seconds) : undefined,
    disk: async (component) => {
      const path = platform.components.find(({ name }) => name === component)?.storage?.path;
      if (path === undefined) return { isShared: true };
      const [used, space] = await Promise.all([
        usedInside(await containerOf(component), path),
        // Volumes of an engine lie on one disk; some stores have no program that tells its size.
        spaceOf(await containerOf('prometheus'), '/prometheus'),
      ]);
      if (used !== undefined) return { usedBytes: used, source: 'du in its container', isShared: true, ...space };
      const size = (await volumeSizes()).get(resourceName(platform.config, component));
      return size === undefined
        ? { isShared: true, ...space }
        : { usedBytes: size, source: 'lengths of the files in its volume, as the engine adds them up', isShared: true, ...space };
    },
  };
}

/** Blocks that files really have: Badger's are much longer than what is in them. */
async function usedInside(container: Dockerode.Container | undefined, path: string): Promise<number | undefined> {
  const kibibytes = /^(\d+)\s/.exec((await execute(container, ['du', '-sk', path])) ?? '')?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1_024;
}

/** Size and free space of the disk on which a directory lies. */
async function spaceOf(container: Dockerode.Container | undefined, path: string): Promise<Pick<Disk, 'capacityBytes' | 'freeBytes'>> {
  const output = (await execute(container, ['df', '-kP', path])) ?? '';
  const { total, free } = /\s(?<total>\d+)\s+\d+\s+(?<free>\d+)\s+\d+%/.exec(output)?.groups ?? {};
  return total === undefined || free === undefined ? {} : { capacityBytes: Number(total) * 1_024, freeBytes: Number(free) * 1_024 };
}

/** What a program in a container prints; undefined when the image does not have it, or it fails. */
async function execute(container: Dockerode.Container | undefined, command: readonly string[]): Promise<string | undefined> {
  if (container === undefined) return undefined;
  try {
    const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: false, Tty: true });
    const stream = await exec.start({ Tty: true });
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(Buffer.from(chunk));
    return (await exec.inspect()).ExitCode === 0 ? Buffer.concat(chunks).toString() : undefined;
  } catch {
    return undefined;
  }
}

/** https://docs.docker.com/reference/api/engine/version/v1.41/#tag/System/operation/SystemDataUsage */
async function sizesOfVolumes(engine: Dockerode): Promise<ReadonlyMap<string, number>> {
  const { Volumes } = (await engine.df()) as {
    readonly Volumes?: readonly { readonly Name: string; readonly UsageData?: { readonly Size: number } | null }[] | null;
  };
  return new Map((Volumes ?? []).flatMap(({ Name, UsageData }) => ((UsageData?.Size ?? -1) < 0 ? [] : [[Name, UsageData?.Size ?? 0]])));
}
