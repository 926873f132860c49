import { seconds } from '../../config/units';
import type { Usage } from '../../tuning/usage';
import { counted } from '../target/promql';
import { APPENDED, LOG_BYTES, LOG_LINES, LOG_METADATA_BYTES } from './ingest';
import type { Measurement } from './model';

type Sizes = Usage['sizes'];

/** Chunks that were written out, and the lines in them: https://github.com/grafana/loki/blob/v3.7.8/pkg/ingester/flush.go */
const CHUNK_BYTES = 'loki_ingester_chunk_size_bytes_sum{job="loki"}';
const CHUNK_LINES = 'loki_ingester_chunk_entries_sum{job="loki"}';

/** How much a sample and a log line take; a span is measured with its store's disk. */
export async function measureSizes(measurement: Measurement): Promise<Sizes> {
  const { loki } = measurement.platform.config;
  const [bytesPerSample, logs] = await Promise.all([sampleSize(measurement), loki.enabled ? logSizes(measurement) : {}]);
  return { ...(bytesPerSample === undefined ? {} : { bytesPerSample }), ...logs };
}

/** Bytes of all blocks, for each sample that was appended in the time that they are of. */
async function sampleSize({ platform: { config }, ask, lack }: Measurement): Promise<number | undefined> {
  const own = '{job="prometheus"}';
  const [blocks, oldest, headStart] = await Promise.all([
    ask(`max(prometheus_tsdb_storage_blocks_bytes${own})`),
    ask(`min(prometheus_tsdb_lowest_timestamp_seconds${own})`),
    ask(`max(prometheus_tsdb_head_min_time_seconds${own})`),
  ]);
  if (blocks === undefined || oldest === undefined || headStart === undefined) {
    lack('bytes per sample', 'Prometheus has no measurement of its blocks');
    return undefined;
  }
  if (blocks === 0 || headStart <= oldest) {
    lack('bytes per sample', 'Prometheus has written no block yet: the first comes after three hours');
    return undefined;
  }
  const instances = config.target.kind === 'kubernetes' ? config.prometheus.replicas : 1;
  const samples = await ask(counted(APPENDED, headStart - oldest, headStart));
  if (samples !== undefined && samples > 0) return (blocks * instances) / samples;
  lack('bytes per sample', 'how many samples the blocks hold is not known: Prometheus has not scraped itself all the time');
  return undefined;
}

async function logSizes({ platform: { config }, ask, lack }: Measurement): Promise<Pick<Sizes, 'bytesPerLogLine' | 'logLineBytes'>> {
  // What was compressed at any time in the retention says the same; more of it says it better.
  const history = Math.min(seconds(config.retention.metrics.time), seconds(config.retention.logs.total));
  const [chunkBytes, chunkLines, bytes, beside, lines] = await Promise.all(
    [CHUNK_BYTES, CHUNK_LINES, LOG_BYTES, LOG_METADATA_BYTES, LOG_LINES].map((name) => ask(counted(name, history))),
  );
  const isWritten = chunkBytes !== undefined && chunkLines !== undefined && chunkLines > 0;
  if (!isWritten) lack('bytes per log line', 'Loki has written no chunk yet: it does after half an hour without a line, or two hours');
  const isReceived = bytes !== undefined && lines !== undefined && lines > 0;
  return {
    ...(isWritten ? { bytesPerLogLine: chunkBytes / chunkLines } : {}),
    ...(isReceived ? { logLineBytes: (bytes - (beside ?? 0)) / lines } : {}),
  };
}
