import type { KubernetesTargetConfig } from '../../config/schema/kubernetes';
import type { RenderContext } from '../core/component';
import { COMPONENT } from '../core/labels';
import type { Native } from '../core/native';
import { compose, copy, drop, keep } from './relabel';

/** What Prometheus knows of a pod. https://prometheus.io/docs/prometheus/latest/configuration/configuration/#pod */
export const POD = {
  name: '__meta_kubernetes_pod_name',
  namespace: '__meta_kubernetes_namespace',
  address: '__meta_kubernetes_pod_ip',
  phase: '__meta_kubernetes_pod_phase',
  port: '__meta_kubernetes_pod_container_port_number',
  portName: '__meta_kubernetes_pod_container_port_name',
  protocol: '__meta_kubernetes_pod_container_port_protocol',
  controllerKind: '__meta_kubernetes_pod_controller_kind',
  controller: '__meta_kubernetes_pod_controller_name',
} as const;

const underscored = (name: string): string => name.replaceAll(/[^a-zA-Z0-9]/g, '_');

/** The label of a pod, and its annotation, in Prometheus' spelling. */
export const podLabel = (name: string): string => `__meta_kubernetes_pod_label_${underscored(name)}`;
export const podAnnotation = (name: string): string => `__meta_kubernetes_pod_annotation_${underscored(name)}`;

/** Pods of some namespaces; of all when there are none. Jobs with the same list share what they watch. */
export const podsOf = (namespaces: readonly string[]): readonly Native[] => [
  { role: 'pod', ...(namespaces.length === 0 ? {} : { namespaces: { names: namespaces } }) },
];

/** The pods of the platform itself. */
export const platformPods = ({
  namespace,
  nodeNamespace,
}: Pick<KubernetesTargetConfig, 'namespace' | 'nodeNamespace'>): readonly Native[] => podsOf([namespace, nodeNamespace]);

/** Keeps the pods of one component, and drops those of all. */
export const keepComponent = (component: string): Native => keep([podLabel(COMPONENT)], component);
export const dropComponents: Native = drop([podLabel(COMPONENT)], '.+');

/** A pod that has ended has no address, or one that is somebody else's by now. */
export const keepRunning: Native = keep([POD.phase], 'Running');

/**
 * Makes one target of a pod, at its address and a port. Prometheus finds one for each declared port of each container, and for each container
 * without one; all of them become the same, which is scraped once, so that it does not matter what a pod declares.
 */
export const atPort = (port: number): readonly Native[] => [
  compose([POD.address], '(.+)', '__address__', `$1:${port}`),
  compose([POD.address], '(.*:.*)', '__address__', `[$1]:${port}`),
];

/** Names a target after its pod. */
export const podInstance: Native = copy(POD.name, 'instance');

/** The target's configuration on Kubernetes; undefined elsewhere. */
export const clusterOf = ({ config: { target } }: RenderContext): KubernetesTargetConfig | undefined =>
  target.kind === 'kubernetes' ? target : undefined;
