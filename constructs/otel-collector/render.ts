import { goDuration, milliseconds, seconds } from '../../config/units';
import type { RenderContext } from '../core/component';
import { addressOf, findEndpoint, type LocatedEndpoint, urlOf } from '../core/context';
import { toYaml } from '../core/native';
import { redactionPatterns } from './redaction';

type Native = Readonly<Record<string, unknown>>;

/** The stores that a collector writes to; undefined for one that is off. */
export interface Stores {
  readonly traces: LocatedEndpoint | undefined;
  readonly metrics: LocatedEndpoint | undefined;
  readonly logs: LocatedEndpoint | undefined;
}

export const storesOf = ({ shapes, config }: RenderContext): Stores => ({
  traces: findEndpoint(shapes, config.traces.backend, 'otlp-grpc'),
  metrics: findEndpoint(shapes, 'prometheus', 'http'),
  logs: findEndpoint(shapes, 'loki', 'http'),
});

/** Where the queues survive a restart. */
export const QUEUE_DIRECTORY = '/var/lib/otelcol';

/** The OpenTelemetry Collector's configuration file, as the gateway of the platform. https://opentelemetry.io/docs/collector/configuration/ */
export function renderCollector(context: RenderContext): string {
  const stores = storesOf(context);
  const samples = context.config.sampling.traces.ratio < 1;
  const spanMetrics = stores.metrics !== undefined;
  const redacts = context.config.redaction.enabled;
  const processed = ['memory_limiter', 'resource', ...(redacts ? ['redaction'] : [])];
  return toYaml({
    extensions: { health_check: { endpoint: '0.0.0.0:13133' }, file_storage: queueStorage() },
    receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: { endpoint: '0.0.0.0:4318' } } } },
    processors: {
      memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 },
      resource: resourceAttributes(context),
      ...(redacts ? { redaction: redaction(context) } : {}),
      ...(redacts && (stores.traces !== undefined || spanMetrics) ? { 'transform/redaction': spanTextRedaction(context) } : {}),
      ...(samples && stores.traces !== undefined ? { tail_sampling: tailSampling(context) } : {}),
    },
    connectors: {
      ...(spanMetrics ? { span_metrics: spanMetricsConnector(context) } : {}),
      ...(samples && stores.traces !== undefined ? { 'forward/sampling': {} } : {}),
    },
    exporters: exporters(context, stores),
    service: {
      extensions: ['health_check', 'file_storage'],
      pipelines: pipelines(stores, processed, redacts ? [...processed, 'transform/redaction'] : processed, samples),
      telemetry: {
        // Its own log is collected through itself: what it says again and again must not become a load.
        logs: { level: 'info', encoding: 'json', sampling: { enabled: true, tick: '60s', initial: 5, thereafter: 1_000 } },
        metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: 8888 } } } }] },
      },
    },
  });
}

function pipelines(stores: Stores, processors: readonly string[], traceProcessors: readonly string[], samples: boolean): Native {
  const storeTraces = stores.traces !== undefined;
  const afterRedaction = [
    ...(stores.metrics === undefined ? [] : ['span_metrics']),
    ...(storeTraces ? [samples ? 'forward/sampling' : 'otlp_grpc/traces'] : []),
  ];
  return {
    ...(afterRedaction.length === 0 ? {} : { traces: { receivers: ['otlp'], processors: traceProcessors, exporters: afterRedaction } }),
    ...(storeTraces && samples
      ? { 'traces/sampled': { receivers: ['forward/sampling'], processors: ['tail_sampling'], exporters: ['otlp_grpc/traces'] } }
      : {}),
    ...(stores.metrics === undefined
      ? {}
      : {
          metrics: { receivers: ['otlp'], processors, exporters: ['otlp_http/metrics'] },
          // Computed from spans that are redacted and attributed already.
          'metrics/spans': { receivers: ['span_metrics'], exporters: ['otlp_http/metrics'] },
        }),
    ...(stores.logs === undefined ? {} : { logs: { receivers: ['otlp'], processors, exporters: ['otlp_http/logs'] } }),
  };
}

/** What every record says of where it comes from. What a service says of itself stays, except the environment: one platform is one. */
const resourceAttributes = ({ config }: RenderContext): Native => ({
  attributes: [
    { key: 'deployment.environment.name', value: config.name, action: 'upsert' },
    { key: 'k8s.cluster.name', value: config.cluster, action: 'insert' },
    { key: 'service.namespace', value: config.platform, action: 'insert' },
  ],
});

function redaction({ config }: RenderContext): Native {
  const { keys, values } = redactionPatterns(config.redaction);
  return {
    allow_all_keys: true,
    blocked_key_patterns: keys,
    blocked_values: values,
    // Lists too: http.request.header.* are lists of strings.
    redact_all_types: true,
    // A list of what was masked would tell where to look.
    summary: 'silent',
  };
}

