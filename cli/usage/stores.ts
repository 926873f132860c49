import { DAY } from '../../config/amounts';
import { seconds } from '../../config/units';
import type { StoreUsage, Usage } from '../../tuning/usage';
import { counted } from '../target/promql';
import type { Surroundings } from '../target/usage';
import { storedSpans } from './ingest';
import type { Measurement, Signal } from './model';

interface StoreOf {
  readonly component: string;
  readonly signal: Signal;
  readonly retentionSeconds: number;
}

/** The stores that are on, with how long they keep. */
function storesOf({ platform }: Measurement): readonly StoreOf[] {
  const { prometheus, loki, traces, retention } = platform.config;
  return [
    ...(prometheus.enabled
      ? [{ component: 'prometheus', signal: 'metrics' as const, retentionSeconds: seconds(retention.metrics.time) }]
      : []),
    ...(loki.enabled ? [{ component: 'loki', signal: 'logs' as const, retentionSeconds: seconds(retention.logs.total) }] : []),
    ...(traces.backend === 'none'
      ? []
      : [{ component: traces.backend, signal: 'traces' as const, retentionSeconds: seconds(retention.traces) }]),
  ];
}

/** The disks of the stores, and what a span takes on one. */
export async function measureStores(
  measurement: Measurement,
  surroundings: Surroundings,
  ingest: Usage['ingest'],
  sizes: Usage['sizes'],
): Promise<{ readonly stores: readonly StoreUsage[]; readonly bytesPerSpan: number | undefined }> {
  const { ask, lack } = measurement;
  const disks = await Promise.all(
    storesOf(measurement).map(async (store) => {
      const { isShared, ...disk } = await surroundings.disk(store.component, ask);
      if (disk.usedBytes === undefined) lack(`disk of ${store.component}`, 'neither the target nor the store tells it');
      return { store, disk: { ...disk, isShared }, parts: await partsOf(measurement, store.signal) };
    }),
  );
  const traces = disks.find(({ store }) => store.signal === 'traces');
  const bytesPerSpan = traces === undefined ? undefined : await spanSize(measurement, traces.disk.usedBytes);
  const stores = disks.map(({ store, disk, parts }) => {
    const growthBytesPerDay = growthOf(store.signal, ingest, { ...sizes, ...(bytesPerSpan === undefined ? {} : { bytesPerSpan }) });
    return { ...store, ...disk, parts, ...(growthBytesPerDay === undefined ? {} : { growthBytesPerDay }) };
  });
  return { stores, bytesPerSpan };
}

/** What a store on a volume has there, for each span that it took and still keeps. */
async function spanSize(measurement: Measurement, usedBytes: number | undefined): Promise<number | undefined> {
  const { platform, ask, lack } = measurement;
  const { retention, traces, tempo } = platform.config;
  if (traces.backend === 'tempo' && tempo.storage.kind !== 'filesystem') {
    lack('bytes per span', 'blocks are in object storage, whose size only its provider knows');
    return undefined;
  }
  const kept = Math.min(seconds(retention.traces), seconds(retention.metrics.time));
  const spans = await ask(counted(storedSpans(measurement), kept));
  if (usedBytes === undefined || spans === undefined) return undefined;
  if (spans >= FEWEST_SPANS) return usedBytes / spans;
  lack(
    'bytes per span',
    `${Math.round(spans)} spans were stored, and what an empty store takes would be counted to them: ${FEWEST_SPANS} are needed`,
  );
  return undefined;
}

/** An empty store has some hundred KiB of its own: a tenth of this many spans. */
const FEWEST_SPANS = 2_000;

/** What a day adds, before anything is deleted. */
function growthOf(signal: Signal, ingest: Usage['ingest'], sizes: Usage['sizes']): number | undefined {
  switch (signal) {
    case 'metrics':
      return product(ingest.samples?.average, sizes.bytesPerSample);
    case 'logs':
      return product(ingest.logLines?.average, sizes.bytesPerLogLine);
    case 'traces':
      return product(ingest.spansStored?.average, sizes.bytesPerSpan);
  }
}

const product = (perSecond: number | undefined, bytes: number | undefined): number | undefined =>
  perSecond === undefined || bytes === undefined ? undefined : perSecond * bytes * DAY;

async function partsOf({ ask }: Measurement, signal: Signal): Promise<StoreUsage['parts']> {
  const queries = PARTS[signal];
  const found = await Promise.all(Object.entries(queries).map(async ([name, query]) => [name, await ask(query)] as const));
  return Object.fromEntries(found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

const PARTS: Readonly<Record<Signal, Readonly<Record<string, string>>>> = {
  metrics: {
    blocks: 'max(prometheus_tsdb_storage_blocks_bytes{job="prometheus"})',
    'write-ahead log': 'max(prometheus_tsdb_wal_storage_size_bytes{job="prometheus"})',
    'head chunks': 'max(prometheus_tsdb_head_chunks_storage_size_bytes{job="prometheus"})',
  },
  // Its log is cut by time, and what is left of it is in no metric.
  logs: {},
  traces: {},
};
