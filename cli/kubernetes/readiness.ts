import { COMPONENT } from '../../constructs/core/labels';
import type { Platform } from '../../constructs/core/platform';
import type { DeliveredComponent, Workload } from '../../constructs/core/release';
import type { Readiness } from '../target/readiness';
import { type WaitOptions, waitUntilSettled } from '../target/wait';
import { type Cluster, namespaceName, namespacesOf } from './cluster';
import { type Pod, podSchema, type WorkloadObject, workloadSchema } from './objects';
import { podProblem, restartsOf, warningsOf } from './pods';

/** How one component is in the cluster. */
export interface ComponentState extends Readiness {
  readonly namespace: string;
  /** What its pods belong to; the operator's own StatefulSet for a custom resource. */
  readonly workload: { readonly kind: string; readonly name: string };
  readonly ready: number;
  /** Pods that there should be; undefined when the workload does not exist. */
  readonly desired: number | undefined;
  readonly restarts: number;
  readonly pods: readonly Pod[];
}

/** The workload that owns a component's pods: https://github.com/prometheus-operator/prometheus-operator/blob/main/pkg/prometheus/common.go */
export function podOwner({ kind, name }: Workload): { readonly kind: string; readonly name: string } {
  switch (kind) {
    case 'Prometheus':
      return { kind: 'StatefulSet', name: `prometheus-${name}` };
    case 'Alertmanager':
      return { kind: 'StatefulSet', name: `alertmanager-${name}` };
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
      return { kind, name };
  }
}

/** Looks at every component: its workload, and its pods. Starts two processes a namespace. @throws ClusterError */
export async function lookAt(cluster: Cluster, platform: Platform): Promise<readonly ComponentState[]> {
  const found = await Promise.all(
    namespacesOf(platform).map(async (namespace) => {
      const [workloads, pods] = await Promise.all([
        cluster.list(workloadSchema, 'deployments,statefulsets,daemonsets', '-n', namespace),
        cluster.list(podSchema, 'pods', '-n', namespace, '-l', COMPONENT),
      ]);
      return { namespace, workloads, pods };
    }),
  );
  const states = platform.releases.flatMap(({ namespace: role, delivers }) => {
    const namespace = namespaceName(platform, role);
    const { workloads = [], pods = [] } = found.find((other) => other.namespace === namespace) ?? {};
    return delivers.map((component) => judgeComponent(component, namespace, workloads, pods));
  });
  return Promise.all(states.map((state) => withRefusal(cluster, state)));
}

/** Only an event says why a StatefulSet or a DaemonSet cannot make its pods: a quota, or an admission policy. */
async function withRefusal(cluster: Cluster, state: ComponentState): Promise<ComponentState> {
  if (state.state !== 'waiting' || state.desired === undefined || state.pods.length >= state.desired) return state;
  const warnings = await warningsOf(cluster, state.namespace, [state.workload.name]);
  const refusal = warnings.findLast((warning) => warning.includes(': FailedCreate: '));
  return refusal === undefined ? state : { ...state, reason: refusal };
}

/** Judges a component by its workload and its pods. Pure. */
export function judgeComponent(
  { name: component, workload }: Pick<DeliveredComponent, 'name' | 'workload'>,
  namespace: string,
  workloads: readonly WorkloadObject[],
  allPods: readonly Pod[],
): ComponentState {
  const owner = podOwner(workload);
  const pods = allPods.filter(({ metadata }) => metadata.labels[COMPONENT] === component && metadata.deletionTimestamp === undefined);
  const found = workloads.find(({ kind, metadata }) => kind === owner.kind && metadata.name === owner.name);
  const counts = found === undefined ? { ready: 0, desired: undefined } : countsOf(found);
  const known = { component, namespace, workload: owner, ...counts, restarts: restartsOf(pods), pods };
  if (found === undefined) {
    return owner.kind === workload.kind
      ? { ...known, state: 'failed', reason: `there is no ${owner.kind} ${owner.name}` }
      : { ...known, state: 'waiting', reason: `the operator has not made the ${owner.kind} ${owner.name}` };
  }
  return { ...known, ...verdict(found, pods) };
}

const countsOf = ({ kind, spec, status }: WorkloadObject) =>
  kind === 'DaemonSet'
    ? { ready: status.numberReady, desired: status.desiredNumberScheduled, updated: status.updatedNumberScheduled }
    : { ready: status.readyReplicas, desired: spec.replicas, updated: status.updatedReplicas };

function verdict(workload: WorkloadObject, pods: readonly Pod[]): Pick<Readiness, 'state' | 'reason'> {
  const { ready, desired, updated } = countsOf(workload);
  const problems = pods.flatMap((pod) => podProblem(pod) ?? []);
  const conclusive = problems.find((problem) => problem.conclusive);
  if (conclusive !== undefined) return { state: 'failed', reason: conclusive.reason };
  if (workload.status.observedGeneration < workload.metadata.generation)
    return { state: 'waiting', reason: 'its change is not taken up yet' };
  if (desired === 0) return { state: 'waiting', reason: workload.kind === 'DaemonSet' ? 'no node takes it' : 'it has no replicas' };
  if (pods.length < desired && problems.length === 0 && refused(workload) === undefined)
    return { state: 'waiting', reason: `${pods.length} of ${desired} pods exist` };
  if (updated < desired)
    return { state: 'waiting', reason: problems[0]?.reason ?? refused(workload) ?? `${updated} of ${desired} pods are up to date` };
  if (ready < desired)
    return { state: 'waiting', reason: problems[0]?.reason ?? refused(workload) ?? `${ready} of ${desired} pods are ready` };
  return { state: 'ready', reason: `${ready} of ${desired} ready` };
}

/** Why a Deployment cannot make pods: a quota, or Pod Security. */
const refused = ({ status }: WorkloadObject): string | undefined =>
  status.conditions.find(({ type, status: value }) => type === 'ReplicaFailure' && value === 'True')?.message;

const INTERVAL_MS = 1_000;

/** Waits until every component is ready, one has failed, or the time is over. Returns how all of them are then. */
export const waitUntilReady = (
  cluster: Cluster,
  platform: Platform,
  options: WaitOptions<ComponentState>,
): Promise<readonly ComponentState[]> => waitUntilSettled(() => lookAt(cluster, platform), INTERVAL_MS, options);