/** What may stand in a name that needs redaction; most names have none of it, and cost one look. */
const SUSPICIOUS_NAME = '[@=]|://|[0-9]{4}|[A-Za-z0-9_-]{24}';

/** The texts of a span that are no attributes, which the redaction processor leaves alone: its name and its status. */
function spanTextRedaction({ config }: RenderContext): Native {
  const mask = (field: string): readonly string[] =>
    redactionPatterns(config.redaction).values.map((pattern) => `replace_pattern(${field}, ${JSON.stringify(pattern)}, "****")`);
  return {
    error_mode: 'ignore',
    trace_statements: [
      { context: 'span', conditions: ['span.status.message != ""'], statements: mask('span.status.message') },
      { context: 'span', conditions: [`IsMatch(span.name, ${JSON.stringify(SUSPICIOUS_NAME)})`], statements: mask('span.name') },
    ],
  };
}

function tailSampling({ config }: RenderContext): Native {
  const { ratio, keepErrors, keepSlowerThan, decisionWait, expectedTracesPerSecond } = config.sampling.traces;
  const waiting = Math.ceil(expectedTracesPerSecond * seconds(decisionWait));
  return {
    decision_wait: goDuration(decisionWait),
    // Twice the traces that wait at the expected rate: one that is pushed out is decided about too early.
    num_traces: waiting * 2,
    expected_new_traces_per_sec: expectedTracesPerSecond,
    // A span that comes after the decision gets the same one.
    decision_cache: { sampled_cache_size: waiting * 20, non_sampled_cache_size: waiting * 20 },
    policies: [
      ...(keepErrors ? [{ name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } }] : []),
      ...(keepSlowerThan === null ? [] : [{ name: 'slow', type: 'latency', latency: { threshold_ms: milliseconds(keepSlowerThan) } }]),
      { name: 'ordinary', type: 'probabilistic', probabilistic: { sampling_percentage: ratio * 100 } },
    ],
  };
}

/** Request rates, errors and durations of every service and operation, from all spans, before any is dropped. */
const spanMetricsConnector = ({ config }: RenderContext): Native => ({
  histogram: { unit: 's', explicit: { buckets: ['5ms', '10ms', '25ms', '50ms', '100ms', '250ms', '500ms', '1s', '2s', '5s', '10s'] } },
  exemplars: { enabled: true, max_per_data_point: 5 },
  dimensions: [
    { name: 'http.request.method' },
    { name: 'http.response.status_code' },
    { name: 'http.route' },
    { name: 'rpc.grpc.status_code' },
  ],
  aggregation_cardinality_limit: 10_000,
  metrics_flush_interval: goDuration(config.otelCollector.spanMetricsFlushInterval),
  metrics_expiration: '15m',
  resource_metrics_key_attributes: [
    'service.name',
    'service.namespace',
    'service.version',
    'deployment.environment.name',
    'k8s.cluster.name',
    'tier',
  ],
});

const queueStorage = (): Native => ({
  directory: QUEUE_DIRECTORY,
  // Where it is not mounted: a check of the file on its own.
  create_directory: true,
  timeout: '5s',
  compaction: { directory: QUEUE_DIRECTORY, on_start: true, on_rebound: true },
});

function exporters(context: RenderContext, stores: Stores): Native {
  const { expectedItemsPerSecond: rate, outageTolerance } = context.config.otelCollector;
  const queue = (itemsPerSecond: number, batch: number): Native => ({
    // Nothing is given up while there is room in the queue.
    retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '10s', max_elapsed_time: '0s' },
    sending_queue: {
      storage: 'file_storage',
      sizer: 'items',
      queue_size: Math.ceil(itemsPerSecond * seconds(outageTolerance)),
      num_consumers: 4,
      batch: { flush_timeout: '1s', min_size: batch, max_size: batch * 2 },
    },
  });
  return {
    ...(stores.traces === undefined
      ? {}
      : { 'otlp_grpc/traces': { endpoint: addressOf(context, stores.traces), tls: { insecure: true }, ...queue(rate.spans, 1_000) } }),
    ...(stores.metrics === undefined
      ? {}
      : { 'otlp_http/metrics': { endpoint: `${urlOf(context, stores.metrics)}/api/v1/otlp`, ...queue(rate.dataPoints, 2_000) } }),
    ...(stores.logs === undefined
      ? {}
      : { 'otlp_http/logs': { endpoint: `${urlOf(context, stores.logs)}/otlp`, ...queue(rate.logRecords, 1_000) } }),
  };
}
