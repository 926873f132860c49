import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntilReady } from '../../cli/docker/readiness';
import { engine } from '../support/e2e/engine';
import { E2eProject, run } from '../support/e2e/project';
import { temporaryFolder, undoLater } from './cleanup';
import { ENVIRONMENT, overlay, PREFIX, platform, removePlatform, requireEngine, requireProgram, SECRETS } from './platform';
import { median, type Row, type Section, spread } from './rows';
import { writeShellScript } from './shell-script';

const RUNS = 3;
/** Deployments of no change after each. */
const REPEATS = 3;
const READY_TIMEOUT = 300;

/** Deployment until everything is ready, beside a shell script that makes the same containers; then deployment of no change. */
export const deployment: Section = {
  name: 'deploy',
  run: async ({ progress }) => {
    await requireEngine();
    await run('terraform', ['version'], { cwd: '.' }).catch((error: unknown) => requireProgram(error, 'terraform'));
    const times = { ours: [] as number[], script: [] as number[], again: [] as number[], refresh: [] as number[] };
    for (let round = 1; round <= RUNS; round++) {
      progress(`round ${round} of ${RUNS}: o11y deploy`);
      const project = await deployOnce(times);
      await removeAll(project);
      progress(`round ${round} of ${RUNS}: shell script`);
      times.script.push(await runScript());
      await removePlatform();
    }
    return rows(times);
  },
};

function rows(times: {
  readonly ours: number[];
  readonly script: number[];
  readonly again: number[];
  readonly refresh: number[];
}): readonly Row[] {
  return [
    {
      measure: 'deploy from nothing until ready',
      value: median(times.ours),
      unit: 's',
      beside: { what: 'shell script', value: median(times.script) },
      target: { of: 'ratio', at: 'most', limit: 1.25 },
      note: `${platform.components.length} components, images present; ${spread(times.ours, 1)}; script: ${spread(times.script, 1)}; bundling, synthesis and terraform init included`,
    },
    {
      measure: 'deploy again, no change',
      value: median(times.again),
      unit: 's',
      target: { of: 'value', at: 'most', limit: 4 },
      note: spread(times.again),
    },
    { measure: 'the same, asking Terraform (--refresh)', value: median(times.refresh), unit: 's', note: spread(times.refresh) },
  ];
}

/** One deployment of a project that has never been deployed, and two more of the same. */
async function deployOnce(times: { readonly ours: number[]; readonly again: number[]; readonly refresh: number[] }): Promise<E2eProject> {
  const project = await createProject();
  // A published package is built already; here the command line is built whenever a source file was edited.
  await project.o11y(['--version'], 0);
  times.ours.push(await timed(() => project.o11y(['deploy', ENVIRONMENT], 0)));
  for (let repeat = 0; repeat < REPEATS; repeat++) times.again.push(await timed(() => project.o11y(['deploy', ENVIRONMENT], 0)));
  times.refresh.push(await timed(() => project.o11y(['deploy', ENVIRONMENT, '--refresh'], 0)));
  return project;
}

/** A project of the platform, which is removed at the end. */
export async function createProject(): Promise<E2eProject> {
  const project = await E2eProject.create(overlay, SECRETS);
  undoLater(() => project.remove());
  return project;
}

async function removeAll(project: E2eProject): Promise<void> {
  await project.o11y(['destroy', ENVIRONMENT, '--yes'], 0);
  await removePlatform();
}

async function runScript(): Promise<number> {
  const { DockerRootDir } = (await engine.info()) as { readonly DockerRootDir: string };
  const folder = temporaryFolder('script');
  const paths = { dataRoot: DockerRootDir, socket: '/var/run/docker.sock' };
  const path = writeShellScript({ platform, engine: paths, secrets: SECRETS, folder });
  return timed(async () => {
    await run('sh', [path], { cwd: folder, expect: 0 });
    await ready();
  });
}

/** Waits as `o11y deploy` does: the two must mean the same by "ready". */
async function ready(): Promise<void> {
  const components = await waitUntilReady(engine, platform, new Map(), {
    timeoutSeconds: READY_TIMEOUT,
    stop: new AbortController().signal,
    onLook: () => {},
  });
  const waiting = components.filter(({ state }) => state !== 'ready');
  if (waiting.length > 0) throw new Error(waiting.map(({ component, reason }) => `${PREFIX}-${component} ${reason}`).join('; '));
}

/** Seconds that something takes. */
async function timed(action: () => Promise<unknown>): Promise<number> {
  // What the engine still does for what was removed before is not this run's.
  await sleep(2_000);
  const started = performance.now();
  await action();
  return (performance.now() - started) / 1_000;
}
