import { randomBytes } from 'node:crypto';
import { context, SpanStatusCode, trace } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { AlwaysOnSampler, BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { ATTR_SERVICE_INSTANCE_ID, ATTR_SERVICE_NAME } from '@opentelemetry/semantic-conventions';

/** The service that the telemetry of every verification is of. */
export const SERVICE = 'o11y-verify';

/** Spans of the trace that is sent. */
export const SPANS = { parent: 'verify', child: 'verify child' } as const;

/** Metrics that are sent, and what is recorded. */
export const METRICS = { counter: 'o11y.verify.events', count: 3, histogram: 'o11y.verify.duration', durations: [0.2, 0.4] } as const;

/** Attributes and values that must not be stored as they are: all of them made up. */
export const SENSITIVE = {
  email: 'verify.person@example.com',
  token: 'vrfy0123456789abcdefTOKEN',
  spanAttribute: 'verify.contact',
  headerAttribute: 'http.request.header.authorization',
} as const;

/** The attribute that finds what one verification sent. */
export const MARKER = 'verification';

/** What one verification sends. */
export interface Telemetry {
  readonly marker: string;
  readonly traceId: string;
  /** Each resolves when the collector has accepted the signal. Never called twice. */
  readonly sendTrace: (url: string) => Promise<void>;
  readonly sendMetrics: (url: string) => Promise<void>;
  readonly sendLog: (url: string) => Promise<void>;
}

/** Letters alone: digits in groups might be taken for a card number and masked. */
export const newMarker = (): string =>
  randomBytes(10)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)));

/**
 * Records a trace of two spans of which one failed, a counter, a histogram and a log record within the trace, with
 * OpenTelemetry's own SDK. Nothing is sent yet.
 *
 * @param traceSeconds how long the trace is to have taken, in seconds
 */
export function recordTelemetry(traceSeconds: number): Telemetry {
  const marker = newMarker();
  const resource = resourceFromAttributes({ [ATTR_SERVICE_NAME]: SERVICE, [ATTR_SERVICE_INSTANCE_ID]: marker });
  const end = Date.now();
  const { spans, parentContext, traceId } = recordTrace(resource, marker, end - traceSeconds * 1_000, end);
  const records = recordLog(resource, marker, parentContext);
  const reader = recordMetrics(resource, marker);
  return {
    marker,
    traceId,
    sendTrace: (url) => send(new OTLPTraceExporter({ url: `${url}/v1/traces`, timeoutMillis: SEND_PATIENCE_MS }), spans),
    sendLog: (url) => send(new OTLPLogExporter({ url: `${url}/v1/logs`, timeoutMillis: SEND_PATIENCE_MS }), records),
    sendMetrics: async (url) => {
      const { resourceMetrics } = await reader.collect();
      await send(new OTLPMetricExporter({ url: `${url}/v1/metrics`, timeoutMillis: SEND_PATIENCE_MS }), resourceMetrics);
    },
  };
}

function recordTrace(resource: Resource, marker: string, start: number, end: number) {
  const exporter = new InMemorySpanExporter();
  // The sampler and the rest are said, so that OTEL_… variables of the user's own applications change nothing here.
  const provider = new BasicTracerProvider({
    resource,
    sampler: new AlwaysOnSampler(),
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer(SERVICE);
  const attributes = {
    [MARKER]: marker,
    [SENSITIVE.spanAttribute]: SENSITIVE.email,
    [SENSITIVE.headerAttribute]: `Bearer ${SENSITIVE.token}`,
  };
  const parent = tracer.startSpan(SPANS.parent, { startTime: start, attributes });
  const parentContext = trace.setSpan(context.active(), parent);
  const child = tracer.startSpan(SPANS.child, { startTime: start, attributes: { [MARKER]: marker } }, parentContext);
  child.setStatus({ code: SpanStatusCode.ERROR, message: 'sent by o11y verify' });
  child.end(end);
  parent.end(end);
  return { spans: exporter.getFinishedSpans(), parentContext, traceId: parent.spanContext().traceId };
}

function recordLog(resource: Resource, marker: string, within: ReturnType<typeof context.active>) {
  const exporter = new InMemoryLogRecordExporter();
  const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter })] });
  provider.getLogger(SERVICE).emit({
    severityNumber: SeverityNumber.WARN,
    severityText: 'WARN',
    body: `verification ${marker}: mail to ${SENSITIVE.email}, Authorization: Bearer ${SENSITIVE.token}`,
    attributes: { [MARKER]: marker, [SENSITIVE.spanAttribute]: SENSITIVE.email },
    context: within,
  });
  return exporter.getFinishedLogRecords();
}

function recordMetrics(resource: Resource, marker: string): MetricReader {
  const reader = new OneCollection();
  const meter = new MeterProvider({ resource, readers: [reader] }).getMeter(SERVICE);
  meter.createCounter(METRICS.counter, { description: 'Events counted by o11y verify' }).add(METRICS.count, { [MARKER]: marker });
  // One bucket boundary: every verification leaves its own series behind.
  const histogram = meter.createHistogram(METRICS.histogram, {
    unit: 's',
    description: 'Durations made up by o11y verify',
    advice: { explicitBucketBoundaries: [0.3] },
  });
  for (const duration of METRICS.durations) histogram.record(duration, { [MARKER]: marker });
  return reader;
}

/** A reader that collects when asked: there is nothing to export again at shutdown. */
class OneCollection extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

/** How long the collector may take to accept one request, with the exporter's own retries. */
const SEND_PATIENCE_MS = 5_000;

/** `ExportResultCode.SUCCESS` of @opentelemetry/core, by which exporters say that everything was accepted. */
const SUCCESS = 0;

interface Exporter<Items> {
  readonly export: (items: Items, done: (result: { readonly code: number; readonly error?: Error }) => void) => void;
  readonly shutdown: () => Promise<void>;
}

async function send<Items>(exporter: Exporter<Items>, items: Items): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      exporter.export(items, ({ code, error }) =>
        code === SUCCESS ? resolve() : reject(error ?? new Error('the exporter says only that it failed')),
      );
    });
  } finally {
    await exporter.shutdown();
  }
}
