import { goDuration } from '../../config/units';
import type { RenderContext } from '../core/component';
import type { Native } from '../core/native';

/**
 * Request rates, errors and durations of every service and operation, from all spans, before any is dropped.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/connector/spanmetricsconnector
 */
export const spanMetricsConnector = ({ config }: RenderContext): Native => ({
  aggregation_temporality: 'AGGREGATION_TEMPORALITY_CUMULATIVE',
  histogram: {
    unit: 's',
    explicit: { buckets: ['5ms', '10ms', '25ms', '50ms', '100ms', '250ms', '500ms', '1s', '2s', '5s', '10s'] },
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

/** The series are those of all instances of a service; the attributes of the one that came first would name only it. */
export const spanMetricsResource: Native = {
  attributes: ['service.instance.id', 'process.pid', 'host.name', 'container.id'].map((key) => ({ key, action: 'delete' })),
};
