import { GIB, MIB } from '../config/amounts';
import type { EnvironmentConfig } from '../config/schema/environment';
import { daysOfLogs, expectedLoad, storedBytes, storedSize, type VolumeOwner, volumeNeed } from '../config/sizing';
import { bytes } from '../config/units';
import type { Platform } from '../constructs/core/platform';
import { parseQuantity } from '../constructs/core/quantity';
import type { CountedContainer } from './compute';
import type { CostLine } from './model';
import { lineOf, pricesOf, volumePrice } from './prices';
import { countText, numberText, percentText, sizeText } from './text';

/** Whose volume a product's is. */
const OWNERS: Readonly<Record<string, VolumeOwner>> = {
  prometheus: 'prometheus',
  alertmanager: 'alertmanager',
  grafana: 'grafana',
  loki: 'loki',
  tempo: 'tempo',
  jaeger: 'jaeger',
  'otel-collector': 'otelCollector',
  'otel-sampler': 'otelCollector',
  'otel-collector-agent': 'otelCollectorAgent',
};

/** The volume of a container, and what its bucket holds. Pure. */
export function storageLines(platform: Platform, container: CountedContainer): readonly CostLine[] {
  const { config } = platform;
  const plan = platform.components.find(({ name }) => name === container.name);
  const owner = OWNERS[plan?.product ?? ''];
  if (owner === undefined || container.volume === undefined) return [];
  return [...volumeLine(config, owner, container), ...bucketLine(config, owner)];
}

function volumeLine(config: EnvironmentConfig, owner: VolumeOwner, { count, noun, volume }: CountedContainer): readonly CostLine[] {
  const need = volumeNeed(config, owner);
  const contents = contentsText(config, owner);
  const line = { kind: 'block-storage', unit: 'GiB', price: volumePrice(config) } as const;
  // A volume of the engine has no size: it takes what is written.
  if (config.target.kind === 'docker') {
    return lineOf({ ...line, quantity: (need.kept + need.working) / GIB, because: `what it holds: ${contents}` });
  }
  const size = parseQuantity(volume ?? '0');
  const headRoom = need.kept > 0 ? `, ${percentText(config.capacity.headRoom)} head-room` : '';
  const reason = need.stated === undefined ? `${contents}${headRoom}` : `${need.stated} is stated`;
  return lineOf({
    ...line,
    quantity: (count * size) / GIB,
    because: `${countText(count, noun)} × ${sizeText(size)}: ${reason}`,
  });
}

/** What a volume holds, and why it is so much. */
function contentsText(config: EnvironmentConfig, owner: VolumeOwner): string {
  const { kept, working } = volumeNeed(config, owner);
  return [...(kept > 0 ? [keptText(config, owner)] : []), `${sizeText(working)} of logs, queues and caches`].join(' + ');
}

/** What retention and load come to. */
function keptText(config: EnvironmentConfig, owner: VolumeOwner): string {
  const { retention } = config;
  const { samplesPerSecond, spansStoredPerSecond, logBytesPerDay } = expectedLoad(config);
  const { bytesPerSample, bytesPerSpan, logCompression } = storedSize(config);
  switch (owner) {
    case 'prometheus':
      return `${sizeText(storedBytes(config, owner))} (${retention.metrics.time} of ${numberText(samplesPerSecond)} samples/s × ${numberText(bytesPerSample)} B, at most ${retention.metrics.size})`;
    case 'loki':
      // Its one tier keeps all lines alike: retention.logs.hot changes nothing.
      return `${sizeText(storedBytes(config, owner))} (${daysOfLogs(config)} days of ${sizeText(logBytesPerDay)}, compressed ${numberText(logCompression)} times)`;
    case 'tempo':
    case 'jaeger':
      return `${sizeText(storedBytes(config, owner))} (${retention.traces} of ${numberText(spansStoredPerSecond)} spans/s × ${numberText(bytesPerSpan[owner])} B)`;
    case 'alertmanager':
    case 'grafana':
    case 'otelCollector':
    case 'otelCollectorAgent':
      return sizeText(volumeNeed(config, owner).kept);
  }
}

/** Stores that may keep their blocks in a bucket. */
type BucketOwner = 'loki' | 'tempo';

