import { LimitRangeV1 } from '@cdktf/provider-kubernetes/lib/limit-range-v1';
import { ResourceQuotaV1 } from '@cdktf/provider-kubernetes/lib/resource-quota-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { MIB } from '../../config/amounts';
import { bytes } from '../../config/units';
import type { ComponentPlan } from '../core/component';
import { planNamed } from '../core/kubernetes';
import type { Platform } from '../core/platform';
import { cpuQuantity, parseQuantity, quantity } from '../core/quantity';
import type { NamespaceRole } from '../core/release';
import { deliveriesIn, namespacesOf, type ObjectContext } from './kubernetes-objects';

type Quantities = Readonly<Record<string, string>>;

/** What a namespace may hold, as plain data. */
export interface NamespaceLimits {
  readonly namespace: NamespaceRole;
  /** https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
  readonly quota: Quantities;
  /** https://kubernetes.io/docs/concepts/policy/limit-range/ */
  readonly container: { readonly default: Quantities; readonly defaultRequest: Quantities; readonly max: Quantities };
}

interface Amount {
  readonly cpu: number;
  readonly memory: number;
}

interface PodNeed {
  readonly requests: Amount;
  readonly limits: Amount;
}

/** Of a container that says nothing: what a small helper takes, such as one that reloads a configuration. */
const HELPER: PodNeed = { requests: { cpu: 0.01, memory: 32 * MIB }, limits: { cpu: 0.2, memory: 128 * MIB } };

/** Helpers in a pod, at most: the reloader of a configuration, and one that somebody else adds, such as a mesh. */
const HELPERS = 2;

/** Nothing but the Ingress or the Gateway of the configuration leads into the cluster. */
const NO_ENTRANCE = { 'services.loadbalancers': '0', 'services.nodeports': '0' } as const;

/** What each namespace may hold: what the releases ask for when all have scaled out, and the configured head-room. Pure. */
export const namespaceLimits = (platform: Platform, headRoom: number): readonly NamespaceLimits[] =>
  namespacesOf(platform).map((namespace) => ({
    namespace,
    quota: { ...NO_ENTRANCE, ...(namespace === 'platform' ? platformQuota(platform, headRoom) : NODE_QUOTA) },
    container: containerLimits(deliveriesIn(platform, namespace).map(({ component }) => planNamed(platform.components, component.name))),
  }));

/** Here every node of the cluster has its pods: a limit on them would leave a new node unobserved. Volumes are for the platform's namespace. */
const NODE_QUOTA: Quantities = { persistentvolumeclaims: '0' };

function platformQuota(platform: Platform, headRoom: number): Quantities {
  const deliveries = deliveriesIn(platform, 'platform');
  const pods = deliveries.map(({ component }) => podNeed(planNamed(platform.components, component.name)));
  const replicas = deliveries.map(({ component }) => component.workload.replicas.max);
  // An update starts a pod before it ends the old one, however little head-room a small platform's share comes to.
  const allowed = (of: (pod: PodNeed) => number): number => {
    const total = pods.reduce((sum, pod, index) => sum + of(pod) * (replicas[index] ?? 0), 0);
    return Math.max(total * (1 + headRoom), total + Math.max(0, ...pods.map(of)));
  };
  // Volumes stay when their component goes, and must not keep its successor from getting one.
  const volumes = deliveries.flatMap(({ component: { volume, workload } }) =>
    volume === undefined ? [] : Array<number>(workload.replicas.max).fill(parseQuantity(volume)),
  );
  return {
    pods: String(roundUp(allowed(() => 1))),
    'requests.cpu': cpu(allowed(({ requests }) => requests.cpu)),
    'requests.memory': memory(allowed(({ requests }) => requests.memory)),
    'limits.cpu': cpu(allowed(({ limits }) => limits.cpu)),
    'limits.memory': memory(allowed(({ limits }) => limits.memory)),
    persistentvolumeclaims: String(roundUp(volumes.length * (1 + headRoom))),
    'requests.storage': memory(volumes.reduce((sum, size) => sum + size, 0) * (1 + headRoom)),
  };
}

/** What a pod asks for, with its helpers. */
function podNeed({ resources }: ComponentPlan): PodNeed {
  const amount = (own: ComponentPlan['resources']['limits'], helper: Amount): Amount => ({
    cpu: own.cpu + HELPERS * helper.cpu,
    memory: bytes(own.memory) + HELPERS * helper.memory,
  });
  return { requests: amount(resources.reservations, HELPER.requests), limits: amount(resources.limits, HELPER.limits) };
}

/** Limits for containers that say nothing, and the largest that any component of the namespace has. */
function containerLimits(plans: readonly ComponentPlan[]): NamespaceLimits['container'] {
  return {
    default: amounts(HELPER.limits),
    defaultRequest: amounts(HELPER.requests),
    max: amounts({
      cpu: Math.max(HELPER.limits.cpu, ...plans.map(({ resources }) => resources.limits.cpu)),
      memory: Math.max(HELPER.limits.memory, ...plans.map(({ resources }) => bytes(resources.limits.memory))),
    }),
  };
}

/** Rounded up, but not for the dust that sums of fractions leave. */
const roundUp = (value: number): number => Math.ceil(Number(value.toFixed(6)));

const cpu = (cores: number): string => cpuQuantity(roundUp(cores * 1_000) / 1_000);
const memory = (size: number): string => quantity(roundUp(size / MIB) * MIB);
const amounts = (amount: Amount): Quantities => ({ cpu: cpu(amount.cpu), memory: quantity(amount.memory) });

/** Creates the quota and the limits of each namespace. */
export class NamespaceQuotas extends Construct {
  private readonly resources = new Map<NamespaceRole, ITerraformDependable[]>();

  constructor(scope: Construct, id: string, limits: readonly NamespaceLimits[], objects: ObjectContext) {
    super(scope, id);
    for (const { namespace, quota, container } of limits) {
      const dependsOn = objects.namespaceReady(namespace);
      const metadata = objects.metadata(namespace, 'platform');
      const resourceQuota = new ResourceQuotaV1(this, `${namespace}-quota`, { metadata, spec: { hard: { ...quota } }, dependsOn });
      resourceQuota.overrideLogicalId(`${namespace}_quota`);
      const limit = {
        type: 'Container',
        default: { ...container.default },
        defaultRequest: { ...container.defaultRequest },
        max: { ...container.max },
      };
      const limitRange = new LimitRangeV1(this, `${namespace}-limits`, { metadata, spec: { limit: [limit] }, dependsOn });
      limitRange.overrideLogicalId(`${namespace}_limits`);
      this.resources.set(namespace, [resourceQuota, limitRange]);
    }
  }

  in(namespace: NamespaceRole): readonly ITerraformDependable[] {
    return this.resources.get(namespace) ?? [];
  }
}
