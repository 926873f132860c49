import { NetworkPolicyV1, type NetworkPolicyV1Spec } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { KubernetesTargetConfig } from '../../config/schema/kubernetes';
import type { ComponentPlan, Endpoint } from '../core/component';
import { objectName, podSelector } from '../core/kubernetes';
import type { Platform } from '../core/platform';
import type { NamespaceRole } from '../core/release';
import { deliveryOf, namespacesOf, type ObjectContext } from './kubernetes-objects';

/** A network policy as plain data. https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export interface NetworkPolicy {
  readonly name: string;
  readonly namespace: NamespaceRole;
  readonly spec: PolicySpec;
}

/** The part of the provider's spec that is used here, read-only. */
export interface PolicySpec {
  /** The pods that it is about: all of the namespace without labels. */
  readonly podSelector: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly policyTypes: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly { readonly from: readonly Peer[]; readonly ports: readonly Port[] }[];
  /** To anywhere without `to`. */
  readonly egress?: readonly { readonly to?: readonly Peer[]; readonly ports: readonly Port[] }[];
}

export interface Peer {
  readonly namespaceSelector?: {
    readonly matchLabels?: Readonly<Record<string, string>>;
    readonly matchExpressions?: readonly { readonly key: string; readonly operator: 'In' | 'NotIn'; readonly values: readonly string[] }[];
  };
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly ipBlock?: { readonly cidr: string };
}

/** A port, or all of the protocol's. */
export interface Port {
  readonly port?: string;
  readonly protocol: 'TCP' | 'UDP';
}

type Ingress = NonNullable<PolicySpec['ingress']>[number];
type Egress = NonNullable<PolicySpec['egress']>[number];

/** Every namespace carries its name as this label. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Any address: network policies know no host names. In most clusters it includes pods, whose own policies then decide. */
const ANY_ADDRESS: readonly Peer[] = [{ ipBlock: { cidr: '0.0.0.0/0' } }, { ipBlock: { cidr: '::/0' } }];

/**
 * Where a cluster's name server may be: a pod, or an agent on each node at a link-local address or at the service's own
 * (https://kubernetes.io/docs/tasks/administer-cluster/nodelocaldns/), which no pod selector finds. Hence every address that the internet does
 * not route: names must not become a way out to servers of somebody's choice.
 */
const NAME_SERVERS: readonly Peer[] = [
  { namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: 'kube-system' } } },
  ...['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', 'fe80::/10'].map((cidr) => ({
    ipBlock: { cidr },
  })),
];

const DNS: Egress = { to: NAME_SERVERS, ports: [portOf(53, 'UDP'), portOf(53)] };

/**
 * The API server is no pod: its service leads to addresses of its hosts, on the port where it really listens. Without `to`, since some
 * networks (Cilium's) leave a cluster's own nodes out of blocks of addresses. The same holds for the kubelets.
 */
const API_SERVER: Egress = { ports: [portOf(443), portOf(6443)] };
const KUBELETS: Egress = { ports: [portOf(10250)] };

/**
 * Everything that the platform's pods may receive and send, which is what the topology lists: all else is denied. Kubelets reach the pods
 * of their node regardless, so that their probes need no rule. Pure.
 */
export function networkPolicies(platform: Platform, target: KubernetesTargetConfig): readonly NetworkPolicy[] {
  return [
    ...namespacesOf(platform).map((namespace) => ({ name: 'default-deny', namespace, spec: DENY })),
    ...platform.components.filter(({ name }) => !isOnNodeNetwork(platform, name)).map((plan) => componentPolicy(plan, platform, target)),
  ];
}

const DENY: PolicySpec = { podSelector: {}, policyTypes: ['Ingress', 'Egress'] };

const isOnNodeNetwork = (platform: Platform, component: string): boolean => deliveryOf(platform, component).component.hostNetwork === true;

function componentPolicy(plan: ComponentPlan, platform: Platform, target: KubernetesTargetConfig): NetworkPolicy {
  const ingress = [...callers(plan, platform, target), ...clients(plan, target), ...entrances(plan, target)];
  const egress = [...callees(plan, platform, target), ...outside(plan, target)];
  return {
    name: objectName(platform.config, plan.name),
    namespace: deliveryOf(platform, plan.name).release.namespace,
    spec: {
      podSelector: { matchLabels: podSelector(plan.name) },
      policyTypes: ['Ingress', 'Egress'],
      ...(ingress.length === 0 ? {} : { ingress }),
      // Whoever calls nobody has no name to look up.
      ...(egress.length === 0 ? {} : { egress: [...egress, DNS] }),
    },
  };
}

/** A rule for each endpoint that other components call. */
const callers = ({ name, endpoints }: ComponentPlan, platform: Platform, target: KubernetesTargetConfig): readonly Ingress[] =>
  endpoints.flatMap((endpoint) => {
    const edges = platform.edges.filter(({ to, endpoint: called }) => to === name && called === endpoint.name);
    const from = [...new Set(edges.map((edge) => edge.from))].map((caller) => podsOf(caller, name, platform, target));
    return from.length === 0 ? [] : [{ from, ports: portsOf(endpoint) }];
  });

