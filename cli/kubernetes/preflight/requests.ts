import { bytes } from '../../../config/units';
import type { Platform } from '../../../constructs/core/platform';
import { readQuantity } from '../../../constructs/core/quantity';
import { namespaceName } from '../cluster';

/** What the pods of a component ask for. */
export interface Request {
  readonly component: string;
  readonly namespace: string;
  readonly pods: number;
  /** Of each pod: cores and bytes. */
  readonly requests: Amount;
  readonly limits: Amount;
  /** Bytes of all volumes. */
  readonly storage: number;
}

export interface Amount {
  readonly cpu: number;
  readonly memory: number;
}

/**
 * What every component asks for when it has as many pods as at first; small containers beside the main one are not counted. Pure.
 *
 * @param nodes on how many nodes a DaemonSet runs
 */
export const requestsOf = (platform: Platform, nodes: number): readonly Request[] =>
  platform.releases.flatMap(({ namespace: role, delivers }) =>
    delivers.flatMap(({ name: component, workload, volume }) => {
      const plan = platform.components.find(({ name }) => name === component);
      if (plan === undefined) return [];
      const { limits, reservations } = plan.resources;
      const pods = workload.kind === 'DaemonSet' ? nodes : workload.replicas.min;
      return [
        {
          component,
          namespace: namespaceName(platform, role),
          pods,
          requests: { cpu: reservations.cpu, memory: bytes(reservations.memory) },
          limits: { cpu: limits.cpu, memory: bytes(limits.memory) },
          storage: pods * (volume === undefined ? 0 : (readQuantity(volume) ?? 0)),
        },
      ];
    }),
  );

/** The sum of a part over all pods. Pure. */
export const total = (requests: readonly Request[], part: (request: Request) => number): number =>
  requests.reduce((sum, request) => sum + request.pods * part(request), 0);
