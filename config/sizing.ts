import { DAY, GIB, MIB } from './amounts';
import { BATCH_BYTES } from './messages';
import type { EnvironmentConfig } from './schema/environment';
import { type ByteSize, bytes, seconds } from './units';

/** The load on average: what is said as such, and what follows from requests. */
export interface ExpectedLoad {
  /** Time series at one time, and their samples. */
  readonly activeSeries: number;
  readonly samplesPerSecond: number;
  /** Spans received, and those of them that are stored. */
  readonly spansPerSecond: number;
  readonly spansStoredPerSecond: number;
  /** Bytes of log lines, uncompressed. */
  readonly logBytesPerDay: number;
  readonly requestsPerSecond: number;
}

/** The load that an environment is made for: the only place where it is added up. */
export function expectedLoad({ capacity, prometheus, sampling: { traces } }: EnvironmentConfig): ExpectedLoad {
  const requests = (of: (request: (typeof capacity.requests)[number]) => number): number =>
    capacity.requests.reduce((sum, request) => sum + request.perSecond * of(request), 0);
  const spansPerSecond = capacity.spansPerSecond + requests(({ spans }) => spans);
  const keptAnyway = traces.keepErrors || traces.keepSlowerThan !== null ? (capacity.calibration?.spansKeptAnyway ?? KEPT_ANYWAY) : 0;
  return {
    activeSeries: capacity.activeSeries,
    samplesPerSecond: capacity.activeSeries / seconds(prometheus.scrapeInterval),
    spansPerSecond,
    spansStoredPerSecond: spansPerSecond * (traces.ratio + (1 - traces.ratio) * keptAnyway),
    logBytesPerDay: bytes(capacity.logsPerDay) + requests(({ logs }) => bytes(logs)) * DAY,
    requestsPerSecond: requests(() => 1),
  };
}

/** What an item takes where it is stored: measured, or else estimated. */
export interface StoredSize {
  readonly bytesPerSample: number;
  readonly bytesPerSpan: { readonly tempo: number; readonly jaeger: number };
  readonly bytesPerSpanReceived: number;
  /** Bytes of lines for each byte stored. */
  readonly logCompression: number;
}

/** The sizes that an environment is planned with: `capacity.calibration` before the constants of this file. */
export function storedSize({ capacity: { calibration = {} } }: EnvironmentConfig): StoredSize {
  return {
    bytesPerSample: calibration.bytesPerSample ?? BYTES_PER_SAMPLE,
    bytesPerSpan: {
      tempo: calibration.bytesPerSpan ?? BYTES_PER_SPAN.tempo,
      jaeger: calibration.bytesPerSpan ?? BYTES_PER_SPAN.jaeger,
    },
    bytesPerSpanReceived: calibration.bytesPerSpanReceived ?? BYTES_PER_SPAN.wire,
    logCompression: calibration.logCompression ?? LOG_COMPRESSION,
  };
}

/** Stores whose contents follow from load and retention. */
export type StoreOwner = 'prometheus' | 'loki' | 'tempo' | 'jaeger';

/** Bytes of what one store holds when retention deletes as much as arrives, on a volume or in a bucket. */
export function storedBytes(config: EnvironmentConfig, owner: StoreOwner): number {
  const { samplesPerSecond, spansStoredPerSecond, logBytesPerDay } = expectedLoad(config);
  const { bytesPerSample, bytesPerSpan, logCompression } = storedSize(config);
  const { metrics, traces } = config.retention;
  switch (owner) {
    case 'prometheus':
      // For the time or up to the size, whichever comes first.
      return Math.min(bytes(metrics.size), samplesPerSecond * seconds(metrics.time) * bytesPerSample);
    case 'loki':
      return (logBytesPerDay * daysOfLogs(config)) / logCompression;
    case 'tempo':
    case 'jaeger':
      return spansStoredPerSecond * seconds(traces) * bytesPerSpan[owner];
  }
}

/** Loki's compactor works through whole days: lines stay for up to one more. */
export const daysOfLogs = ({ retention: { logs } }: EnvironmentConfig): number => Math.ceil(seconds(logs.total) / DAY) + 1;

/** The volumes of the platform, by the section of the configuration that they belong to. */
export type VolumeOwner = 'prometheus' | 'alertmanager' | 'loki' | 'tempo' | 'jaeger' | 'grafana' | 'otelCollector' | 'otelCollectorAgent';

/** What a volume must hold, and where the configuration says its size. */
export interface VolumeNeed {
  /** What retention and load fill, on average. */
  readonly kept: number;
  /** What is there besides: write-ahead logs, caches, queues. */
  readonly working: number;
  /** The size that the configuration says; absent when it is to be computed. */
  readonly stated?: ByteSize | undefined;
}

/** Whole GiB of what is needed at least, without head-room. */
export const neededBytes = ({ kept, working }: VolumeNeed): number => wholeGibibytes(kept + working);

const wholeGibibytes = (size: number): number => Math.max(1, Math.ceil(size / GIB)) * GIB;

/** Bytes of the volume of each pod, in whole GiB: what the configuration says, or else what retention and load need, with head-room. */
export function volumeBytes(config: EnvironmentConfig, owner: VolumeOwner): number {
  const need = volumeNeed(config, owner);
  return need.stated === undefined
    ? wholeGibibytes(need.kept * (1 + config.capacity.headRoom) + need.working)
    : wholeGibibytes(bytes(need.stated));
}

