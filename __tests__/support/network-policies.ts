import { BlockList, isIPv6 } from 'node:net';

/**
 * Network policies as Kubernetes defines them, read from a synthesised stack and evaluated without any code of this toolkit:
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export interface PolicyResource {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly pod_selector: Selector;
    readonly policy_types: readonly string[];
    readonly ingress?: readonly PolicyRule[];
    readonly egress?: readonly PolicyRule[];
  };
}

export interface PolicyRule {
  readonly from?: readonly PolicyPeer[];
  readonly to?: readonly PolicyPeer[];
  readonly ports?: readonly { readonly port?: string; readonly protocol?: string }[];
}

interface PolicyPeer {
  readonly namespace_selector?: Selector;
  readonly pod_selector?: Selector;
  readonly ip_block?: { readonly cidr: string };
}

interface Selector {
  readonly match_labels?: Readonly<Record<string, string>>;
  readonly match_expressions?: readonly { readonly key: string; readonly operator: string; readonly values: readonly string[] }[];
}

type Labels = Readonly<Record<string, string>>;

/** Something with an address: a pod of a namespace, or anything else when it has none. */
export interface Party {
  readonly name: string;
  readonly address: string;
  /** Absent for what is outside of the pod network, and for pods on their node's own network. */
  readonly pod?: { readonly namespace: string; readonly labels: Labels };
}

export interface Attempt {
  readonly from: Party;
  readonly to: Party;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly blocks: BlockMeaning;
}

/** Whether a block of addresses takes in pods is left to the implementation: in Calico it does, in Cilium it does not. */
export type BlockMeaning = 'with pods' | 'without pods';

export type Direction = 'Ingress' | 'Egress';

const matches = ({ match_labels: labels = {}, match_expressions: expressions = [] }: Selector, of: Labels): boolean =>
  Object.entries(labels).every(([key, value]) => of[key] === value) &&
  expressions.every(({ key, operator, values }) => {
    const within = values.includes(of[key] ?? '');
    if (operator === 'In') return key in of && within;
    if (operator === 'NotIn') return !within;
    throw new Error(`no such operator here: ${operator}`);
  });

const namespaceLabels = (namespace: string): Labels => ({ 'kubernetes.io/metadata.name': namespace });

function isPeer(peer: PolicyPeer, party: Party, policyNamespace: string, meaning: BlockMeaning): boolean {
  if (peer.ip_block !== undefined)
    return (party.pod === undefined || meaning === 'with pods') && contains(peer.ip_block.cidr, party.address);
  if (party.pod === undefined) return false;
  const inNamespace =
    peer.namespace_selector === undefined
      ? party.pod.namespace === policyNamespace
      : matches(peer.namespace_selector, namespaceLabels(party.pod.namespace));
  return inNamespace && (peer.pod_selector === undefined || matches(peer.pod_selector, party.pod.labels));
}

const blocks = new Map<string, BlockList>();

function contains(cidr: string, address: string): boolean {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  let block = blocks.get(cidr);
  if (block === undefined) {
    block = new BlockList();
    const [network = '', bits] = cidr.split('/');
    block.addSubnet(network, Number(bits), isIPv6(network) ? 'ipv6' : 'ipv4');
    blocks.set(cidr, block);
  }
  return block.check(address, family);
}

/** No ports are all ports, and no peers are all peers. */
const permits = (rule: PolicyRule, peers: readonly PolicyPeer[] | undefined, other: Party, namespace: string, attempt: Attempt): boolean =>
  (rule.ports === undefined ||
    rule.ports.length === 0 ||
    rule.ports.some(
      ({ port, protocol = 'TCP' }) => protocol === attempt.protocol && (port === undefined || Number(port) === attempt.port),
    )) &&
  (peers === undefined || peers.length === 0 || peers.some((peer) => isPeer(peer, other, namespace, attempt.blocks)));

/** A party is open in a direction unless a policy selects it; then one of the policies' rules must permit. */
export function isOpen(policies: readonly PolicyResource[], direction: Direction, attempt: Attempt): boolean {
  const [self, other] = direction === 'Ingress' ? [attempt.to, attempt.from] : [attempt.from, attempt.to];
  const { pod } = self;
  if (pod === undefined) return true;
  const selecting = policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.namespace && spec.policy_types.includes(direction) && matches(spec.pod_selector, pod.labels),
  );
  if (selecting.length === 0) return true;
  return selecting.some(({ metadata, spec }) => {
    const rules = (direction === 'Ingress' ? spec.ingress : spec.egress) ?? [];
    return rules.some((rule) => permits(rule, direction === 'Ingress' ? rule.from : rule.to, other, metadata.namespace, attempt));
  });
}

/** Whether a connection comes about: its sender may send it, and its receiver may receive it. */
export const isReachable = (policies: readonly PolicyResource[], attempt: Attempt): boolean =>
  isOpen(policies, 'Egress', attempt) && isOpen(policies, 'Ingress', attempt);

/** `prometheus → loki:3100/TCP` */
export const attemptName = ({ from, to, port, protocol }: Attempt): string => `${from.name} → ${to.name}:${port}/${protocol}`;