/** Telemetry of applications. */
const clients = ({ endpoints }: ComponentPlan, target: KubernetesTargetConfig): readonly Ingress[] =>
  endpoints.filter(({ zones }) => zones.includes('services')).map(({ port }) => ({ from: [clientsOf(target)], ports: [portOf(port)] }));

/** What comes from outside of the cluster, by way of the pods that end TLS. */
const entrances = (plan: ComponentPlan, { access }: KubernetesTargetConfig): readonly Ingress[] =>
  plan.endpoints.filter(isEntrance).flatMap(({ port }) => {
    const route = plan.role === 'visualization' ? access.grafana : access.otlp?.route;
    if (route === undefined) return [];
    const namespace = route.kind === 'ingress' ? route.controllerNamespace : route.gateway.namespace;
    return [{ from: [{ namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: namespace } } }], ports: [portOf(port)] }];
  });

const isEntrance = ({ zones }: Endpoint): boolean => zones.includes('access');

/** A rule for each component that is called. */
const callees = ({ name }: ComponentPlan, platform: Platform, target: KubernetesTargetConfig): readonly Egress[] => {
  const edges = platform.edges.filter(({ from }) => from === name);
  return platform.components.flatMap((callee) => {
    const called = edges.filter(({ to }) => to === callee.name).map(({ endpoint }) => endpoint);
    const ports = callee.endpoints.filter((endpoint) => called.includes(endpoint.name)).flatMap(portsOf);
    if (ports.length === 0) return [];
    // A pod on its node's own network has the node's address, which no selector finds.
    return isOnNodeNetwork(platform, callee.name) ? [{ ports }] : [{ to: [podsOf(callee.name, name, platform, target)], ports }];
  });
};

/** What a component calls that is none. */
function outside(plan: ComponentPlan, target: KubernetesTargetConfig): readonly Egress[] {
  const servicePorts = plan.servicePorts?.map((port) => portOf(port));
  const externalPorts = [...new Set((plan.externalCalls ?? []).map(({ port }) => port))].map((port) => portOf(port));
  return [
    ...(plan.callsServices === true ? [{ to: [clientsOf(target)], ports: servicePorts ?? [{ protocol: 'TCP' as const }] }] : []),
    // A database whose port is known may be outside of the cluster.
    ...(plan.callsServices === true && servicePorts !== undefined ? [{ to: ANY_ADDRESS, ports: servicePorts }] : []),
    ...(externalPorts.length === 0 ? [] : [{ to: ANY_ADDRESS, ports: externalPorts }]),
    ...(plan.callsApiServer === true ? [API_SERVER] : []),
    ...(plan.callsKubelet === true ? [KUBELETS] : []),
  ];
}

const portsOf = ({ port, datagrams }: Endpoint): readonly Port[] => [portOf(port), ...(datagrams === true ? [portOf(port, 'UDP')] : [])];

function portOf(port: number, protocol: Port['protocol'] = 'TCP'): Port {
  return { port: String(port), protocol };
}

/** The pods of a component, seen from another's namespace. */
function podsOf(component: string, seenFrom: string, platform: Platform, names: KubernetesTargetConfig): Peer {
  const role = deliveryOf(platform, component).release.namespace;
  const pods = { podSelector: { matchLabels: podSelector(component) } };
  if (role === deliveryOf(platform, seenFrom).release.namespace) return pods;
  const name = role === 'platform' ? names.namespace : names.nodeNamespace;
  return { namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: name } }, ...pods };
}

/** The pods of applications and databases: the platform's own have their own rules. */
const clientsOf = ({ clientNamespaces, namespace, nodeNamespace }: KubernetesTargetConfig): Peer => ({
  namespaceSelector: {
    matchExpressions: [
      clientNamespaces.length === 0
        ? { key: NAMESPACE_NAME, operator: 'NotIn', values: [namespace, nodeNamespace] }
        : { key: NAMESPACE_NAME, operator: 'In', values: clientNamespaces },
    ],
  },
});

/** Creates the network policies of a platform. */
export class NetworkPolicies extends Construct {
  private readonly resources = new Map<NamespaceRole, ITerraformDependable[]>();

  constructor(scope: Construct, id: string, policies: readonly NetworkPolicy[], objects: ObjectContext) {
    super(scope, id);
    for (const { name, namespace, spec } of policies) {
      const policy = new NetworkPolicyV1(this, `${namespace}-${name}`, {
        metadata: objects.metadata(namespace, name),
        // The bindings only read their arrays, and do not say so.
        spec: spec as NetworkPolicyV1Spec,
        dependsOn: objects.namespaceReady(namespace),
      });
      policy.overrideLogicalId(`${namespace}-${name}`);
      this.resources.set(namespace, [...this.in(namespace), policy]);
    }
  }

  in(namespace: NamespaceRole): ITerraformDependable[] {
    return this.resources.get(namespace) ?? [];
  }
}