const hasBucket = (config: EnvironmentConfig, owner: VolumeOwner): owner is BucketOwner =>
  (owner === 'loki' || owner === 'tempo') && config[owner].storage.kind !== 'filesystem';

const bucketLine = (config: EnvironmentConfig, owner: VolumeOwner): readonly CostLine[] =>
  hasBucket(config, owner)
    ? lineOf({
        kind: 'object-storage',
        quantity: storedBytes(config, owner) / GIB,
        unit: 'GiB',
        price: pricesOf(config).objectGibibyteMonth,
        because: keptText(config, owner),
      })
    : [];

const DAYS_PER_MONTH = 365 / 12;

/** Loki closes a chunk at 1.5 MiB or after two hours. https://grafana.com/docs/loki/latest/configure/#ingester */
const CHUNK = { bytes: 1.5 * MIB, perDay: 12 } as const;

/** Loki's index goes out four times an hour from each instance, and the compactor works six times an hour. */
const LOKI_INDEX_PER_DAY = 96;
const LOKI_COMPACTIONS_PER_DAY = 144;

/** Tempo closes a block twice an hour: four objects, which are written again by about two compactions. It lists all of them every five minutes. */
const TEMPO_OBJECTS_PER_DAY = 48 * 4 * 3;
const TEMPO_LISTS_PER_DAY = 288;

/** Requests of a store to its bucket in a day. Estimates: their dollars are cents. */
function requestsPerDay({ config, components }: Platform, owner: BucketOwner): { readonly puts: number; readonly gets: number } {
  if (owner === 'tempo') return { puts: TEMPO_OBJECTS_PER_DAY + TEMPO_LISTS_PER_DAY, gets: 2 * TEMPO_OBJECTS_PER_DAY };
  const { logBytesPerDay } = expectedLoad(config);
  // Each component and each service is a stream at least.
  const streams = components.length + config.services.length;
  const chunks = Math.max(logBytesPerDay / storedSize(config).logCompression / CHUNK.bytes, streams * CHUNK.perDay);
  return {
    puts: chunks + LOKI_INDEX_PER_DAY * config.loki.replicas + LOKI_COMPACTIONS_PER_DAY,
    // Each chunk is read once on average.
    gets: chunks + LOKI_COMPACTIONS_PER_DAY,
  };
}

/** What requests to buckets cost. Pure. */
export function bucketRequestLines(platform: Platform): readonly CostLine[] {
  const { config, components } = platform;
  const { thousandPuts, thousandGets } = pricesOf(config);
  const owners = components.flatMap(({ product }) => {
    const owner = OWNERS[product];
    return owner !== undefined && hasBucket(config, owner) ? [owner] : [];
  });
  return owners.flatMap((owner) => {
    const { puts, gets } = requestsPerDay(platform, owner);
    const line = (perDay: number, thousand: number, verb: string): readonly CostLine[] =>
      lineOf({
        kind: 'requests',
        quantity: (perDay * DAYS_PER_MONTH) / 1e6,
        unit: 'million requests',
        price: thousand * 1_000,
        because: `${owner} ${verb} its bucket about ${numberText(perDay)} times a day`,
      });
    return [...line(puts, thousandPuts, 'writes to or lists'), ...line(gets, thousandGets, 'reads')];
  });
}

/** Disks that are paid for by their size: on Docker what the volumes leave of them, on Kubernetes, where volumes are apart, all. Pure. */
export function diskLines(config: EnvironmentConfig, lines: readonly CostLine[]): readonly CostLine[] {
  const { billing } = config.cost;
  if (billing.kind !== 'machines' || billing.disk === undefined) return [];
  const size = (billing.count * bytes(billing.disk)) / GIB;
  const held =
    config.target.kind === 'docker' ? lines.reduce((sum, { kind, quantity }) => sum + (kind === 'block-storage' ? quantity : 0), 0) : 0;
  const disks = `${countText(billing.count, 'disk')} of ${sizeText(bytes(billing.disk))}`;
  return lineOf({
    kind: 'block-storage',
    quantity: size - held,
    unit: 'GiB',
    price: volumePrice(config),
    because: held === 0 ? disks : `${disks}, less ${numberText(held)} GiB in volumes`,
  });
}
