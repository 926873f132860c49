import type { ChartReference } from '../../config/versions';
import type { Native } from './native';

/** The pods of a component, as the cluster knows them. */
export interface Workload {
  /** `Prometheus` and `Alertmanager` are custom resources, from which the operator makes a StatefulSet. */
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Prometheus' | 'Alertmanager';
  readonly name: string;
  /** Pods at least and at most; of a DaemonSet one a node, said as 1. */
  readonly replicas: { readonly min: number; readonly max: number };
}

/** A workload with so many pods, whatever the load. */
export const exactly = (replicas: number): Workload['replicas'] => ({ min: replicas, max: replicas });

/** A component as a chart delivers it. */
export interface DeliveredComponent {
  /** Name of the component. */
  readonly name: string;
  readonly workload: Workload;
  /** For each of the plan's files, by path: the keys that lead to its content among the release's values. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** Size of the volume of each pod, as Kubernetes writes it: `20Gi`. */
  readonly volume?: string;
  /** Name of the service account, when the component calls the API server. */
  readonly serviceAccount?: string;
  /** Whether its pods are on their node's own network, to which no network policy applies. */
  readonly hostNetwork?: boolean;
}

/** Who may be reached from where: the two namespaces of the platform. */
export type NamespaceRole = 'platform' | 'node';

/** A Helm release: plain data, the contract between products and the Kubernetes target. */
export interface Release {
  /** Unique in the environment: `loki`. */
  readonly name: string;
  readonly chart: ChartReference;
  readonly namespace: NamespaceRole;
  /** Everything that differs from the chart's defaults. */
  readonly values: Native;
  readonly delivers: readonly DeliveredComponent[];
}

/** What a component's file is in a release's values. @throws RangeError when the values have nothing there */
export function deliveredFile(release: Release, component: DeliveredComponent, path: string): unknown {
  const keys = component.files[path];
  if (keys === undefined) throw new RangeError(`${release.name} does not deliver ${path} of ${component.name}`);
  return keys.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !(key in value))
      throw new RangeError(`${release.name} has no value ${keys.join('.')}`);
    return Reflect.get(value, key);
  }, release.values);
}
