import type { SamplingConfig } from '../../config/schema/sampling';
import { seconds } from '../../config/units';
import type { Platform } from '../../constructs/core/platform';
import { publishedPlaces } from '../docker/addresses';
import { type Place, placeOfOtlp, placeOfSource } from '../target/places';
import { type Checks, Conclusive, poll, Skipped } from './check';
import { getJson, HttpError } from './http';
import { queryValues } from './prometheus';
import { jaegerTraceSchema, lokiLinesSchema, type StoredLine, type StoredSpan, tempoTraceSchema } from './stores';
import { MARKER, METRICS, recordTelemetry, SERVICE, type Telemetry } from './telemetry';
import { maskedLine, maskedSpans, type SpanMetrics, spanMetricsVerdict, wholeTrace } from './verdicts';

/** How long a collector that starts may refuse what is sent to it. */
const SEND_DEADLINE_MS = 15_000;

/** Starts a check of every signal that is stored: sent through the collector, and read back. */
export function checkSignals(
  checks: Checks,
  platform: Platform,
  deadline: number,
  places: readonly Place[] = publishedPlaces(platform),
): void {
  const collector = placeOfOtlp(places);
  if (collector === undefined) return;
  const telemetry = recordTelemetry(traceSeconds(platform.config.sampling));
  const stores = {
    traces: placeOfSource(places, ['tempo', 'jaeger']),
    metrics: placeOfSource(places, ['prometheus']),
    logs: placeOfSource(places, ['loki']),
  };
  const masks = platform.config.redaction.enabled && platform.config.redaction.builtIn;
  const sendUntil = Math.min(deadline, Date.now() + SEND_DEADLINE_MS);
  if (stores.traces !== undefined || stores.metrics !== undefined)
    checkTraces(checks, platform, { telemetry, collector, ...stores, masks, deadline, sendUntil });
  if (stores.metrics !== undefined) checkMetrics(checks, telemetry, collector, stores.metrics, deadline, sendUntil);
  if (stores.logs !== undefined)
    checkLogs(checks, telemetry, collector, stores.logs, { masks, linked: stores.traces !== undefined, deadline, sendUntil });
}

/** How long the trace must have taken to be kept, in seconds: its error is reason enough unless errors are not kept. */
export function traceSeconds({ traces: { ratio, keepErrors, keepSlowerThan } }: SamplingConfig): number {
  return ratio < 1 && !keepErrors && keepSlowerThan !== null ? seconds(keepSlowerThan) + 1 : 0.1;
}

/** Whether sampling keeps the trace for certain. */
export const isKept = ({ traces: { ratio, keepErrors, keepSlowerThan } }: SamplingConfig): boolean =>
  ratio === 1 || keepErrors || keepSlowerThan !== null;

interface TraceRun {
  readonly telemetry: Telemetry;
  readonly collector: Place;
  readonly traces: Place | undefined;
  readonly metrics: Place | undefined;
  readonly masks: boolean;
  readonly deadline: number;
  readonly sendUntil: number;
}

function checkTraces(
  checks: Checks,
  { config }: Platform,
  { telemetry, collector, traces, metrics, masks, deadline, sendUntil }: TraceRun,
): void {
  const before = metrics === undefined ? undefined : spanMetrics(metrics.url).catch(() => undefined);
  const sent = sending(async () => {
    await before;
    await poll(sendUntil, () => telemetry.sendTrace(collector.url));
    return Date.now();
  }, 'trace');
  if (traces !== undefined) {
    const spans = sent.then(() => {
      if (!isKept(config.sampling))
        throw new Skipped('sampling keeps no trace for certain: sampling.traces has neither keepErrors nor keepSlowerThan');
      return poll(deadline, async () => wholeTrace(await readTrace(traces, telemetry.traceId), telemetry.traceId));
    });
    spans.catch(() => undefined);
    checks.start(
      'Telemetry',
      `trace stored in ${traces.component.name}`,
      async () => `trace ${telemetry.traceId}, ${(await spans).length} spans, its error kept`,
    );
    if (masks) checks.start('Telemetry', 'trace masked', async () => maskedSpans(await spans));
  }
  if (metrics !== undefined && before !== undefined) {
    const interval = seconds(config.otelCollector.spanMetricsFlushInterval);
    checks.start('Telemetry', 'span metrics', async () => {
      const sentAt = await sent;
      const baseline = await before;
      return poll(deadline, async () => spanMetricsVerdict(baseline, await spanMetrics(metrics.url), sentAt / 1_000, interval));
    });
  }
}

