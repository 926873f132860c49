import { spawnSync } from 'node:child_process';
import Docker from 'dockerode';
import { imageName, images } from '../../../config/versions';
import { allOf, describeWith, isInLabs, type Need } from '../needs';

/** The engine that the suite deploys to. */
export const engine = new Docker();

/** A container of the environment under test, by its component. */
export const containerOf = (prefix: string, component: string): Docker.Container => engine.getContainer(`${prefix}-${component}`);

/** When each container of an environment was created and started: what changes when it is replaced or restarted. */
export async function identities(prefix: string): Promise<Readonly<Record<string, { readonly id: string; readonly startedAt: string }>>> {
  const containers = await engine.listContainers({ all: true, filters: { label: [`app.kubernetes.io/part-of=${prefix}`] } });
  const entries = await Promise.all(
    containers.map(async ({ Id, Names }) => {
      const { State } = await engine.getContainer(Id).inspect();
      return [(Names[0] ?? '').slice(1), { id: Id, startedAt: State.StartedAt }] as const;
    }),
  );
  return Object.fromEntries(entries);
}

/** Starts a container that belongs to the test, on the given networks. */
export async function startContainer(name: string, options: Omit<Docker.ContainerCreateOptions, 'name'>): Promise<Docker.Container> {
  await removeContainer(name);
  const container = await engine.createContainer({
    ...options,
    name,
    Labels: { 'observability-stacks.dev/test': 'true', ...options.Labels },
  });
  await container.start();
  return container;
}

export async function removeContainer(name: string): Promise<void> {
  await engine
    .getContainer(name)
    .remove({ force: true, v: true })
    .catch((error: { readonly statusCode?: number }) => {
      if (error.statusCode !== 404) throw error;
    });
}

/** Removes an environment with its networks and volumes, and containers of the test. */
export async function removePlatform(prefix: string, others: readonly string[]): Promise<void> {
  for (const name of [...others, ...Object.keys(await identities(prefix))]) await removeContainer(name);
  for (const { Id, Name } of await engine.listNetworks()) if (Name.startsWith(`${prefix}-`)) await engine.getNetwork(Id).remove();
  const { Volumes } = await engine.listVolumes();
  for (const { Name } of Volumes ?? []) if (Name.startsWith(`${prefix}-`)) await engine.getVolume(Name).remove();
}

/** Runs a program in a running container and gives its exit status and output. */
export async function execute(
  container: Docker.Container,
  command: readonly string[],
): Promise<{ readonly status: number; readonly output: string }> {
  const exec = await container.exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, Tty: true });
  const stream = await exec.start({ Tty: true });
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return { status: (await exec.inspect()).ExitCode ?? 1, output: Buffer.concat(chunks).toString() };
}

/** Prints the names of all images as JSON. Tests are collected before anything can be awaited, so that a process has to ask. */
const LIST_IMAGES = `new (require('dockerode'))().listImages().then(
  (images) => console.log(JSON.stringify(images.flatMap(({ RepoTags }) => RepoTags ?? []))),
  () => process.exit(1),
)`;

const asked = spawnSync(process.execPath, ['-e', LIST_IMAGES], { cwd: __dirname, encoding: 'utf8', timeout: 60_000 });
/** The names of the engine's images; undefined when no engine answers. */
const imageNames = asked.status === 0 ? (JSON.parse(asked.stdout) as readonly string[]) : undefined;

const engineNeed: Need = { missing: imageNames === undefined ? 'a Docker engine that answers' : undefined, inLab: true };

/** An image of the toolkit's, in the engine. */
export function imageNeed(image: keyof typeof images): Need {
  const name = imageName(images[image]);
  const product = images[image].repository.split('/').at(-1) ?? '';
  return { missing: imageNames?.includes(name) === true ? undefined : `the image ${name}`, inLab: isInLabs(product) };
}

/** Tests that need a Docker engine, and perhaps more. */
export const describeWithEngine = (title: string, tests: () => void, ...needs: readonly Need[]): void =>
  describeWith(engineNeed.missing === undefined ? allOf(...needs) : engineNeed, title, tests);
