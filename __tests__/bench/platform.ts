import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { imageName, images as imageReferences } from '../../config/versions';
import { environmentPrefix } from '../../constructs/core/naming';
import { type Platform, resolvePlatform } from '../../constructs/core/platform';
import { registry } from '../../constructs/registry';
import { dockerAddressing } from '../../constructs/targets/addressing';
import { engine, removeContainer } from '../support/e2e/engine';
import { overlay as endToEnd, SECRETS } from '../support/e2e/environment';
import { undoLater } from './cleanup';
import { NotMeasurable } from './rows';

/** The end-to-end platform under another name and on other ports, so that the benchmark runs beside the suite and beside users' own. */
export const overlay: EnvironmentOverlay = {
  ...endToEnd,
  platform: 'o11ybench',
  prometheus: { ...endToEnd.prometheus, port: 11_090 },
  alertmanager: { ...endToEnd.alertmanager, port: 11_093 },
  loki: { ...endToEnd.loki, port: 11_100 },
  jaeger: { ...endToEnd.jaeger, port: 11_686 },
  otelCollector: { ...endToEnd.otelCollector, ports: { grpc: 11_317, http: 11_318, metrics: 11_888, health: 11_133 } },
};

export { SECRETS };

export const ENVIRONMENT = 'dev';

/** The platform as data, as the deployment renders it. */
export const platform: Platform = resolvePlatform(defineEnvironment(ENVIRONMENT, overlay), registry, dockerAddressing);

export const PREFIX = environmentPrefix(platform.config);

/** Names of the servers that are started with their default configurations: no part of the platform. */
export const DEFAULTS_PREFIX = `${platform.config.platform}-default-`;

/** Makes sure that there is an engine with every image, and nothing of an earlier run. @throws NotMeasurable */
export async function requireEngine(): Promise<void> {
  const images = [...platform.components.map(({ image }) => imageName(image)), imageName(imageReferences.busybox)];
  let present: ReadonlySet<string>;
  try {
    present = new Set((await engine.listImages()).flatMap(({ RepoTags }) => RepoTags ?? []));
  } catch (error) {
    throw new NotMeasurable(`no container engine answers: ${error instanceof Error ? error.message : String(error)}`);
  }
  const missing = [...new Set(images)].filter((image) => !present.has(image));
  if (missing.length > 0)
    throw new NotMeasurable(`these images are not on the engine, and pulling them is not measured: ${missing.join(', ')}`);
  undoLater(removePlatform);
  await removePlatform();
}

/** Removes the platform with its data, whoever made it. */
export async function removePlatform(): Promise<void> {
  const mine = (name: string): boolean => name.startsWith(`${PREFIX}-`) || name.startsWith(DEFAULTS_PREFIX);
  const containers = (await engine.listContainers({ all: true })).map(({ Names }) => (Names[0] ?? '').slice(1));
  for (const name of containers.filter(mine)) await removeContainer(name);
  for (const { Id, Name } of await engine.listNetworks()) if (mine(Name)) await engine.getNetwork(Id).remove();
  for (const { Name } of (await engine.listVolumes()).Volumes ?? []) if (mine(Name)) await engine.getVolume(Name).remove();
}

/** Turns the failure to start a program into why something is not measured. @throws NotMeasurable, or the error itself */
export function requireProgram(error: unknown, program: string): never {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new NotMeasurable(`${program} is not on the PATH`);
  throw error;
}
