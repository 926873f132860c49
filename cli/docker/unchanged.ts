import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type Dockerode from 'dockerode';
import type { Stack } from '../terraform/stack';
import type { Terraform } from '../terraform/terraform';
import type { EngineObject } from './leftovers';

/**
 * Everything that a plan depends on, as one hash: the stack, its variables, the state, and the containers, networks and images as the
 * engine describes them. When it is what it was after the last deployment, the plan would be empty; Terraform takes seconds to
 * find that out, because its provider waits 2 s whenever it reads a network (kreuzwerker/terraform-provider-docker,
 * resource_docker_network_funcs.go).
 */
export async function fingerprint(
  engine: Dockerode,
  objects: readonly EngineObject[],
  stack: Stack,
  terraform: Terraform,
): Promise<string> {
  const [described, images] = await Promise.all([Promise.all(objects.map((object) => describe(engine, object))), engine.listImages()]);
  const tags = images.flatMap(({ Id, RepoTags }) =>
    (RepoTags ?? []).filter((tag) => stack.images.includes(tag)).map((tag) => `${tag} ${Id}`),
  );
  const environment: NodeJS.ProcessEnv = { ...process.env, ...terraform.variables };
  const variables = stack.variables.map((name) => [name, environment[`TF_VAR_${name}`]]);
  const state = stack.stateFile === undefined || !existsSync(stack.stateFile) ? '' : readFileSync(stack.stateFile, 'utf8');
  const parts = [terraform.program, environment['DOCKER_HOST'], stack.text, state, variables, described.sort(), tags.sort()];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** A container or network as it was made; not what changes by itself, such as times and addresses. */
async function describe(engine: Dockerode, { kind, id }: EngineObject): Promise<string> {
  if (kind === 'network') {
    const { Name, Id, Internal, Labels, IPAM, Options, Driver } = await engine.getNetwork(id).inspect();
    return JSON.stringify({ Name, Id, Internal, Labels, IPAM, Options, Driver });
  }
  const { Id, Name, Image, Config, HostConfig, Mounts, NetworkSettings, State } = await engine.getContainer(id).inspect();
  // The engine keeps both in maps: their order differs from one answer to the next.
  const mounts = Mounts.map((mount) => JSON.stringify(mount)).sort();
  const networks = Object.values(NetworkSettings.Networks)
    .map(({ NetworkID, Aliases }) => JSON.stringify([NetworkID, [...(Aliases ?? [])].sort()]))
    .sort();
  return JSON.stringify({ Id, Name, Image, Config, HostConfig, mounts, networks, running: State.Running && !State.Paused });
}

/** What a folder remembers of its deployments. It is beside the state's own data, and worth nothing without it. */
export class DeploymentRecord {
  constructor(private readonly stack: Stack) {}

  /** Whether a deployment was started and did not come to its end. */
  get cutOff(): boolean {
    return existsSync(this.file('o11y-deploying'));
  }

  /** Whether this is the fingerprint of the last complete deployment. */
  matches(current: string): boolean {
    const file = this.file('o11y-deployed');
    return !this.cutOff && existsSync(file) && readFileSync(file, 'utf8') === current;
  }

  start(): void {
    rmSync(this.file('o11y-deployed'), { force: true });
    writeFileSync(this.file('o11y-deploying'), '');
  }

  /** Terraform has come to its end, well or not: its state is whole. */
  end(): void {
    rmSync(this.file('o11y-deploying'), { force: true });
  }

  complete(current: string): void {
    writeFileSync(this.file('o11y-deployed'), current, { mode: 0o600 });
  }

  private file(name: string): string {
    return join(this.stack.folder, '.terraform', name);
  }
}
