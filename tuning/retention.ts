import { DAY } from '../config/amounts';
import { volumeNeed } from '../config/sizing';
import { bytes, seconds } from '../config/units';
import { bytesText, durationText, gibibytes, gigabytes, shorterDuration } from './numbers';
import { confidenceOf, type Findings, type Proposal } from './proposal';
import type { StoreUsage } from './usage';

/** Share of a disk that may be full: compactions write before they delete, and a full store takes nothing more. */
const FULL = 0.8;

/** The paths of each signal's retention, and the least that its store takes (s). */
const RETENTION = {
  metrics: { path: 'retention.metrics.time', least: 7_200 },
  logs: { path: 'retention.logs.total', least: DAY },
  traces: { path: 'retention.traces', least: 3_600 },
} as const;

/** Retention that fits the disk, and volumes that hold the retention. Pure. */
export function retentionProposals(findings: Findings): readonly Proposal[] {
  const shared = sharedDisk(findings.usage.stores);
  return findings.usage.stores.flatMap((store) => [
    ...(store.isShared ? sharedStore(findings, store, shared) : ownVolume(findings, store)),
    ...(store.signal === 'metrics' ? sizeOfMetrics(findings, store) : []),
  ]);
}

/** What a store holds when as much is deleted as arrives. */
function steadyBytes({ growthBytesPerDay, retentionSeconds }: StoreUsage): number | undefined {
  return growthBytesPerDay === undefined ? undefined : (growthBytesPerDay * retentionSeconds) / DAY;
}

interface SharedDisk {
  /** What all stores together may take. */
  readonly room: number;
  readonly steady: number;
}

/** On an engine all stores share a disk with everything else; undefined when something is not known. */
function sharedDisk(stores: readonly StoreUsage[]): SharedDisk | undefined {
  const those = stores.filter(({ isShared }) => isShared);
  const free = those.find(({ freeBytes }) => freeBytes !== undefined)?.freeBytes;
  if (free === undefined) return undefined;
  const sum = (of: (store: StoreUsage) => number): number => those.reduce((total, store) => total + of(store), 0);
  return { room: sum(({ usedBytes }) => usedBytes ?? 0) + FULL * free, steady: sum((store) => steadyBytes(store) ?? store.usedBytes ?? 0) };
}

function sharedStore(findings: Findings, store: StoreUsage, disk: SharedDisk | undefined): readonly Proposal[] {
  const steady = steadyBytes(store);
  if (disk === undefined || steady === undefined || disk.steady <= disk.room) return [];
  const evidence = `${store.component} grows by ${bytesText(store.growthBytesPerDay ?? 0)} a day, ${bytesText(steady)} in ${durationText(store.retentionSeconds)}. All stores would come to ${bytesText(disk.steady)}, and the disk has room for ${bytesText(disk.room)}.`;
  return shorter(findings, store, (store.retentionSeconds * disk.room) / disk.steady, evidence);
}

/** The owner of a store's volume, as config/sizing.ts calls it. */
const isOwner = (component: string): component is 'prometheus' | 'loki' | 'tempo' | 'jaeger' =>
  ['prometheus', 'loki', 'tempo', 'jaeger'].includes(component);

/** On Kubernetes a volume that is too small is made larger: nothing is lost, and its price is known. */
function ownVolume({ config, usage }: Findings, store: StoreUsage): readonly Proposal[] {
  const steady = steadyBytes(store);
  const { component, capacityBytes, usedBytes } = store;
  if (steady === undefined || capacityBytes === undefined || !isOwner(component)) return [];
  const isFull = usedBytes !== undefined && usedBytes > FULL * capacityBytes;
  const { working } = volumeNeed(config, component);
  const capped = component === 'prometheus' ? Math.min(steady, bytes(config.retention.metrics.size)) : steady;
  const needed = capped + working;
  if (needed <= capacityBytes * FULL && !isFull) return [];
  const after = gibibytes(Math.max(needed * (1 + config.capacity.headRoom), isFull ? capacityBytes * 1.5 : 0));
  return [
    {
      kind: 'volume',
      path: `${component}.volumeSize`,
      before: config[component].volumeSize,
      after,
      evidence: `${component} grows by ${bytesText(store.growthBytesPerDay ?? 0)} a day and keeps ${durationText(store.retentionSeconds)}: ${bytesText(capped)}, and ${bytesText(working)} of logs and queues, on a volume of ${bytesText(capacityBytes)}${usedBytes === undefined ? '' : `, of which ${bytesText(usedBytes)} are in use`}. A volume cannot shrink again.`,
      confidence: confidenceOf(usage),
    },
  ];
}

function shorter({ config, usage }: Findings, store: StoreUsage, fits: number, evidence: string): readonly Proposal[] {
  const { path, least } = RETENTION[store.signal];
  const before = { metrics: config.retention.metrics.time, logs: config.retention.logs.total, traces: config.retention.traces }[
    store.signal
  ];
  // Loki deletes in whole days.
  const duration = shorterDuration(Math.max(least, fits));
  const after = store.signal === 'logs' && seconds(duration) < 2 * DAY ? ('24h' as const) : duration;
  if (seconds(after) >= seconds(before)) return [];
  const { hot } = config.retention.logs;
  const confidence = confidenceOf(usage);
  return [
    { kind: 'retention', path, before, after, evidence, confidence },
    ...(store.signal === 'logs' && seconds(hot) > seconds(after)
      ? [
          {
            kind: 'retention' as const,
            path: 'retention.logs.hot',
            before: hot,
            after,
            evidence: 'It may be no longer than retention.logs.total.',
            confidence,
          },
        ]
      : []),
  ];
}

/** Prometheus deletes by age or by size, whichever comes first: a size that comes first makes the age a promise that is not kept. */
function sizeOfMetrics({ config, usage }: Findings, store: StoreUsage): readonly Proposal[] {
  const steady = steadyBytes(store);
  const { time, size } = config.retention.metrics;
  const spare = (store.usedBytes ?? 0) + FULL * (store.freeBytes ?? 0);
  if (steady === undefined || steady <= bytes(size) || steady * 1.2 > spare) return [];
  return [
    {
      kind: 'retention',
      path: 'retention.metrics.size',
      before: size,
      after: gigabytes(steady * 1.2),
      evidence: `${time} of samples come to ${bytesText(steady)}, so that ${size} would delete them after ${durationText((bytes(size) / steady) * store.retentionSeconds)} already; the disk has room for them.`,
      confidence: confidenceOf(usage),
    },
  ];
}
