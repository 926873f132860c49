import { countText } from '../../cost/text';
import { at, isRecord, type Json, list, record, records, text } from '../lenient';
import type { Risk, StackJson } from '../model';
import { listed, type RiskRule } from './context';

/**
 * Network policies that let more through than before, read off both stacks. A policy of a component that is new is no wider than it was.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export const networkPolicyRisks: RiskRule = ({ baseStack, headStack }) => {
  const [before, after] = [policiesOf(baseStack), policiesOf(headStack)];
  const removed = [...before].filter(([name]) => name.endsWith('default-deny') && !after.has(name) && after.size > 0);
  const widened = [...after].flatMap(([name, ways]) => {
    const known = before.get(name);
    if (known === undefined) return [];
    const more = [...ways].filter((way) => !known.has(way));
    return more.length === 0 ? [] : [risk(name, more)];
  });
  return [...removed.map(([name]) => denied(name)), ...widened];
};

const denied = (name: string): Risk => ({
  kind: 'security',
  severity: 'high',
  subject: `network policy ${name}`,
  text: `The network policy ${name} goes: what no other policy mentions is let through.`,
});

/** Outside of the cluster and other namespaces count for more than pods of the platform itself. */
function risk(name: string, ways: readonly string[]): Risk {
  const isOutside = ways.some((way) => /any address|^from namespaces|^to namespaces|any pod|anywhere/.test(way));
  return {
    kind: 'security',
    severity: isOutside ? 'medium' : 'low',
    subject: `network policy ${name}`,
    text: `The network policy ${name} lets ${countText(ways.length, 'way')} more through: ${listed(ways)}.`,
  };
}

/** Each policy's ways: who, in which direction, on which port. */
function policiesOf(stack: StackJson): ReadonlyMap<string, ReadonlySet<string>> {
  const policies = Object.values(record(at(stack, 'resource', 'kubernetes_network_policy_v1')));
  return new Map(policies.filter(isRecord).map((policy) => [nameOf(policy), new Set(waysOf(record(one(policy['spec']))))]));
}

/** Terraform's JSON has a block as an object, or in a list. */
const one = (block: unknown): unknown => (Array.isArray(block) ? block[0] : block);
const many = (block: unknown): readonly Json[] => (Array.isArray(block) ? records(block) : isRecord(block) ? [block] : []);

const nameOf = (policy: Json): string => text(at(one(policy['metadata']), 'name'));

const waysOf = (spec: Json): readonly string[] => [
  ...many(spec['ingress']).flatMap((rule) => ways('from', rule['from'], rule['ports'])),
  ...many(spec['egress']).flatMap((rule) => ways('to', rule['to'], rule['ports'])),
];

function ways(direction: 'from' | 'to', peers: unknown, ports: unknown): readonly string[] {
  const who = many(peers).length === 0 ? ['anywhere'] : many(peers).map(peerOf);
  const where = many(ports).length === 0 ? ['on every port'] : many(ports).map(portOf);
  return [...new Set(who.flatMap((peer) => where.map((port) => `${direction} ${peer} ${port}`)))];
}

function portOf(port: Json): string {
  const protocol = text(port['protocol']) || 'TCP';
  return port['port'] === undefined ? `on every port of ${protocol}` : `on ${text(port['port'])}/${protocol}`;
}

function peerOf(peer: Json): string {
  const block = text(at(one(peer['ip_block']), 'cidr'));
  if (block !== '') return block === '0.0.0.0/0' || block === '::/0' ? `any address (${block})` : block;
  const [pods, namespaces] = [one(peer['pod_selector']), one(peer['namespace_selector'])];
  const who = selectorOf(pods);
  if (namespaces === undefined) return who === '' ? 'any pod of its namespace' : who;
  const where = selectorOf(namespaces);
  const named = where === '' ? 'namespaces of any name' : `namespaces ${where}`;
  return who === '' ? named : `${who} of ${named}`;
}

const selectorOf = (selector: unknown): string =>
  [
    ...Object.values(record(at(selector, 'match_labels'))).map(text),
    ...many(at(selector, 'match_expressions')).map(
      (expression) => `${text(expression['operator']) === 'NotIn' ? 'other than ' : ''}${list(expression['values']).map(text).join(', ')}`,
    ),
  ].join(', ');
