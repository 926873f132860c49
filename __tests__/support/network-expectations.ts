import type { ComponentPlan } from '../../constructs/core/component';
import type { Platform } from '../../constructs/core/platform';
import type { NamespaceRole } from '../../constructs/core/release';
import { type Attempt, attemptName, type Direction, isOpen, type Party, type PolicyResource } from './network-policies';

/** Who may call whom as the plans say it, without a look at any policy. */
interface Expectation {
  readonly attempt: Attempt;
  readonly allowed: Readonly<Record<Direction, boolean>>;
}

const NAMESPACES: Readonly<Record<NamespaceRole, string>> = { platform: 'observability', node: 'observability-node' };

const stranger = (namespace: string, address: string): Party => ({
  name: `pod in ${namespace}`,
  address,
  pod: { namespace, labels: { app: 'any' } },
});

/** Everybody else in and out of the cluster. */
export const strangers = {
  shop: stranger('shop', '10.244.1.1'),
  elsewhere: stranger('elsewhere', '10.244.1.2'),
  controller: stranger('edge', '10.244.1.3'),
  gateway: stranger('gateways', '10.244.1.4'),
  dns: stranger('kube-system', '10.244.1.5'),
  /** A host of the cluster, with the API server, a kubelet and a name server's agent. */
  node: { name: 'node', address: '10.0.0.5' },
  linkLocal: { name: 'link-local name server', address: '169.254.20.10' },
  internet: { name: 'internet', address: '203.0.113.7' },
  internet6: { name: 'internet by IPv6', address: '2001:db8::7' },
} as const satisfies Readonly<Record<string, Party>>;

/** A pod of a component. */
export function partyOf({ components, releases }: Platform, name: string): Party {
  const address = `10.244.2.${components.findIndex((plan) => plan.name === name) + 1}`;
  const release = releases.find(({ delivers }) => delivers.some((other) => other.name === name));
  if (release === undefined) throw new Error(`no release delivers ${name}`);
  if (release.delivers.some((other) => other.name === name && other.hostNetwork === true)) return { name, address: '10.0.0.6' };
  return {
    name,
    address,
    pod: { namespace: NAMESPACES[release.namespace], labels: { 'observability-stacks.dev/component': name, app: 'its own' } },
  };
}

const isOurs = ({ pod }: Party): boolean => pod?.labels['app'] === 'its own';

/** Everything that anybody might try on any port that means something here, and whether the plans want it. */
export function expectationsOf(platform: Platform): readonly Expectation[] {
  const parties: readonly Party[] = [...platform.components.map(({ name }) => partyOf(platform, name)), ...Object.values(strangers)];
  const known = platform.components.flatMap(({ endpoints, servicePorts = [], externalCalls = [] }) => [
    ...endpoints.map(({ port }) => port),
    ...servicePorts,
    ...externalCalls.map(({ port }) => port),
  ]);
  const ports = [...new Set([...known, 53, 443, 6443, 10250, 4444])];
  const pairs = parties.flatMap((from) => parties.flatMap((to) => (isOurs(from) || isOurs(to) ? [{ from, to }] : [])));
  return pairs.flatMap((pair) =>
    ports.flatMap((port) =>
      (['TCP', 'UDP'] as const).flatMap((protocol) =>
        (['with pods', 'without pods'] as const).map((blocks): Expectation => {
          const attempt = { ...pair, port, protocol, blocks };
          return { attempt, allowed: { Egress: mayLeave(platform, attempt), Ingress: mayEnter(platform, attempt) } };
        }),
      ),
    ),
  );
}

/** Where the policies of a stack differ from what is expected. */
export const differences = (expectations: readonly Expectation[], policies: readonly PolicyResource[]): readonly string[] =>
  expectations.flatMap(({ attempt, allowed }) =>
    (['Egress', 'Ingress'] as const)
      .filter((direction) => isOpen(policies, direction, attempt) !== allowed[direction])
      .map((direction) => `${direction} ${allowed[direction] ? 'denied' : 'let through'}: ${attemptName(attempt)} (${attempt.blocks})`),
  );

