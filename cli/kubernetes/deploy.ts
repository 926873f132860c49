import type { Platform } from '../../constructs/core/platform';
import { rejectFailures } from '../preflight/reject';
import type { Deployment, DeployOptions } from '../target/operations';
import { CannotDeployError, CommandError } from '../terminal/exit';
import { type Interruption, interruptible } from '../terminal/interrupt';
import { count, note } from '../terminal/output';
import type { Progress } from '../terminal/progress';
import { showChanges } from '../terraform/changes';
import type { Summary } from '../terraform/events';
import { ensureInitialised } from '../terraform/init';
import type { Project } from '../terraform/project';
import type { ReviewedPlan } from '../terraform/saved-plan';
import { stalePlanText } from '../terraform/saved-plan';
import { apply } from '../terraform/terraform';
import { failureText } from './failure';
import { watchPods } from './pod-watch';
import { preflight } from './preflight';
import { type ComponentState, waitUntilReady } from './readiness';
import { growClaims, makeRoom, resizesOf } from './resize';
import { type ClusterSession, openClusterSession } from './session';

/**
 * Brings an environment into the state that its configuration describes, and waits until every component is ready: also those whose
 * pods an operator makes, for which Helm does not wait.
 *
 * @throws CannotDeployError when something is missing; nothing was touched then
 * @throws CommandError with the release that failed, Helm's reason, and what its pods said before they were rolled back
 */
export async function deploy(project: Project, platform: Platform, progress: Progress, options: DeployOptions): Promise<Deployment> {
  const started = Date.now();
  const { name } = platform.config;
  await progress.phase('Checking', async () => rejectFailures(name, await preflight(platform)));
  const session = openClusterSession(project, platform);
  const stopping = (): void => note('\nStopping: Terraform ends what is under way and writes its state. Ctrl-C again kills it.');
  return interruptible(stopping, async (interruption) => {
    const own: ClusterSession = { ...session, terraform: { ...session.terraform, interruption } };
    await progress.phase('Preparing Terraform', () => ensureInitialised(own.terraform, own.stack));
    if (interruption.stop.aborted) throw interruptedError(name);
    const resizes = await resizesOf(own.cluster, platform);
    await makeRoom(own.cluster, resizes);
    const changes = await applyChanges(own, progress, interruption, options.plan);
    await growClaims(own.cluster, resizes);
    await waitForComponents(own, progress, options, interruption);
    return { changes, seconds: (Date.now() - started) / 1_000 };
  });
}

async function applyChanges(
  { platform, cluster, terraform }: ClusterSession,
  progress: Progress,
  interruption: Interruption,
  reviewed: ReviewedPlan | undefined,
): Promise<Summary> {
  const { name } = platform.config;
  const failed: string[] = [];
  let changes: Summary = { add: 0, change: 0, remove: 0 };
  const watch = watchPods(cluster, platform);
  try {
    const outcome = await showChanges(
      progress,
      reviewed === undefined ? 'Planning' : `Applying ${reviewed.name}`,
      (show) =>
        apply(
          terraform,
          (event) => {
            show(event);
            if (event.kind === 'summary') changes = event.changes;
            if (event.kind === 'errored' && event.resource.type === 'helm_release') failed.push(event.resource.name);
          },
          reviewed?.file,
        ).outcome,
    );
    switch (outcome.kind) {
      case 'done':
        return changes;
      case 'interrupted':
        throw interruptedError(name);
      case 'killed':
        throw killedError(name, interruption);
      case 'failed': {
        const stale = stalePlanText(reviewed, name, outcome.diagnostics);
        if (stale !== undefined) throw new CannotDeployError(stale);
        throw new CommandError(await failureText(cluster, platform, outcome, failed, watch.troubles()));
      }
    }
  } finally {
    watch.stop();
  }
}

const interruptedError = (environment: string): CommandError =>
  new CommandError(
    `Interrupted. Terraform has written its state: npx o11y deploy ${environment} goes on from here, npx o11y destroy ${environment} removes what there is.`,
    130,
  );

const killedError = (environment: string, interruption: Interruption): CommandError =>
  new CommandError(
    [
      'Terraform was killed before it could write down everything that it had made.',
      `npx o11y doctor ${environment} names a release that is locked now, and the command that frees it; then deploy again.`,
    ].join('\n'),
    interruption.kill.aborted ? 130 : 1,
  );

async function waitForComponents(
  { platform, cluster }: ClusterSession,
  progress: Progress,
  options: DeployOptions,
  interruption: Interruption,
): Promise<void> {
  const looked = await progress.phase('Waiting for components', (update) =>
    waitUntilReady(cluster, platform, {
      timeoutSeconds: options.timeoutSeconds,
      stop: interruption.stop,
      onLook: (all) => update(waitingText(all)),
    }),
  );
  if (interruption.stop.aborted) throw interruptedError(platform.config.name);
  const unready = looked.filter(({ state }) => state !== 'ready');
  if (unready.length === 0) return;
  const failed = unready.filter(({ state }) => state === 'failed');
  const shown = failed.length > 0 ? failed : unready;
  const title = failed.length > 0 ? `${count(failed.length, 'component')} failed:` : `Not ready after ${options.timeoutSeconds} s:`;
  const watch = watchPods(cluster, platform);
  await watch.look();
  watch.stop();
  const details = watch.troubles().filter(({ component }) => shown.some((other) => other.component === component));
  throw new CommandError(
    [title, ...shown.map(({ component, reason }) => `  ${component}: ${reason}`), ...details.flatMap(({ lines }) => lines)].join('\n'),
  );
}

function waitingText(components: readonly ComponentState[]): string {
  const waiting = components.filter(({ state }) => state !== 'ready').map(({ component }) => component);
  return waiting.length > 3 ? count(waiting.length, 'component') : waiting.join(', ');
}
