import { MIB } from '../config/amounts';
import { type ByteSize, bytes } from '../config/units';
import { coreCount, memorySize, significant } from './numbers';
import { confidenceOf, type Findings, type Proposal, valueAt } from './proposal';
import type { ComponentUsage, Level } from './usage';

/** Where the configuration has the resources of a product; what is not here has fixed ones. */
const SECTIONS: Readonly<Record<string, string>> = {
  prometheus: 'prometheus.resources',
  'prometheus-operator': 'prometheus.operator.resources',
  alertmanager: 'alertmanager.resources',
  grafana: 'grafana.resources',
  loki: 'loki.resources',
  tempo: 'tempo.resources',
  jaeger: 'jaeger.resources',
  'otel-collector': 'otelCollector.resources',
  'otel-sampler': 'otelCollector.resources',
  'otel-collector-agent': 'containerLogs.resources',
  'node-exporter': 'exporters.node.resources',
  'kube-state-metrics': 'exporters.kubeStateMetrics.resources',
  cadvisor: 'exporters.cadvisor.resources',
  'blackbox-exporter': 'exporters.blackbox.resources',
  'redis-exporter': 'exporters.databaseResources',
  'postgres-exporter': 'exporters.databaseResources',
};

/**
 * What a product needs at least, whatever was measured: a start replays a log, a query or a compaction reads what lay still. MiB and cores.
 */
const LEAST: Readonly<Record<string, { readonly memory: number; readonly cpu: number }>> = {
  prometheus: { memory: 256, cpu: 0.25 },
  grafana: { memory: 128, cpu: 0.1 },
  loki: { memory: 256, cpu: 0.25 },
  tempo: { memory: 256, cpu: 0.25 },
  jaeger: { memory: 256, cpu: 0.25 },
  'otel-collector': { memory: 256, cpu: 0.25 },
  'otel-sampler': { memory: 256, cpu: 0.25 },
  'otel-collector-agent': { memory: 128, cpu: 0.1 },
  cadvisor: { memory: 128, cpu: 0.1 },
};
const LEAST_OF_OTHERS = { memory: 32, cpu: 0.05 } as const;

/** What is left free above the peak, and above the average of what is set aside. */
const HEAD_ROOM = { limit: 1.5, reservation: 1.2 } as const;

/** Set aside for anything that runs: bytes and cores. */
const LEAST_RESERVED = { memory: 16 * MIB, cpu: 0.05 } as const;

/** A reservation that is wrong by less than this is not worth a line: bytes and cores. */
const LITTLE = { memory: 32 * MIB, cpu: 0.05 } as const;

/** A difference of less than a quarter is not worth a change. */
const WORTH = 0.25;

/** Above these it must be raised: the share of its memory that it took, and of its periods in which it waited. */
const SHORT = { memory: 0.9, throttled: 0.1 } as const;

/** Proposals for limits and reservations, from what each component took. Pure. */
export function limitProposals(findings: Findings): readonly Proposal[] {
  const sections = [...new Set(findings.usage.components.flatMap(({ product }) => SECTIONS[product] ?? []))];
  return sections.flatMap((section) => {
    // Several that share a section get what the largest of them needs.
    const members = findings.usage.components.filter(({ product }) => SECTIONS[product] === section);
    return [...memoryProposals(findings, section, members), ...cpuProposals(findings, section, members)];
  });
}

function memoryProposals(findings: Findings, section: string, members: readonly ComponentUsage[]): readonly Proposal[] {
  const known = members.flatMap((member) => (member.memory === undefined ? [] : [{ member, level: member.memory }]));
  const largest = largestOf(known);
  if (largest === undefined || known.length < members.length) return [];
  const { member, level } = largest;
  const kills = Math.max(...members.map(({ outOfMemoryKills }) => outOfMemoryKills ?? 0));
  const least = leastOf(members).memory * MIB;
  const isShort = kills >= 1 || level.peak > SHORT.memory * level.limit;
  const wanted = Math.max(least, level.peak * HEAD_ROOM.limit, isShort ? level.limit * HEAD_ROOM.limit : 0);
  const limit = memorySize(wanted);
  const text = (value: number): string => `${Math.round(value / MIB)} MiB`;
  const killed = kills >= 1 ? ` It was killed ${Math.round(kills)} ${Math.round(kills) === 1 ? 'time' : 'times'} for want of memory.` : '';
  const limitProposal = proposal(findings, 'limit', `${section}.limits.memory`, limit, {
    isWorth: isShort || differs(bytes(limit), level.limit),
    evidence: `${member.component} took ${text(level.peak)} of ${text(level.limit)} at the peak.${killed} ${reason(bytes(limit) <= least, 'less than it needs to start and to answer a query', 'half as much again is left free')}`,
  });
  const finalLimit = limitProposal.length > 0 ? bytes(limit) : level.limit;
  const reservation = memorySize(Math.max(LEAST_RESERVED.memory, level.average * HEAD_ROOM.reservation));
  const reserved = bytes(reservation) > finalLimit ? undefined : reservation;
  return inOrder(
    limitProposal,
    reservationProposal(findings, section, 'memory', level, finalLimit, reserved, text),
    finalLimit < level.limit,
  );
}

