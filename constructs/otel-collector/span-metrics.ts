import { latencyBounds } from '../../config/latency';
import type { EnvironmentConfig } from '../../config/schema/environment';
import { goDuration } from '../../config/units';
import type { RenderContext } from '../core/component';
import type { Native } from '../core/native';
import { POD_NAME } from './pod-name';
import { isScaled } from './tiers';

/**
 * Request rates, errors and durations of every service and operation, from all spans, before any is dropped.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/connector/spanmetricsconnector
 */
export const spanMetricsConnector = ({ config }: RenderContext): Native => ({
  aggregation_temporality: 'AGGREGATION_TEMPORALITY_CUMULATIVE',
  histogram: {
    unit: 's',
    explicit: { buckets: latencyBounds(config).map((bound) => `${Math.round(bound * 1_000)}ms`) },
  },
  exemplars: { enabled: true, max_per_data_point: 1 },
  dimensions: [{ name: 'http.request.method' }, { name: 'http.response.status_code' }, { name: 'http.route' }],
  // The service is in the resource; the collector's own id would begin new series with every restart of it.
  exclude_dimensions: ['service.name', 'collector.instance.id'],
  add_resource_attributes: true,
  resource_metrics_key_attributes: [
    'service.name',
    'service.namespace',
    'service.version',
    'deployment.environment.name',
    'k8s.cluster.name',
    'tier',
  ],
  // Of each of these resources; what is beyond has otel.metric.overflow="true".
  aggregation_cardinality_limit: 2_000,
  resource_metrics_cache_size: 500,
  metrics_flush_interval: goDuration(config.otelCollector.spanMetricsFlushInterval),
  metrics_expiration: '15m',
  series_expiration: '15m',
});

/** Attributes of the instance whose span came first: the series are those of all instances of a service. */
const OF_ONE_INSTANCE = [
  'service.instance.id',
  'process.pid',
  'host.name',
  'container.id',
  // The collector's own, new with every start of it.
  'signal_to_metrics.service.instance.id',
] as const;

/**
 * Several collectors count the spans of one service apart, so that each has series of its own to write to; the sum over them is the
 * service's.
 */
export const spanMetricsResource = (config: EnvironmentConfig): Native => ({
  attributes: [
    ...OF_ONE_INSTANCE.map((key) => ({ key, action: 'delete' })),
    ...(isScaled(config) ? [{ key: 'service.instance.id', value: `\${env:${POD_NAME}}`, action: 'insert' }] : []),
  ],
});