/** What a volume must hold. */
export function volumeNeed(config: EnvironmentConfig, owner: VolumeOwner): VolumeNeed {
  switch (owner) {
    case 'prometheus':
      return prometheusNeed(config);
    case 'loki':
      return lokiNeed(config);
    case 'tempo':
      return tempoNeed(config);
    case 'jaeger':
      return { kept: storedBytes(config, 'jaeger'), working: GIB, stated: config.jaeger.volumeSize };
    case 'alertmanager':
      // Silences and the log of what was sent: a few MiB.
      return { kept: 0, working: GIB, stated: config.alertmanager.volumeSize };
    case 'grafana':
      // Its database of users, preferences and hand-made dashboards, and plugins.
      return { kept: 0, working: 2 * GIB, stated: config.grafana.volumeSize };
    case 'otelCollector':
      return { kept: 0, working: queuesOf(config) * queueFileBytes(Math.max(...Object.values(queueBytes(config)))) };
    case 'otelCollectorAgent':
      return { kept: 0, working: queueFileBytes(AGENT_QUEUE_BYTES) };
  }
}

/** "Prometheus stores an average of only 1-2 bytes per sample": https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects */
const BYTES_PER_SAMPLE = 1.7;

/**
 * The write-ahead log is cut when a block of two hours has been made of it, at one and a half times that range: up to three hours of
 * samples, each a reference, a time and eight bytes of value, as large as before when their compression gains nothing.
 * https://prometheus.io/docs/prometheus/latest/storage/#on-disk-layout
 */
const WAL = { seconds: 3 * 3_600, bytesPerSample: 12 } as const;

/** Compactions write a block before they delete its parts: head-room. */
const prometheusNeed = (config: EnvironmentConfig): VolumeNeed => ({
  kept: storedBytes(config, 'prometheus'),
  working: expectedLoad(config).samplesPerSecond * WAL.seconds * WAL.bytesPerSample,
  stated: config.prometheus.volumeSize,
});

/**
 * Lines of JSON of 180 bytes with an id of their request, and the ids of a trace and a span beside them, all random, were measured to be
 * 2.6 times smaller in Loki's chunks (gzip) with their index. Longer lines and those without ids get smaller still.
 */
const LOG_COMPRESSION = 3;

/** The log that protects what is in no chunk yet was measured at 1.9 times the lines. */
const LOG_WAL = 2;

function lokiNeed(config: EnvironmentConfig): VolumeNeed {
  const { loki } = config;
  // Chunks are written after two hours at the latest, and the log is cut after that.
  const writeAheadLog = (expectedLoad(config).logBytesPerDay / 8) * LOG_WAL;
  return loki.storage.kind === 'filesystem'
    ? { kept: storedBytes(config, 'loki'), working: writeAheadLog, stated: loki.volumeSize }
    : { kept: 0, working: writeAheadLog + 2 * GIB, stated: loki.volumeSize };
}

/**
 * Of a span with ten attributes, which is 0.5 KiB on the wire. Jaeger's Badger, which writes it as it is and a key of an index for each of its
 * tags, was measured at 620 bytes; until a compaction it has also the log of writes and what has expired. Tempo writes columns of equal values,
 * compressed: the estimate is a third of that.
 * https://grafana.com/docs/tempo/v2.10.x/configuration/parquet/ https://www.jaegertracing.io/docs/latest/storage/badger/
 */
const BYTES_PER_SPAN = { wire: 512, tempo: 200, jaeger: 1_024 } as const;

/** Share of traces that are kept for an error or for being slow although chance did not choose them. */
const KEPT_ANYWAY = 0.05;

function tempoNeed(config: EnvironmentConfig): VolumeNeed {
  // A block is closed after half an hour at the latest, and stays until it is written out: an hour of spans as they came.
  const writeAheadLog = expectedLoad(config).spansStoredPerSecond * 3_600 * storedSize(config).bytesPerSpanReceived + GIB;
  const isLocal = config.tempo.storage.kind === 'filesystem';
  return { kept: isLocal ? storedBytes(config, 'tempo') : 0, working: writeAheadLog, stated: config.tempo.volumeSize };
}

/** Bytes of an item in a queue: spans of ten attributes were measured at 0.5 KiB; the rest is head-room for longer ones. */
const BYTES_PER_ITEM = { span: 1_024, logRecord: 2_048, dataPoint: 512 } as const;

/** A queue for each store: traces, logs, and each instance of Prometheus. */
const queuesOf = ({ prometheus: { replicas } }: EnvironmentConfig): number => 2 + replicas;

/** Bytes of lines that wait in an agent for the gateway; beyond that it stops reading, and the lines wait in the engine's files. */
export const AGENT_QUEUE_BYTES = 256 * MIB;

/** Bytes that the queue of each store must hold for an outage that is to be sat out. */
export function queueBytes({ otelCollector: { expectedItemsPerSecond: rate, outageTolerance } }: EnvironmentConfig): {
  readonly traces: number;
  readonly metrics: number;
  readonly logs: number;
} {
  const duration = seconds(outageTolerance);
  // What is larger than its queue never gets into it.
  const queue = (itemsPerSecond: number, bytesPerItem: number): number =>
    Math.max(2 * BATCH_BYTES, Math.ceil(itemsPerSecond * duration * bytesPerItem));
  return {
    traces: queue(rate.spans, BYTES_PER_ITEM.span),
    metrics: queue(rate.dataPoints, BYTES_PER_ITEM.dataPoint),
    logs: queue(rate.logRecords, BYTES_PER_ITEM.logRecord),
  };
}

/** Bytes to which the file under a queue may grow: what it holds, and as much that is free but not given back yet. */
export const queueFileBytes = (queue: number): number => Math.max(queue * 2, GIB);
