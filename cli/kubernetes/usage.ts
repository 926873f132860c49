import type { Platform } from '../../constructs/core/platform';
import { placeOfSource } from '../target/places';
import { counted, literal, quoted } from '../target/promql';
import { type Surroundings, WITHOUT_PROMETHEUS } from '../target/usage';
import { CommandError } from '../terminal/exit';
import { type Cluster, namespaceName } from './cluster';
import type { Forwards } from './port-forward';
import { podOwner } from './readiness';

/** Opens a way to an environment's Prometheus for as long as the work takes. Starts processes. @throws CommandError */
export async function withClusterSurroundings<T>(platform: Platform, work: (surroundings: Surroundings) => Promise<T>): Promise<T> {
  if (!platform.config.prometheus.enabled) throw new CommandError(WITHOUT_PROMETHEUS);
  const [{ openCluster }, { openForwards }] = await Promise.all([import('./cluster'), import('./port-forward')]);
  const { cluster }: { readonly cluster: Cluster } = openCluster(platform);
  const forwards: Forwards = await openForwards(cluster, platform);
  try {
    const place = placeOfSource(forwards.places, ['prometheus']);
    if (place !== undefined) return await work(clusterSurroundings(platform, place.url));
    const reason = forwards.problems.find(({ component }) => component === 'prometheus')?.reason ?? 'it has no service';
    throw new CommandError(`Prometheus cannot be reached: ${reason}`);
  } finally {
    forwards.close();
  }
}

/** How kubelets and kube-state-metrics call the pods and claims of components. Pure. */
export function clusterSurroundings(platform: Platform, prometheus: string): Surroundings {
  const podsOf = (component: string): { readonly namespace: string; readonly owner: string } | undefined => {
    for (const { namespace, delivers } of platform.releases) {
      const delivered = delivers.find(({ name }) => name === component);
      if (delivered !== undefined) return { namespace: namespaceName(platform, namespace), owner: podOwner(delivered.workload).name };
    }
    return undefined;
  };
  // A pod of a Deployment or a DaemonSet has a random part, one of a StatefulSet its number; containers beside the main one have their own limits.
  const labels = (component: string): string | undefined => {
    const pods = podsOf(component);
    if (pods === undefined) return undefined;
    const pod = `${literal(pods.owner)}-([a-z0-9]+-)?[a-z0-9]+`;
    return `namespace=${quoted(pods.namespace)},pod=~${quoted(pod)},container!="",container!="POD",container!~".*(reloader|sidecar).*"`;
  };
  return {
    prometheus,
    containers: labels,
    kills: (component, seconds) => {
      const chosen = labels(component);
      return chosen === undefined
        ? undefined
        : `sum(max by (namespace, pod, container) (kube_pod_container_status_last_terminated_reason{reason="OOMKilled",${chosen}}) and on (namespace, pod, container) increase(kube_pod_container_status_restarts_total{${chosen}}[${seconds}s]) > 0) or 0 * ${counted(`kube_pod_container_status_restarts_total{${chosen}}`, seconds)}`;
    },
    disk: async (component, ask) => {
      const pods = podsOf(component);
      if (pods === undefined) return { isShared: false };
      // `data-o11y-loki-0`, or named as the workload.
      const claim = `(.+-)?${literal(pods.owner)}(-[0-9]+)?`;
      const of = `namespace=${quoted(pods.namespace)},persistentvolumeclaim=~${quoted(claim)}`;
      const [used, capacity, free] = await Promise.all([
        ask(`sum(max by (persistentvolumeclaim) (kubelet_volume_stats_used_bytes{${of}}))`),
        ask(`sum(max by (persistentvolumeclaim) (kubelet_volume_stats_capacity_bytes{${of}}))`),
        ask(`sum(max by (persistentvolumeclaim) (kubelet_volume_stats_available_bytes{${of}}))`),
      ]);
      return {
        isShared: false,
        ...(used === undefined ? {} : { usedBytes: used, source: 'the kubelet, for the claims of its pods' }),
        ...(capacity === undefined ? {} : { capacityBytes: capacity }),
        ...(free === undefined ? {} : { freeBytes: free }),
      };
    },
  };
}
