import { spawnSync } from 'node:child_process';
import Docker from 'dockerode';

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

const PING = "new (require('dockerode'))().ping().then(() => process.exit(0), () => process.exit(1))";

/** Tests that need a Docker engine. Without one they are skipped, visibly; with O11Y_LAB=1 its absence is a failure. */
export function describeWithEngine(title: string, tests: () => void): void {
  const answers = spawnSync(process.execPath, ['-e', PING], { cwd: __dirname, timeout: 10_000 }).status === 0;
  if (answers || process.env['O11Y_LAB'] === '1') describe(title, tests);
  else describe.skip(`(no Docker engine answers) ${title}`, tests);
}
