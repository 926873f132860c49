import type Dockerode from 'dockerode';
import type { Platform } from '../../../constructs/core/platform';
import type { Finding } from '../../preflight/finding';
import { secretFindings } from '../../preflight/secrets';
import { nodeFinding, terraformFinding } from '../../preflight/tools';
import type { Project } from '../../terraform/project';
import { readStack, type Stack } from '../../terraform/stack';
import { readState } from '../../terraform/state';
import { callEngine, type EngineAnswer } from '../engine';
import { diskFinding, freeSpace, memoryFinding } from './capacity';
import { engineFinding } from './engine';
import { dataRootFinding, type EngineInfo, engineVariables, isLocal } from './engine-paths';
import { imageFindings } from './images';
import { type Existing, nameFindings } from './names';
import { type PublishedPort, portFindings } from './ports';
import { volumeFindings } from './volumes';

export type { Finding } from '../../preflight/finding';

/**
 * Finds what would keep a deployment to the engine from working, before anything is touched. All checks run at once; with everything in
 * order they take well under a second.
 */
export async function preflight(project: Project, platform: Platform): Promise<readonly Finding[]> {
  const answer = callEngine();
  const findings = await Promise.all([
    machineFindings(answer, platform),
    secretFindings(platform),
    answer.then((given) => dockerFindings(project, platform, given)),
  ]);
  return findings.flat();
}

/** Looks at the machine, and with an environment at all that it needs, as {@link preflight} does. */
export async function doctor(project: Project, platform: Platform | undefined): Promise<readonly Finding[]> {
  return platform === undefined ? machineFindings(callEngine()) : preflight(project, platform);
}

/**
 * The variables to run Terraform with, so that the stack finds the engine's data and socket where this engine has them.
 * Empty when they are in their usual places, when the user set them, or when no engine answers.
 */
export async function deployVariables(): Promise<Readonly<Record<string, string>>> {
  const { engine, address } = await callEngine();
  if (engine === undefined) return {};
  const info: EngineInfo = await engine.info();
  return engineVariables(info, address, process.env);
}

async function machineFindings(answer: Promise<EngineAnswer>, platform?: Platform): Promise<readonly Finding[]> {
  const [terraform, engine] = await Promise.all([terraformFinding(platform?.config), answer]);
  return [nodeFinding(), terraform, engineFinding(engine)];
}

async function dockerFindings(project: Project, platform: Platform, { engine, address }: EngineAnswer): Promise<readonly Finding[]> {
  // That there is none is found with the machine; nothing more can be said without one.
  if (engine === undefined) return [];
  const stack = readStack(project, platform.config.name);
  const [info, containers, networks, images] = await Promise.all([
    engine.info() as Promise<EngineInfo>,
    engine.listContainers({ all: true }),
    engine.listNetworks(),
    imageFindings(engine, stack.images),
  ]);
  const [ports, volumes, free] = await Promise.all([
    portFindings(platform, containers.flatMap(publishedPorts), publishesHere(address)),
    volumeFindings(engine, platform),
    isLocal(info, address) ? freeSpace(info.DockerRootDir) : undefined,
  ]);
  const existing: readonly Existing[] = [
    ...containers.map((container) => ({
      kind: 'container' as const,
      id: container.Id,
      name: nameOf(container),
      labels: container.Labels,
    })),
    ...networks.map((network) => ({ kind: 'network' as const, id: network.Id, name: network.Name, labels: network.Labels ?? {} })),
  ];
  return [
    ...ports,
    memoryFinding(platform, info.MemTotal),
    ...(free === undefined ? [] : [diskFinding(platform, info.DockerRootDir, free)]),
    ...images,
    dataRootFinding(info, process.env),
    ...nameFindings(stack, platform.config, knownIds(stack), existing),
    ...volumes,
  ];
}

/** What the environment's state knows; undefined when it is not in a file, or in a damaged one, of which the deployment says more. */
function knownIds({ stateFile }: Stack): ReadonlySet<string> | undefined {
  try {
    return stateFile === undefined ? undefined : readState(stateFile).ids;
  } catch {
    return undefined;
  }
}

/** An engine behind a socket publishes ports on this machine, Docker Desktop's too; one behind the network on its own. */
const publishesHere = (address: string): boolean => /^(unix|npipe):/.test(address);

const nameOf = ({ Names }: Dockerode.ContainerInfo): string => (Names[0] ?? '').replace(/^\//, '');

const publishedPorts = (container: Dockerode.ContainerInfo): readonly PublishedPort[] =>
  container.Ports.flatMap(({ PublicPort: port, IP: address }) =>
    port === undefined ? [] : [{ container: nameOf(container), labels: container.Labels, address: address ?? '', port }],
  );
