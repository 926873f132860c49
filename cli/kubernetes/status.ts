import type { Platform } from '../../constructs/core/platform';
import { readQuantity } from '../../constructs/core/quantity';
import { mebibyteText, table } from '../terminal/output';
import type { Cluster } from './cluster';
import type { Pod } from './objects';
import { type ComponentState, lookAt } from './readiness';

/** How a component is in the cluster. */
export interface ComponentStatus {
  readonly component: string;
  readonly namespace: string;
  /** `StatefulSet/o11y-loki` */
  readonly workload: string;
  readonly state: ComponentState['state'];
  readonly ready: number;
  /** Pods that there should be; null when the workload does not exist. */
  readonly desired: number | null;
  /** How often its containers have ended by themselves. */
  readonly restarts: number;
  /** Of one pod with all of its containers: cores and bytes; null when it has no pods. */
  readonly requests: Amount | null;
  readonly limits: Amount | null;
  readonly reason: string;
}

interface Amount {
  readonly cpu: number;
  readonly memoryBytes: number;
}

/** Looks at every component's pods. */
export const statusOf = async (cluster: Cluster, platform: Platform): Promise<readonly ComponentStatus[]> =>
  (await lookAt(cluster, platform)).map(describe);

/** What a look found, as plain data. Pure. */
export function describe({
  component,
  namespace,
  workload,
  state,
  ready,
  desired,
  restarts,
  pods,
  reason,
}: ComponentState): ComponentStatus {
  const [pod] = pods;
  return {
    component,
    namespace,
    workload: `${workload.kind}/${workload.name}`,
    state,
    ready,
    desired: desired ?? null,
    restarts,
    requests: pod === undefined ? null : amountOf(pod, 'requests'),
    limits: pod === undefined ? null : amountOf(pod, 'limits'),
    reason,
  };
}

function amountOf({ spec }: Pod, part: 'requests' | 'limits'): Amount {
  const sum = (resource: string): number =>
    spec.containers.reduce((all, { resources }) => all + (readQuantity(resources[part][resource] ?? '0') ?? 0), 0);
  return { cpu: Number(sum('cpu').toFixed(3)), memoryBytes: sum('memory') };
}

/** The table for people. */
export function formatStatus(components: readonly ComponentStatus[]): string {
  return table([
    ['COMPONENT', 'WORKLOAD', 'READY', 'RESTARTS', 'REQUESTS', 'LIMITS', 'STATE'],
    ...components.map(({ component, workload, state, ready, desired, restarts, requests, limits, reason }) => [
      component,
      workload,
      desired === null ? '-' : `${ready}/${desired}`,
      String(restarts),
      amountText(requests),
      amountText(limits),
      state === 'ready' ? 'ready' : `${state}: ${reason}`,
    ]),
  ]);
}

const amountText = (amount: Amount | null): string => (amount === null ? '-' : `${amount.cpu} / ${mebibyteText(amount.memoryBytes)}`);