function checkMetrics(checks: Checks, telemetry: Telemetry, collector: Place, store: Place, deadline: number, sendUntil: number): void {
  const sent = sending(() => poll(sendUntil, () => telemetry.sendMetrics(collector.url)), 'metrics');
  const selector = `{${MARKER}="${telemetry.marker}"}`;
  const expect = async (metric: string, expected: number): Promise<void> => {
    const values = await queryValues(store.url, `${metric}${selector}`);
    if (values.length === 0) throw new Error(`${metric}${selector} is not there`);
    if (values.length > 1 || values[0] !== expected)
      throw new Conclusive(`${metric}${selector} is ${values.join(' and ')} instead of ${expected}`);
  };
  // Names as Prometheus makes them of OpenTelemetry's: unit and kind become suffixes.
  const counter = `${METRICS.counter.replaceAll('.', '_')}_total`;
  const histogram = `${METRICS.histogram.replaceAll('.', '_')}_seconds`;
  checks.start('Telemetry', `counter stored in ${store.component.name}`, async () => {
    await sent;
    await poll(deadline, () => expect(counter, METRICS.count));
    return `${counter} is ${METRICS.count}`;
  });
  checks.start('Telemetry', `histogram stored in ${store.component.name}`, async () => {
    await sent;
    await poll(deadline, () => expect(`${histogram}_count`, METRICS.durations.length));
    return `${histogram}_count is ${METRICS.durations.length}`;
  });
}

interface LogRun {
  readonly masks: boolean;
  readonly linked: boolean;
  readonly deadline: number;
  readonly sendUntil: number;
}

function checkLogs(
  checks: Checks,
  telemetry: Telemetry,
  collector: Place,
  store: Place,
  { masks, linked, deadline, sendUntil }: LogRun,
): void {
  const sent = sending(() => poll(sendUntil, () => telemetry.sendLog(collector.url)), 'log record');
  const find = async (query: string): Promise<StoredLine> => {
    await sent;
    return poll(deadline, async () => {
      const found = (await readLines(store.url, query)).find(({ line }) => line.includes(telemetry.marker));
      if (found === undefined) throw new Error(`Loki finds nothing with ${query}`);
      return found;
    });
  };
  const line = find(`{service_name="${SERVICE}"} |= "${telemetry.marker}"`);
  line.catch(() => undefined);
  checks.start('Telemetry', `log stored in ${store.component.name}`, async () => `"${(await line).line}"`);
  if (masks) checks.start('Telemetry', 'log masked', async () => maskedLine(await line));
  checks.start('Telemetry', linked ? 'log linked to its trace' : 'log found by its trace id', async () => {
    await find(`{service_name="${SERVICE}"} | trace_id="${telemetry.traceId}"`);
    return `found by trace_id="${telemetry.traceId}"`;
  });
}

/** A promise whose failure says that nothing was sent; several checks wait for it, or none. */
function sending<T>(send: () => Promise<T>, what: string): Promise<T> {
  const sent = send().catch((error: unknown) => {
    throw new Conclusive(`the collector did not take the ${what}: ${error instanceof Error ? error.message : String(error)}`);
  });
  sent.catch(() => undefined);
  return sent;
}

async function readTrace({ endpoint, url }: Place, traceId: string): Promise<readonly StoredSpan[]> {
  try {
    return endpoint.dataSource === 'jaeger'
      ? await getJson(`${url}/api/traces/${traceId}`, jaegerTraceSchema)
      : await getJson(`${url}/api/v2/traces/${traceId}`, tempoTraceSchema);
  } catch (error) {
    if (error instanceof HttpError && error.status === 404) return [];
    throw error;
  }
}

function readLines(url: string, query: string): Promise<readonly StoredLine[]> {
  const start = String((Date.now() - 600_000) * 1e6);
  return getJson(`${url}/loki/api/v1/query_range?${new URLSearchParams({ query, start, limit: '10' })}`, lokiLinesSchema);
}

async function spanMetrics(url: string): Promise<SpanMetrics | undefined> {
  const series = `{__name__=~"(.+_)?calls_total",service_name="${SERVICE}"}`;
  const [[calls], [writtenAt]] = await Promise.all([queryValues(url, `sum(${series})`), queryValues(url, `max(timestamp(${series}))`)]);
  return calls === undefined || writtenAt === undefined ? undefined : { calls, writtenAt };
}
