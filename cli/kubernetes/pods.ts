import { ASKED, lastWords, SHOWN } from '../target/last-words';
import { exitText, RESTARTS_TOLERATED } from '../target/readiness';
import type { Cluster } from './cluster';
import { eventSchema, type Pod } from './objects';

/** Why a pod is not ready. */
export interface PodProblem {
  readonly reason: string;
  /** Whether waiting does not mend it. */
  readonly conclusive: boolean;
}

/** Reasons of the kubelet for a container that will not start before somebody changes something. */
const CONCLUSIVE: ReadonlySet<string> = new Set(['ImagePullBackOff', 'InvalidImageName', 'CreateContainerConfigError']);

/** Why a pod is not ready; undefined when it is. Pure. */
export function podProblem({ metadata: { name }, status }: Pod): PodProblem | undefined {
  const containers = [...status.initContainerStatuses, ...status.containerStatuses];
  for (const { name: container, state, lastState, restartCount } of containers) {
    const ended = lastState.terminated ?? state.terminated;
    const waiting = state.waiting;
    if (waiting?.reason === 'CrashLoopBackOff' && ended !== undefined) {
      const killed = ended.reason === 'OOMKilled' ? ', out of memory' : '';
      return {
        reason: `${name}: ${container} keeps ending with ${exitText(ended.exitCode)}${killed}`,
        conclusive: restartCount > RESTARTS_TOLERATED,
      };
    }
    if (waiting !== undefined && waiting.message !== '')
      return { reason: `${name}: ${container}: ${waiting.reason}: ${waiting.message}`, conclusive: CONCLUSIVE.has(waiting.reason) };
  }
  const unplaced = status.conditions.find(({ type, status: value }) => type === 'PodScheduled' && value === 'False');
  if (unplaced !== undefined) return { reason: `${name} finds no node: ${unplaced.message}`, conclusive: false };
  if (status.phase === 'Failed')
    return { reason: `${name} has failed${status.message === '' ? '' : `: ${status.message}`}`, conclusive: false };
  const ready = status.conditions.find(({ type }) => type === 'Ready');
  if (ready?.status === 'True') return undefined;
  const message = ready?.message ?? '';
  return { reason: `${name} is not ready${message === '' ? '' : `: ${message}`}`, conclusive: false };
}

/** How often the containers of pods have ended by themselves. Pure. */
export const restartsOf = (pods: readonly Pod[]): number =>
  pods.flatMap(({ status }) => status.containerStatuses).reduce((sum, { restartCount }) => sum + restartCount, 0);

/** How many events are shown. */
const EVENTS = 5;

/** The last lines of each container of a pod that has ended or is not ready, oldest first. Starts processes. */
export async function lastLines(cluster: Cluster, { metadata, status }: Pod): Promise<readonly string[]> {
  const troubled = [...status.initContainerStatuses, ...status.containerStatuses].filter(
    ({ ready, state }) => !ready && state.terminated?.exitCode !== 0,
  );
  const logs = await Promise.all(
    troubled.map(async ({ name, restartCount }) => {
      const logsOf = ['logs', '-n', metadata.namespace, metadata.name, '-c', name, `--tail=${ASKED}`];
      // What has just been started again has said little yet.
      const { stdout } = await cluster.call(...logsOf, ...(restartCount > 0 ? ['--previous'] : []));
      return lastWords(stdout.split('\n'));
    }),
  );
  return logs.flat().slice(-SHOWN);
}

/** The last warnings about objects whose names begin with one of these, newest last. Empty when they cannot be had. */
export async function warningsOf(cluster: Cluster, namespace: string, prefixes: readonly string[]): Promise<readonly string[]> {
  const events = await cluster.list(eventSchema, 'events', '-n', namespace, '--field-selector', 'type=Warning').catch(() => []);
  const about = events.filter(({ involvedObject }) => prefixes.some((prefix) => involvedObject.name.startsWith(prefix)));
  const at = ({ lastTimestamp, eventTime }: (typeof about)[number]): string => lastTimestamp ?? eventTime ?? '';
  const lines = about
    .toSorted((a, b) => at(a).localeCompare(at(b)))
    .map(({ reason, message, involvedObject }) => `${involvedObject.name}: ${reason}: ${message}`);
  return [...new Set(lines)].slice(-EVENTS);
}
