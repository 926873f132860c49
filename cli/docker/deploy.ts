import { setTimeout as sleep } from 'node:timers/promises';
import { environmentPrefix, resourceName } from '../../constructs/core/naming';
import { countText } from '../../cost/text';
import { rejectFailures } from '../preflight/reject';
import type { Deployment, DeployOptions } from '../target/operations';
import { exitText, RESTARTS_TOLERATED, type Readiness } from '../target/readiness';
import { type Unready, unreadyComponents } from '../target/wait';
import { CannotDeployError, CommandError } from '../terminal/exit';
import type { Interruption } from '../terminal/interrupt';
import { note } from '../terminal/output';
import type { Progress } from '../terminal/progress';
import { alone } from '../terraform/alone';
import { applyWithTerraform, failedText, interruptedError, staleError, stoppedError } from '../terraform/deploy';
import { diagnosticsText } from '../terraform/diagnostics';
import type { Summary } from '../terraform/events';
import { makeGenerated } from '../terraform/generated';
import { ensureInitialised } from '../terraform/init';
import type { Project } from '../terraform/project';
import type { ReviewedPlan } from '../terraform/saved-plan';
import type { Outcome, Run } from '../terraform/terraform';
import { unlimited } from './engine';
import { guestsOf, guestsText, objectsOf, type Remains, remainsOf, removeObjects, resume } from './leftovers';
import { type ContainerExit, followLogs, type LogFollower, lastLines } from './logs';
import { restartCounts, waitUntilReady } from './readiness';
import type { Session } from './session';
import { DeploymentRecord, fingerprint } from './unchanged';
import { makeVolumes } from './volumes';

/**
 * Brings an environment into the state that its configuration describes, and waits until every component is ready.
 *
 * @throws CannotDeployError when something is missing; nothing was touched then
 * @throws CommandError with the component that failed and the end of its log
 */
export async function deploy(project: Project, session: Session, progress: Progress, options: DeployOptions): Promise<Deployment> {
  const started = Date.now();
  return alone(session, 'deploy', async (own, interruption) => {
    const record = new DeploymentRecord(own.stack);
    const remains = await progress.phase('Checking', () => check(project, own, record, options));
    if (interruption.stop.aborted) throw new CommandError('Interrupted before anything was touched.', 130);
    await progress.phase('Tidying up', () => repair(own, remains, record.cutOff));
    await progress.phase('Preparing Terraform', () => ensureInitialised(own.terraform, own.stack));
    const changes = await applyUnlessUnchanged(own, progress, record, options, interruption);
    return { changes, seconds: (Date.now() - started) / 1_000 };
  });
}

/** Finds what is in the way, and what an earlier deployment left behind. Touches nothing. */
async function check(project: Project, session: Session, record: DeploymentRecord, options: DeployOptions): Promise<Remains> {
  const { platform, stack, engine } = session;
  const objects = await objectsOf(engine, platform);
  const remains = remainsOf(objects, stack, platform.config.name, record.cutOff, options.takeOver ? 'take-over' : 'deploy');
  const { leftovers } = remains;
  if (options.plan !== undefined) requireTidy(options.plan, platform.config.name, remains);
  const { preflight } = await import('./preflight');
  const findings = await preflight(project, platform);
  // What is left over is about to be removed.
  const names = new Set(leftovers.map(({ name }) => `name ${name}`));
  rejectFailures(
    platform.config.name,
    findings.filter((finding) => !names.has(finding.check)),
  );
  const networks = leftovers.filter(({ kind }) => kind === 'network');
  const guests =
    networks.length === 0 ? [] : (await guestsOf(engine, objects)).filter(({ network }) => networks.some(({ name }) => name === network));
  if (guests.length > 0)
    throw new CannotDeployError(guestsText(guests), 'containers of others are attached to networks that have to be made again');
  return remains;
}

/** A reviewed plan says all that is done: there must be nothing else to do first. @throws CannotDeployError */
function requireTidy({ name }: ReviewedPlan, environment: string, { leftovers, recovery }: Remains): void {
  if (leftovers.length === 0 && recovery === undefined) return;
  const what =
    recovery === undefined
      ? leftovers
          .map((object) => object.name)
          .sort()
          .join(', ')
      : "Terraform's state";
  throw new CannotDeployError(
    `${what} must be put in order first, which ${name} does not say: npx o11y deploy ${environment} does it. Nothing was touched.`,
  );
}

async function repair({ engine }: Session, { own, leftovers, recovery }: Remains, cutOff: boolean): Promise<void> {
  const resumed = await resume(engine, own);
  if (resumed.length > 0) note(`Paused by somebody, and resumed: ${resumed.join(', ')}.`);
  if (recovery !== undefined) note(recovery.restore());
  if (leftovers.length === 0) return;
  await removeObjects(engine, leftovers);
  const names = leftovers.map(({ name }) => name).sort();
  const why = cutOff ? 'The last deployment was cut off' : "Some things were not in Terraform's state";
  note(`${why}: removed ${names.join(', ')}, to be made again. Data volumes were left alone.`);
}

