import type { EnvironmentConfig } from '../../config/schema/environment';
import { expectedLoad, neededBytes, volumeNeed } from '../../config/sizing';
import { type ByteSize, bytes, readDuration } from '../../config/units';
import { parseQuantity } from '../../constructs/core/quantity';
import { countText } from '../../cost/text';
import { at, record, text } from '../lenient';
import type { Risk } from '../model';
import {
  baseValue,
  type Comparison,
  componentNamed,
  componentsOf,
  deliveriesOf,
  headValue,
  listed,
  memorySize,
  type RiskRule,
  size,
} from './context';
import { reservationsOf } from './reservations';

/** What no longer fits: the quota, the room that the policy states, a volume, a queue, a limit of memory. */
export const capacityRisks: RiskRule = (comparison) => [
  ...quota(comparison),
  ...room(comparison),
  ...disk(comparison),
  ...queue(comparison),
  ...memory(comparison),
];

const risk = (severity: Risk['severity'], subject: string, said: string): Risk => ({ kind: 'capacity', severity, subject, text: said });

/** Claims outlive their components and count against the quota of the namespace. https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
function quota({ base, head, headStack }: Comparison): readonly Risk[] {
  const hard = Object.values(record(at(headStack, 'resource', 'kubernetes_resource_quota_v1')))
    .map((resource) => at(first(at(resource, 'spec')), 'hard'))
    .find((limits) => at(limits, 'requests.storage') !== undefined);
  const isSamePlace = text(at(base, 'config', 'target', 'namespace')) === text(at(head.config, 'target', 'namespace'));
  if (hard === undefined || !isSamePlace) return [];
  const [before, after] = [claimsOf(base), claimsOf(head)];
  const left = [...before].filter(([claim]) => !after.has(claim));
  const needed = sum([...after.values(), ...left.map(([, claimed]) => claimed)]);
  const allowed = parseQuantity(text(at(hard, 'requests.storage')));
  if (left.length === 0 || needed <= allowed) return [];
  const said = `${countText(left.length, 'claim')} of what goes ${left.length === 1 ? 'stays' : 'stay'}, and with the new ones they ask for ${size(needed)} of the ${size(allowed)} that the quota of the namespace allows: the last claims are refused, and their pods do not start. Raise target.quotaHeadRoom, or delete the claims that nobody needs.`;
  return [risk('high', 'target.quotaHeadRoom', said)];
}

const first = (block: unknown): unknown => (Array.isArray(block) ? block[0] : block);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The size of each claim, one for each instance. */
function claimsOf(platform: unknown): ReadonlyMap<string, number> {
  const claims = deliveriesOf(platform).flatMap((delivered) => {
    const volume = text(delivered['volume']);
    const instances = Number(at(delivered, 'workload', 'replicas', 'max') ?? 1);
    return /^\d+(\.\d+)?[a-zA-Z]*$/.test(volume)
      ? Array.from({ length: instances }, (_, index) => [`${text(delivered['name'])}-${index}`, parseQuantity(volume)] as const)
      : [];
  });
  return new Map(claims);
}

/** What the components are sure of, against what the policy says that there is. */
function room({ base, head }: Comparison): readonly Risk[] {
  const after = reservationsOf(head);
  const before = reservationsOf(base);
  const { cpu, memory: most } = head.config.policy?.room ?? {};
  const isMore = (of: 'cpu' | 'memory'): boolean => base === undefined || after[of] > before[of];
  return [
    ...(cpu !== undefined && after.cpu > cpu && isMore('cpu')
      ? [
          risk(
            'high',
            'policy.room.cpu',
            `The components reserve ${cores(after.cpu)} cores, of ${cpu} that there are (policy.room.cpu): some pods are not scheduled, or all are slow.`,
          ),
        ]
      : []),
    ...(most !== undefined && after.memory > bytes(most) && isMore('memory')
      ? [
          risk(
            'high',
            'policy.room.memory',
            `The components reserve ${memorySize(after.memory)} of memory, of ${most} that there are (policy.room.memory): some pods are not scheduled, or the host runs short and ends some.`,
          ),
        ]
      : []),
  ];
}

const cores = (value: number): string => String(Math.round(value * 100) / 100);

const STORES = [
  { owner: 'prometheus', name: 'Prometheus' },
  { owner: 'loki', name: 'Loki' },
  { owner: 'tempo', name: 'Tempo' },
  { owner: 'jaeger', name: 'Jaeger' },
] as const;

