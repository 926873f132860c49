import { mebibytesOf, RECEIVED_BYTES } from '../../config/messages';
import type { RenderContext } from '../core/component';
import { findEndpoint, type LocatedEndpoint } from '../core/context';
import { escapeReferences, memoryLimiter, type Native } from '../core/native';
import { gatewayStorage, metricsExporters, type Stores, storeExporters, storesOf } from './exporters';
import { authenticator, EXTERNAL_RECEIVER, externalOtlp, externalReceiver } from './external';
import { assemble, type Fragment } from './fragments';
import { loadBalancing } from './load-balancing';
import { ownAddresses } from './own-addresses';
import { redaction, resourceAttributes, spanTextRedaction, storableLogs } from './processors';
import {
  BUSINESS_EVENTS,
  businessMetricsFragment,
  COST_TRANSFORM,
  costFragment,
  SAMPLING,
  samplingFragment,
  spanMetricsFragment,
} from './sampling';
import { STORABLE, STORABLE_TRANSFORM, storableFragment } from './storable';
import { isScaled, samplesTraces } from './tiers';

/** Cuts what a record has too much of. */
const STORABLE_LOGS = 'transform/storable_logs';

/** Where the queues survive a restart. */
export const QUEUE_DIRECTORY = '/var/lib/otelcol';

/** The tier that decides about traces; undefined where the gateway does itself. */
export const samplerOf = ({ shapes }: Pick<RenderContext, 'shapes'>): LocatedEndpoint | undefined =>
  findEndpoint(shapes, 'otel-sampler', 'otlp-grpc');

/** Which parts of the pipeline there are: those of a store that is off would be defined and unused, which the collector refuses. */
interface Parts {
  /** The stores that it writes to itself. */
  readonly stores: Stores;
  readonly sampler: LocatedEndpoint | undefined;
  readonly receivers: readonly string[];
  readonly redacts: boolean;
  readonly samples: boolean;
  readonly readsTraces: boolean;
  readonly computesSpanMetrics: boolean;
  readonly countsLogs: boolean;
}

function partsOf(context: RenderContext): Parts {
  const stores = storesOf(context);
  const sampler = samplerOf(context);
  return {
    stores: sampler === undefined ? stores : { ...stores, traces: undefined },
    sampler,
    receivers: ['otlp', ...(externalOtlp(context.config) === undefined ? [] : [EXTERNAL_RECEIVER])],
    redacts: context.config.redaction.enabled,
    samples: sampler === undefined && stores.traces !== undefined && samplesTraces(context.config),
    readsTraces: stores.traces !== undefined || stores.metrics !== undefined,
    computesSpanMetrics: sampler === undefined && stores.metrics !== undefined,
    countsLogs: stores.metrics !== undefined,
  };
}

/** The configuration file of the OpenTelemetry Collector as the gateway of the platform. */
export function renderCollector(context: RenderContext): Native {
  const parts = partsOf(context);
  const fragments = [
    // Nothing here is a reference to its environment.
    escapeReferences(gatewayFragment(context, parts)),
    ...(parts.computesSpanMetrics ? [escapeReferences(costFragment(context))] : []),
    ...(parts.samples ? [samplingFragment(context)] : []),
    ...(parts.computesSpanMetrics ? [spanMetricsFragment(context)] : []),
    ...(parts.stores.metrics === undefined
      ? []
      : [
          businessMetricsFragment(context, { spans: parts.computesSpanMetrics, logs: parts.countsLogs, points: true }),
          storableFragment(context.config, metricsExporters(context)),
        ]),
  ];
  return assemble(fragments, ownAddresses(context, 'otel-collector'));
}

function gatewayFragment(context: RenderContext, parts: Parts): Fragment {
  const { config } = context;
  const external = externalOtlp(config);
  return {
    extensions: {
      file_storage: gatewayStorage(context, QUEUE_DIRECTORY),
      ...(external === undefined ? {} : { [authenticator(external).name]: authenticator(external).settings }),
    },
    receivers: {
      otlp: otlpReceiver(isScaled(config)),
      ...(external === undefined ? {} : { [EXTERNAL_RECEIVER]: externalReceiver(external) }),
    },
    processors: {
      memory_limiter: memoryLimiter(config.otelCollector.resources.limits.memory),
      resource: resourceAttributes(context),
      ...(parts.redacts ? { redaction: redaction(context) } : {}),
      ...(parts.stores.logs === undefined ? {} : { [STORABLE_LOGS]: storableLogs }),
      ...(parts.redacts && parts.readsTraces ? { 'transform/redaction': spanTextRedaction(context) } : {}),
    },
    exporters: {
      ...storeExporters(context, parts.stores),
      ...(parts.sampler === undefined ? {} : { load_balancing: loadBalancing(context, parts.sampler) }),
    },
    pipelines: pipelines(parts),
  };
}

/** A connection stays with the instance that it found first, so that a new one gets work only when connections end now and then. */
const otlpReceiver = (scaled: boolean): Native => ({
  protocols: {
    grpc: {
      endpoint: '0.0.0.0:4317',
      max_recv_msg_size_mib: mebibytesOf(RECEIVED_BYTES),
      ...(scaled ? { keepalive: { server_parameters: { max_connection_age: '60s', max_connection_age_grace: '10s' } } } : {}),
    },
    http: { endpoint: '0.0.0.0:4318', max_request_body_size: RECEIVED_BYTES },
  },
});

function pipelines({ stores, sampler, receivers, redacts, samples, readsTraces, computesSpanMetrics, countsLogs }: Parts): Native {
  const processed = ['resource', ...(redacts ? ['redaction'] : [])];
  const received = ['memory_limiter', ...processed];
  const tracesTo = [
    ...(computesSpanMetrics ? ['span_metrics', BUSINESS_EVENTS] : []),
    ...(sampler === undefined ? [] : ['load_balancing']),
    ...(stores.traces === undefined ? [] : [samples ? SAMPLING : 'otlp_grpc/traces']),
  ];
  const logsTo = [...(countsLogs ? [BUSINESS_EVENTS] : []), ...(stores.logs === undefined ? [] : ['otlp_http/logs'])];
  return {
    ...(readsTraces
      ? {
          traces: {
            receivers,
            processors: [
              'memory_limiter',
              ...(samples ? ['batch/received'] : []),
              ...processed,
              ...(redacts ? ['transform/redaction'] : []),
              ...(computesSpanMetrics ? [COST_TRANSFORM] : []),
            ],
            exporters: tracesTo,
          },
        }
      : {}),
    ...(stores.metrics === undefined
      ? {}
      : { metrics: { receivers, processors: [...received, STORABLE_TRANSFORM], exporters: [BUSINESS_EVENTS, STORABLE] } }),
    // Logs without a store are counted and dropped: to refuse them would be an error in every application that sends some.
    ...(logsTo.length === 0
      ? {}
      : { logs: { receivers, processors: [...received, ...(stores.logs === undefined ? [] : [STORABLE_LOGS])], exporters: logsTo } }),
  };
}
