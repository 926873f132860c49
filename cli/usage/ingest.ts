import { hasSamplingTier } from '../../constructs/otel-collector/tiers';
import type { Rate, Usage } from '../../tuning/usage';
import { counted } from '../target/promql';
import type { Measurement } from './model';
import { counter, peakRate } from './queries';

type Ingest = Usage['ingest'];

/** Every sample is in each instance of Prometheus: one of them is counted. */
export const APPENDED = 'prometheus_tsdb_head_samples_appended_total{job="prometheus"}';
const SERIES = 'prometheus_tsdb_head_series{job="prometheus"}';

/** Spans that the first collectors take; those between collectors are the same spans. */
const RECEIVED = counter('otelcol_receiver_accepted_spans', 'job="otel-collector"');

/** Spans that are written to the store. */
const STORED = counter('otelcol_exporter_sent_spans', 'job="otel-collector",exporter="otlp_grpc/traces"');

/** Loki counts what is beside a line to its bytes. */
export const LOG_LINES = 'loki_distributor_lines_received_total{job="loki"}';
export const LOG_BYTES = 'loki_distributor_bytes_received_total{job="loki"}';
export const LOG_METADATA_BYTES = 'loki_distributor_structured_metadata_bytes_received_total{job="loki"}';

/** How much comes in, and how much of it is stored. */
export async function measureIngest(measurement: Measurement): Promise<Ingest> {
  const { platform, ask, windowSeconds, lack } = measurement;
  const { prometheus, loki, traces, otelCollector } = platform.config;
  const instances = platform.config.target.kind === 'kubernetes' ? prometheus.replicas : 1;
  const hasTraces = otelCollector.enabled && traces.backend !== 'none';
  const [now, peak, samples, spansReceived, spansStored, logLines, logBytes] = await Promise.all([
    ask(`max(${SERIES})`),
    ask(`max(max_over_time(${SERIES}[${windowSeconds}s]))`),
    rateOf(measurement, 'samples', APPENDED, 1 / instances),
    hasTraces ? rateOf(measurement, 'spans received', RECEIVED) : undefined,
    hasTraces ? rateOf(measurement, 'spans stored', storedSpans(measurement)) : undefined,
    loki.enabled ? rateOf(measurement, 'log lines', LOG_LINES) : undefined,
    loki.enabled ? logRate(measurement) : undefined,
  ]);
  if (now === undefined || peak === undefined) lack('active series', 'Prometheus has no measurement of itself');
  return {
    ...(now === undefined || peak === undefined ? {} : { activeSeries: { now, peak } }),
    ...(samples === undefined ? {} : { samples }),
    ...(spansReceived === undefined ? {} : { spansReceived }),
    ...(spansStored === undefined ? {} : { spansStored }),
    ...(logLines === undefined ? {} : { logLines }),
    ...(logBytes === undefined ? {} : { logBytes }),
  };
}

/** With a tier for sampling, the first one also sends spans, to the second. */
export const storedSpans = ({ platform: { config } }: Pick<Measurement, 'platform'>): string =>
  hasSamplingTier(config) ? counter('otelcol_exporter_sent_spans', 'job="otel-sampler"') : STORED;

async function rateOf(
  { ask, lack, windowSeconds, coveredSeconds, stepSeconds }: Measurement,
  what: string,
  selector: string,
  share = 1,
): Promise<Rate | undefined> {
  const [amount, peak] = await Promise.all([ask(counted(selector, windowSeconds)), ask(peakRate(selector, windowSeconds, stepSeconds))]);
  if (amount === undefined) {
    lack(`${what} a second`, `Prometheus has no ${selector} in the window: nothing has come in, or what counts it is not scraped`);
    return undefined;
  }
  const average = (amount * share) / coveredSeconds;
  return { average, peak: Math.max(average, (peak ?? 0) * share) };
}

async function logRate(measurement: Measurement): Promise<Rate | undefined> {
  const all = await rateOf(measurement, 'log bytes', LOG_BYTES);
  if (all === undefined) return undefined;
  // Absent while nothing had any.
  const beside = await rateOf({ ...measurement, lack: () => undefined }, '', LOG_METADATA_BYTES);
  return { average: Math.max(0, all.average - (beside?.average ?? 0)), peak: Math.max(0, all.peak - (beside?.peak ?? 0)) };
}