/** The attempts that come about when the policies do what is expected. */
export const connectionsOf = (expectations: readonly Expectation[]): readonly string[] =>
  expectations.filter(({ allowed }) => allowed.Egress && allowed.Ingress).map(({ attempt }) => attemptName(attempt));

function mayLeave(platform: Platform, attempt: Attempt): boolean {
  const { from, to, port, protocol, blocks } = attempt;
  const plan = platform.components.find(({ name }) => name === from.name);
  if (plan === undefined || !isOurs(from)) return true;
  const isAddress = to.pod === undefined || blocks === 'with pods';
  const isOutside = to === strangers.internet || to === strangers.internet6;
  if (port === 53 && callsAnybody(platform, plan) && !isOutside && (isAddress || to === strangers.dns)) return true;
  if (isListed(platform, attempt)) return true;
  if (protocol === 'UDP') return false;
  const services = plan.callsServices === true && (plan.servicePorts?.includes(port) ?? isClient(platform, to));
  return (
    (services && (isAddress || isClient(platform, to)) && (plan.servicePorts !== undefined || isClient(platform, to))) ||
    ((plan.externalCalls ?? []).some((call) => call.port === port) && isAddress) ||
    (plan.callsApiServer === true && (port === 443 || port === 6443)) ||
    (plan.callsKubelet === true && port === 10250) ||
    callsNodeOn(platform, plan, port)
  );
}

function mayEnter(platform: Platform, attempt: Attempt): boolean {
  const { from, to, port, protocol } = attempt;
  const plan = platform.components.find(({ name }) => name === to.name);
  if (plan === undefined || !isOurs(to)) return true;
  if (isListed(platform, attempt)) return true;
  const endpoint = plan.endpoints.find((candidate) => candidate.port === port);
  if (protocol === 'UDP' || endpoint === undefined || from.pod === undefined) return false;
  const { access } = targetOf(platform);
  const route = plan.role === 'visualization' ? access.grafana : access.otlp?.route;
  const entrance = route?.kind === 'ingress' ? route.controllerNamespace : route?.gateway.namespace;
  return (
    (endpoint.zones.includes('services') && isClient(platform, from)) ||
    (endpoint.zones.includes('access') && from.pod.namespace === entrance)
  );
}

const isListed = ({ edges, components }: Platform, { from, to, port, protocol }: Attempt): boolean => {
  const endpoints = components.find(({ name }) => name === to.name)?.endpoints ?? [];
  const called = edges.some((edge) => edge.from === from.name && edge.to === to.name && edge.port === port);
  return called && (protocol === 'TCP' || endpoints.some((endpoint) => endpoint.port === port && endpoint.datagrams === true));
};

function targetOf({ config: { target } }: Platform) {
  if (target.kind !== 'kubernetes') throw new Error('not on Kubernetes');
  return target;
}

function isClient(platform: Platform, { pod }: Party): boolean {
  const { clientNamespaces } = targetOf(platform);
  if (pod === undefined) return false;
  return clientNamespaces.length === 0 ? !Object.values(NAMESPACES).includes(pod.namespace) : clientNamespaces.includes(pod.namespace);
}

const callsAnybody = ({ edges }: Platform, plan: ComponentPlan): boolean =>
  edges.some(({ from }) => from === plan.name) ||
  plan.callsServices === true ||
  plan.callsApiServer === true ||
  plan.callsKubelet === true ||
  (plan.externalCalls ?? []).length > 0;

/** What is on its node's network can only be called by its port, whosever that is there. */
const callsNodeOn = ({ edges, releases }: Platform, { name }: ComponentPlan, port: number): boolean => {
  const onNode = releases.flatMap(({ delivers }) => delivers.filter(({ hostNetwork }) => hostNetwork === true).map((one) => one.name));
  return edges.some((edge) => edge.from === name && edge.port === port && onNode.includes(edge.to));
};