async function applyUnlessUnchanged(
  session: Session,
  progress: Progress,
  record: DeploymentRecord,
  options: DeployOptions,
  interruption: Interruption,
): Promise<Summary | undefined> {
  const { engine, platform, stack, terraform } = session;
  if (interruption.stop.aborted) throw interruptedError(platform.config.name);
  const current = async (): Promise<string> => fingerprint(engine, await objectsOf(engine, platform), stack, terraform);
  const unchanged = !options.refresh && options.plan === undefined && record.matches(await current());
  const restartsBefore = await restartCounts(engine, platform);
  const follower = await followLogs(unlimited(), platform.config, (exit) => watcher.onExit(exit));
  const watcher = new CrashWatcher();
  try {
    let changes: Summary | undefined;
    if (!unchanged) changes = await applyChanges(session, progress, record, follower, watcher, options.plan);
    const { timeoutSeconds } = options;
    const unready = await unreadyComponents(platform.config.name, progress, { timeoutSeconds, stop: interruption.stop }, (waiting) =>
      waitUntilReady(engine, platform, restartsBefore, waiting),
    );
    if (unready !== undefined) throw await unreadyError(session, follower, unready);
    if (!unchanged) record.complete(await current());
    return changes;
  } finally {
    follower.close();
  }
}

/** Stops Terraform when a component keeps ending: it would wait for its health for minutes. */
class CrashWatcher {
  crashed: ContainerExit | undefined;
  private run: Run | undefined;

  watch(run: Run): void {
    this.run = run;
  }

  onExit(exit: ContainerExit): void {
    if (exit.times <= RESTARTS_TOLERATED || exit.exitCode === 0) return;
    this.crashed ??= exit;
    this.run?.stop();
  }
}

const NOTHING: Summary = { add: 0, change: 0, remove: 0 };

async function applyChanges(
  session: Session,
  progress: Progress,
  record: DeploymentRecord,
  follower: LogFollower,
  watcher: CrashWatcher,
  reviewed: ReviewedPlan | undefined,
): Promise<Summary> {
  const { platform, terraform } = session;
  const { name } = platform.config;
  record.start();
  await makeVolumes(session.engine, platform);
  const generated = reviewed === undefined ? await makeGenerated(session, progress) : undefined;
  const { outcome, changes, failed } =
    generated !== undefined && generated.kind !== 'done'
      ? { outcome: generated, changes: NOTHING, failed: [] }
      : await applyWithTerraform(terraform, progress, { reviewed, type: 'docker_container', onStart: (run) => watcher.watch(run) });
  if (outcome.kind !== 'killed') record.end();
  if (outcome.kind === 'done') return changes;
  const afterKill = `npx o11y deploy ${name} repairs that: what is not in the state is made again, and data volumes are left alone.`;
  throw (
    staleError(reviewed, name, outcome) ??
    // It is this that stopped Terraform, and no person.
    (watcher.crashed === undefined ? undefined : await crashError(session, follower, watcher.crashed)) ??
    stoppedError(name, outcome, terraform, afterKill) ??
    (await failedError(session, follower, outcome, failed))
  );
}

async function failedError(session: Session, follower: LogFollower, outcome: Outcome, failed: readonly string[]): Promise<CommandError> {
  const logs = await Promise.all(failed.map((component) => logText(session, follower, component)));
  return new CommandError([failedText(failed), diagnosticsText(outcome), ...logs].join('\n'));
}

async function crashError(session: Session, follower: LogFollower, { container, exitCode }: ContainerExit): Promise<CommandError> {
  const component = container.slice(environmentPrefix(session.platform.config).length + 1);
  return new CommandError(
    `${component} keeps ending with ${exitText(exitCode)}; the deployment was stopped.\n${await logText(session, follower, component)}`,
  );
}

async function unreadyError(session: Session, follower: LogFollower, { components, lines }: Unready<Readiness>): Promise<CommandError> {
  const logs = await Promise.all(components.map(({ component }) => logText(session, follower, component)));
  return new CommandError([...lines, ...logs].join('\n'));
}

/** The end of a component's log, from the engine while its container exists, or else what was heard of it before it was deleted. */
async function logText({ engine, platform }: Session, follower: LogFollower, component: string): Promise<string> {
  const container = resourceName(platform.config, component);
  // What it said last is still on its way.
  await sleep(200);
  const heard = follower.tail(container);
  const lines = heard.length > 0 ? heard : await lastLines(engine, container);
  const exit = follower.exitOf(container);
  const title =
    exit === undefined
      ? `${component}:`
      : `${component} (ended with ${exitText(exit.exitCode)}${exit.times > 1 ? `, ${exit.times} times` : ''}):`;
  if (lines.length === 0) return `${title} its log is empty`;
  return [`Last ${countText(lines.length, 'line')} of the log of ${title}`, ...lines.map((line) => `  ${line}`)].join('\n');
}
