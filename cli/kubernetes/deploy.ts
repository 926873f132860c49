import type { Platform } from '../../constructs/core/platform';
import { rejectFailures } from '../preflight/reject';
import type { Deployment, DeployOptions } from '../target/operations';
import { unreadyComponents } from '../target/wait';
import { CommandError } from '../terminal/exit';
import type { Interruption } from '../terminal/interrupt';
import { note } from '../terminal/output';
import type { Progress } from '../terminal/progress';
import { alone } from '../terraform/alone';
import { type Applied, applyWithTerraform, interruptedError, staleError, stoppedError } from '../terraform/deploy';
import type { Summary } from '../terraform/events';
import { ensureInitialised } from '../terraform/init';
import type { Project } from '../terraform/project';
import type { ReviewedPlan } from '../terraform/saved-plan';
import { type Adoption, adopt, adoptionsOf } from './adopt';
import { keepOwnerOfClaims } from './claims';
import { failureText } from './failure';
import { keepOwner } from './owner';
import { watchPods } from './pod-watch';
import { preflight } from './preflight';
import { waitUntilReady } from './readiness';
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
  return alone(session, 'deploy', async (own, interruption) => {
    await progress.phase('Preparing Terraform', () => ensureInitialised(own.terraform, own.stack));
    if (interruption.stop.aborted) throw interruptedError(name);
    const resizes = await resizesOf(own.cluster, platform);
    await makeRoom(own.cluster, resizes);
    const changes = await applyChanges(own, progress, options.plan);
    await growClaims(own.cluster, resizes);
    await waitForComponents(own, progress, options, interruption);
    // Whoever removes the environment with Terraform alone takes its pods and its namespace's labels away.
    await keepOwner(own.cluster, platform);
    await keepOwnerOfClaims(own.cluster, platform);
    return { changes, seconds: (Date.now() - started) / 1_000 };
  });
}

async function applyChanges(session: ClusterSession, progress: Progress, reviewed: ReviewedPlan | undefined): Promise<Summary> {
  const { platform, cluster, terraform } = session;
  const { name } = platform.config;
  const watch = watchPods(cluster, platform);
  try {
    const { outcome, changes, failed } = await applyAdopting(session, progress, reviewed);
    if (outcome.kind === 'done') return changes;
    const afterKill = `npx o11y doctor ${name} names a release that is locked now, and the command that frees it; then deploy again.`;
    throw (
      staleError(reviewed, name, outcome) ??
      stoppedError(name, outcome, terraform, afterKill) ??
      new CommandError(await failureText(cluster, platform, outcome, failed, watch.troubles()))
    );
  } finally {
    watch.stop();
  }
}

/**
 * Applies the stack, and once more with what exists already and is the environment's own: a deployment that was killed has made it. What comes
 * after such an object, such as those in a namespace, is refused only then.
 */
async function applyAdopting(
  { platform, cluster, terraform, stack }: ClusterSession,
  progress: Progress,
  reviewed: ReviewedPlan | undefined,
): Promise<Applied> {
  const adopted = new Map<string, Adoption>();
  for (;;) {
    const { release } = adopt(terraform, [...adopted.values()]);
    const applied = await applyWithTerraform(terraform, progress, { reviewed, type: 'helm_release' }).finally(release);
    // A reviewed plan says exactly what is made.
    if (applied.outcome.kind !== 'failed' || reviewed !== undefined) return applied;
    const more = (await adoptionsOf(cluster, platform, stack.text, applied.outcome)).filter(({ address }) => !adopted.has(address));
    if (more.length === 0) return applied;
    note(`Made by a deployment that was cut off, and taken over: ${more.map(({ id }) => id).join(', ')}.`);
    for (const adoption of more) adopted.set(adoption.address, adoption);
  }
}

async function waitForComponents(
  { platform, cluster }: ClusterSession,
  progress: Progress,
  { timeoutSeconds }: DeployOptions,
  { stop }: Interruption,
): Promise<void> {
  const unready = await unreadyComponents(platform.config.name, progress, { timeoutSeconds, stop }, (waiting) =>
    waitUntilReady(cluster, platform, waiting),
  );
  if (unready === undefined) return;
  const { components, lines } = unready;
  const watch = watchPods(cluster, platform);
  await watch.look();
  watch.stop();
  const details = watch.troubles().filter(({ component }) => components.some((other) => other.component === component));
  throw new CommandError([...lines, ...details.flatMap((trouble) => trouble.lines)].join('\n'));
}
