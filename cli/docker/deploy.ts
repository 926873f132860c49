import { setTimeout as sleep } from 'node:timers/promises';
import { environmentPrefix, resourceName } from '../../constructs/core/naming';
import { rejectFailures } from '../preflight/reject';
import type { Deployment, DeployOptions } from '../target/operations';
import { exitText, RESTARTS_TOLERATED, type Readiness } from '../target/readiness';
import { CannotDeployError, CommandError } from '../terminal/exit';
import { type Interruption, interruptible } from '../terminal/interrupt';
import { count, note } from '../terminal/output';
import type { Progress } from '../terminal/progress';
import { showChanges } from '../terraform/changes';
import { diagnosticsText } from '../terraform/diagnostics';
import type { Summary, TerraformEvent } from '../terraform/events';
import { ensureInitialised } from '../terraform/init';
import type { Project } from '../terraform/project';
import { type ReviewedPlan, stalePlanText } from '../terraform/saved-plan';
import { apply, type Outcome, type Run } from '../terraform/terraform';
import { guestsOf, guestsText, objectsOf, type Remains, remainsOf, removeObjects } from './leftovers';
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
  const record = new DeploymentRecord(session.stack);
  const remains = await progress.phase('Checking', () => check(project, session, record, options));
  const stopping = (): void => note('\nStopping: Terraform ends what is under way and writes its state. Ctrl-C again kills it.');
  return interruptible(stopping, async (interruption) => {
    const own: Session = { ...session, terraform: { ...session.terraform, interruption } };
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
  const remains = remainsOf(objects, stack, platform.config.name, record.cutOff, options.takeOver);
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

async function repair({ engine }: Session, { leftovers, recovery }: Remains, cutOff: boolean): Promise<void> {
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
  const follower = await followLogs(engine, platform.config, (exit) => watcher.onExit(exit));
  const watcher = new CrashWatcher();
  try {
    let changes: Summary | undefined;
    if (!unchanged) changes = await applyChanges(session, progress, record, follower, watcher, options.plan);
    const looked = await progress.phase('Waiting for components', (update) =>
      waitUntilReady(engine, platform, {
        timeoutSeconds: options.timeoutSeconds,
        restartsBefore,
        stop: interruption.stop,
        onLook: (all) => update(waitingText(all)),
      }),
    );
    if (interruption.stop.aborted) throw interruptedError(platform.config.name);
    const unready = looked.filter(({ state }) => state !== 'ready');
    if (unready.length > 0) throw await unreadyError(session, follower, unready, options);
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

async function applyChanges(
  session: Session,
  progress: Progress,
  record: DeploymentRecord,
  follower: LogFollower,
  watcher: CrashWatcher,
  reviewed: ReviewedPlan | undefined,
): Promise<Summary> {
  const { platform, terraform } = session;
  const failed: string[] = [];
  let changes: Summary = { add: 0, change: 0, remove: 0 };
  record.start();
  await makeVolumes(session.engine, platform);
  const outcome = await showChanges(progress, reviewed === undefined ? 'Planning' : `Applying ${reviewed.name}`, (show) => {
    const listener = (event: TerraformEvent): void => {
      show(event);
      if (event.kind === 'summary') changes = event.changes;
      if (event.kind === 'errored' && event.resource.type === 'docker_container') failed.push(event.resource.name);
    };
    const run = apply(terraform, listener, reviewed?.file);
    watcher.watch(run);
    return run.outcome;
  });
  if (outcome.kind !== 'killed') record.end();
  if (outcome.kind === 'done') return changes;
  const stale = stalePlanText(reviewed, platform.config.name, outcome.diagnostics);
  if (stale !== undefined) throw new CannotDeployError(stale);
  if (watcher.crashed !== undefined) throw await crashError(session, follower, watcher.crashed);
  if (outcome.kind === 'interrupted') throw interruptedError(platform.config.name);
  if (outcome.kind === 'killed') throw killedError(platform.config.name, terraform.interruption);
  throw await failedError(session, follower, outcome, failed);
}

const interruptedError = (environment: string): CommandError =>
  new CommandError(
    `Interrupted. Terraform has written its state: nothing is half done. npx o11y deploy ${environment} goes on from here, npx o11y destroy ${environment} removes what there is.`,
    130,
  );

function killedError(environment: string, interruption: Interruption | undefined): CommandError {
  const byPerson = interruption?.kill.aborted === true;
  return new CommandError(
    [
      'Terraform was killed before it could write down everything that it had made.',
      `npx o11y deploy ${environment} repairs that: what is not in the state is made again, and data volumes are left alone.`,
    ].join('\n'),
    byPerson ? 130 : 1,
  );
}

async function failedError(session: Session, follower: LogFollower, outcome: Outcome, failed: readonly string[]): Promise<CommandError> {
  const logs = await Promise.all(failed.map((component) => logText(session, follower, component)));
  const what = failed.length === 0 ? 'The deployment failed' : `${failed.join(', ')} could not be deployed`;
  return new CommandError([`${what}:`, diagnosticsText(outcome), ...logs].join('\n'));
}

async function crashError(session: Session, follower: LogFollower, { container, exitCode }: ContainerExit): Promise<CommandError> {
  const component = container.slice(environmentPrefix(session.platform.config).length + 1);
  return new CommandError(
    `${component} keeps ending with ${exitText(exitCode)}; the deployment was stopped.\n${await logText(session, follower, component)}`,
  );
}

async function unreadyError(
  session: Session,
  follower: LogFollower,
  unready: readonly Readiness[],
  options: DeployOptions,
): Promise<CommandError> {
  const failed = unready.filter(({ state }) => state === 'failed');
  const shown = failed.length > 0 ? failed : unready;
  const logs = await Promise.all(shown.map(({ component }) => logText(session, follower, component)));
  const title = failed.length > 0 ? `${count(failed.length, 'component')} failed:` : `Not ready after ${options.timeoutSeconds} s:`;
  return new CommandError([title, ...shown.map(({ component, reason }) => `  ${component} ${reason}`), ...logs].join('\n'));
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
  return [`Last ${count(lines.length, 'line')} of the log of ${title}`, ...lines.map((line) => `  ${line}`)].join('\n');
}

function waitingText(components: readonly Readiness[]): string {
  const waiting = components.filter(({ state }) => state !== 'ready').map(({ component }) => component);
  return waiting.length > 3 ? `${count(waiting.length, 'component')}` : waiting.join(', ');
}
