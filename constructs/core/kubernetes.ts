import type { EnvironmentConfig } from '../../config/schema/environment';
import type { ResourcesConfig } from '../../config/schema/resources';
import type { ComponentPlan, SecretSource } from './component';
import { COMPONENT, ownerLabels, PART_OF } from './labels';
import { environmentPrefix } from './naming';
import type { Native } from './native';
import { cpuQuantity, quantity } from './quantity';

/** Requests and limits of a container. */
export const resourceRequirements = ({ limits, reservations }: ResourcesConfig): Native => ({
  requests: { cpu: cpuQuantity(reservations.cpu), memory: quantity(reservations.memory) },
  limits: { cpu: cpuQuantity(limits.cpu), memory: quantity(limits.memory) },
});

/** The label by which policies, budgets and scrape jobs find the pods of a component: a namespace is one environment's. */
export const podSelector = (component: string): Readonly<Record<string, string>> => ({ [COMPONENT]: component });

/** The labels of what a chart makes for a component: which component it is, and whose. */
export const deliveredLabels = (
  config: Pick<EnvironmentConfig, 'platform' | 'name'>,
  component: string,
): Readonly<Record<string, string>> => ({ ...ownerLabels(config), ...podSelector(component) });

/** The same of its pods, of our own prefix alone: charts select pods by common labels, as Loki's does by `app.kubernetes.io/part-of`. */
export function podLabels(config: Pick<EnvironmentConfig, 'platform' | 'name'>, component: string): Readonly<Record<string, string>> {
  const { [PART_OF]: _, ...labels } = deliveredLabels(config, component);
  return labels;
}

/** Components whose objects have a shorter name: kube-prometheus-stack cuts the operator's off after 35 characters. */
const SHORT_NAMES: Readonly<Record<string, string>> = { 'prometheus-operator': 'operator' };

/** Name of a component's objects and of its service: `o11y-loki`. */
export const objectName = ({ platform }: Pick<EnvironmentConfig, 'platform'>, component: string): string =>
  `${platform}-${SHORT_NAMES[component] ?? component}`;

/** Name of the priority class of all pods. */
export const priorityClassName = (config: Pick<EnvironmentConfig, 'platform' | 'name'>): string => environmentPrefix(config);

/** The Secret that holds a secret's value, under the key `value`: `redis_password` is in `redis-password`. */
export const secretOf = ({ name }: Pick<SecretSource, 'name'>): { readonly name: string; readonly key: string } => ({
  name: name.replaceAll('_', '-'),
  key: 'value',
});

/** Security context of a pod that satisfies the Pod Security standard `restricted`. */
export const restrictedPod = (user: number, group = user): Native => ({
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: group,
  fsGroup: group,
  seccompProfile: { type: 'RuntimeDefault' },
});

/** Security context of a container that satisfies the Pod Security standard `restricted`. */
export const RESTRICTED_CONTAINER: Native = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

/** Spreads a component's pods over zones and nodes, without keeping any from running. */
export const topologySpread = (component: string): readonly Native[] =>
  ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: podSelector(component) },
  }));

/** The plan of a name among several. @throws RangeError when it is not there */
export function planNamed(plans: readonly ComponentPlan[], name: string): ComponentPlan {
  const plan = plans.find((candidate) => candidate.name === name);
  if (plan === undefined) throw new RangeError(`${name} is not among ${plans.map((other) => other.name).join(', ')}`);
  return plan;
}

/** A configuration that a chart runs through Helm's template engine, such that it comes out as it is: https://helm.sh/docs/howto/charts_tips_and_tricks/#using-the-tpl-function */
export function escapeTemplate<T>(value: T): T {
  const escaped = (part: unknown): unknown => {
    if (typeof part === 'string') return part.includes('{{') ? part.replaceAll('{{', () => '{{ `{{` }}') : part;
    if (Array.isArray(part)) return part.map(escaped);
    if (typeof part !== 'object' || part === null) return part;
    const result: Record<string, unknown> = {};
    for (const [key, child] of Object.entries(part)) result[key] = escaped(child);
    return result;
  };
  // Every object keeps its keys, and every text stays one.
  return escaped(value) as T;
}