/** A volume of an engine takes what is written, until the disk is full; one that is pinned on a cluster, until it is. */
function disk(comparison: Comparison): readonly Risk[] {
  const { base, head } = comparison;
  return STORES.flatMap(({ owner, name }): readonly Risk[] => {
    if (componentNamed(base, owner) === undefined || componentNamed(head, owner) === undefined) return [];
    const need = volumeNeed(head.config, owner);
    const [was, is] = [neededBefore(base, owner), neededBytes(need)];
    if (was === undefined || is <= was) return [];
    const said = `By the expected load ${name} fills ${size(is)} instead of ${size(was)}`;
    if (head.config.target.kind === 'docker') {
      if (is < was * 1.25) return [];
      return [risk(is >= was * 2 ? 'medium' : 'low', `component ${owner}`, `${said} of the disk of the engine.`)];
    }
    if (need.stated === undefined || is < bytes(need.stated) * 0.9) return [];
    return [risk('medium', `${owner}.volumeSize`, `${said} of its volume of ${need.stated}: a store whose volume is full stops.`)];
  });
}

/** The base may lack what this version computes with. */
function neededBefore(base: unknown, owner: (typeof STORES)[number]['owner']): number | undefined {
  const needed = attempt(() => neededBytes(volumeNeed(at(base, 'config') as EnvironmentConfig, owner)));
  return needed === undefined || Number.isNaN(needed) ? undefined : needed;
}

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** How long stores may be away. */
function queue(comparison: Comparison): readonly Risk[] {
  const { base, head } = comparison;
  if (componentNamed(base, 'otel-collector') === undefined || componentNamed(head, 'otel-collector') === undefined) return [];
  const path = 'otelCollector.outageTolerance';
  const [before, after] = [readDuration(baseValue(comparison, path)), readDuration(headValue(comparison, path))];
  const shorter =
    before !== undefined && after !== undefined && after < before
      ? [
          risk(
            'low',
            path,
            `A store may be away for ${text(headValue(comparison, path))} instead of ${text(baseValue(comparison, path))}: after that its queue is full and senders are refused.`,
          ),
        ]
      : [];
  return [...shorter, ...overload(comparison)];
}

function overload({ base, head }: Comparison): readonly Risk[] {
  const path = 'otelCollector.expectedItemsPerSecond.spans';
  const spans = head.config.otelCollector.expectedItemsPerSecond.spans;
  const expected = expectedLoad(head.config).spansStoredPerSecond;
  const before = attempt(() => expectedLoad(at(base, 'config') as EnvironmentConfig).spansStoredPerSecond);
  const knownSpans = Number(at(base, 'config', ...path.split('.')) ?? spans);
  if (expected <= spans || (before !== undefined && before > knownSpans)) return [];
  const said = `On average ${Math.round(expected)} spans are stored a second, and the queue of the collector is sized for ${spans} at the peak: it is full before ${head.config.otelCollector.outageTolerance} (otelCollector.outageTolerance) of an outage are over. Raise ${path}.`;
  return [risk('medium', path, said)];
}

/** A limit below what a component uses ends it again and again. */
function memory({ base, head }: Comparison): readonly Risk[] {
  const lower = componentsOf(head).flatMap((component) => {
    const name = text(component['name']);
    const [before, after] = [componentNamed(base, name), component].map((side) => text(at(side, 'resources', 'limits', 'memory')));
    const [was, is] = [before, after].map((value) => attempt(() => bytes(value as ByteSize)));
    return was === undefined || is === undefined || is >= was
      ? []
      : [{ name, said: `${after} instead of ${before}`, isHalf: is <= was / 2 }];
  });
  const [first] = lower;
  if (first === undefined) return [];
  const severity = lower.some(({ isHalf }) => isHalf) ? 'medium' : 'low';
  const compare = 'Compare with what is used (o11y usage) before.';
  if (lower.length === 1)
    return [
      risk(severity, `component ${first.name}`, `${first.name} is ended and started again beyond ${first.said} of memory. ${compare}`),
    ];
  const each = listed(lower.map(({ name, said }) => `${name} (${said})`));
  return [risk(severity, 'memory', `${lower.length} components are ended and started again beyond less memory: ${each}. ${compare}`)];
}