function cpuProposals(findings: Findings, section: string, members: readonly ComponentUsage[]): readonly Proposal[] {
  const known = members.flatMap((member) => (member.cpu === undefined ? [] : [{ member, level: member.cpu }]));
  const largest = largestOf(known);
  if (largest === undefined || known.length < members.length) return [];
  const { member, level } = largest;
  const throttled = Math.max(...members.map((other) => other.throttled ?? 0));
  const least = leastOf(members).cpu;
  const isShort = throttled > SHORT.throttled;
  const limit = coreCount(Math.max(least, level.peak * HEAD_ROOM.limit, isShort ? level.limit * HEAD_ROOM.limit : 0));
  const text = (value: number): string => `${significant(value, 2)} cores`;
  const waited = isShort ? ` It had to wait in ${Math.round(100 * throttled)} % of the periods.` : '';
  const limitProposal = proposal(findings, 'limit', `${section}.limits.cpu`, limit, {
    isWorth: isShort || differs(limit, level.limit),
    evidence: `${member.component} took ${text(level.peak)} of ${text(level.limit)} at the peak.${waited} ${reason(limit <= least, 'less than it needs to start and to answer a query', 'half as much again is left free')}`,
  });
  const finalLimit = limitProposal.length > 0 ? limit : level.limit;
  const reservation = coreCount(Math.max(LEAST_RESERVED.cpu, level.average * HEAD_ROOM.reservation));
  return inOrder(
    limitProposal,
    reservationProposal(findings, section, 'cpu', level, finalLimit, reservation > finalLimit ? undefined : reservation, text),
    finalLimit < level.limit,
  );
}

/** Each of the two is valid with those before it: what is set aside shrinks before its limit, and grows after it. */
const inOrder = (limit: readonly Proposal[], reservation: readonly Proposal[], shrinks: boolean): readonly Proposal[] =>
  shrinks ? [...reservation, ...limit] : [...limit, ...reservation];

/** What is set aside follows the average, and must be within the limit, also when that shrinks. */
function reservationProposal(
  findings: Findings,
  section: string,
  resource: 'memory' | 'cpu',
  level: Level,
  limit: number,
  after: ByteSize | number | undefined,
  text: (value: number) => string,
): readonly Proposal[] {
  if (after === undefined) return [];
  const amount = typeof after === 'number' ? after : bytes(after);
  return proposal(findings, 'reservation', `${section}.reservations.${resource}`, after, {
    isWorth: level.reservation > limit || (differs(amount, level.reservation) && Math.abs(amount - level.reservation) > LITTLE[resource]),
    evidence: `On average ${text(level.average)} were in use, and ${text(level.reservation)} are set aside. A fifth more than the average is enough: the limit allows for peaks.`,
  });
}

const reason = (isLeast: boolean, least: string, headRoom: string): string =>
  isLeast ? `No lower than this: ${least} would be a risk.` : `Above the peak, ${headRoom}.`;

function proposal(
  { config, usage }: Findings,
  kind: Proposal['kind'],
  path: string,
  after: unknown,
  { isWorth, evidence }: { readonly isWorth: boolean; readonly evidence: string },
): readonly Proposal[] {
  const before = valueAt(config, path);
  return before === undefined || before === after || !isWorth
    ? []
    : [{ kind, path, before, after, evidence, confidence: confidenceOf(usage) }];
}

const differs = (after: number, before: number): boolean => Math.abs(after - before) > WORTH * before;

const largestOf = <T extends { readonly level: Level }>(known: readonly T[]): T | undefined =>
  known.reduce<T | undefined>((largest, one) => (largest === undefined || one.level.peak > largest.level.peak ? one : largest), undefined);

function leastOf(members: readonly ComponentUsage[]): { readonly memory: number; readonly cpu: number } {
  const all = members.map(({ product }) => LEAST[product] ?? LEAST_OF_OTHERS);
  return { memory: Math.max(...all.map(({ memory }) => memory)), cpu: Math.max(...all.map(({ cpu }) => cpu)) };
}
