import { lateSamples } from '../../config/late-samples';
import { type ByteSize, bytes } from '../../config/units';
import type { RenderContext } from '../core/component';
import { addressOf, findEndpoint } from '../core/context';
import { remoteWriteInFile } from './remote-write';
import { componentJobs, discoveryJobs, probeJobs } from './scrape-jobs';

/**
 * Resource attributes that become labels of OTLP metrics, beside `job` and `instance`, which Prometheus makes of
 * service.namespace, service.name and service.instance.id. Each multiplies series only where its values differ.
 * https://prometheus.io/docs/guides/opentelemetry/
 */
const PROMOTED_ATTRIBUTES = [
  'service.name',
  'service.namespace',
  'service.version',
  'deployment.environment.name',
  'k8s.cluster.name',
  'container.name',
  'tier',
];

export const CONFIGURATION_FILE = '/etc/prometheus/prometheus.yml';

/**
 * Recording and alerting rules, which a cluster gets as a resource of the operator. JSON, which is YAML too: all that text takes a twentieth of a
 * synthesis to be written otherwise.
 */
export const RULES_FILE = '/etc/prometheus/rules/platform.json';

/**
 * A counter that says when it began was zero then: without that, `increase()` misses the first count of every new series, and a tenant's first
 * call of a model costs nothing. https://prometheus.io/docs/prometheus/latest/feature_flags/#created-timestamps-zero-injection
 */
export const FEATURES: readonly string[] = ['exemplar-storage', 'created-timestamp-zero-ingestion'];

/** Prometheus' configuration file. https://prometheus.io/docs/prometheus/latest/configuration/configuration/ */
export function renderPrometheus(context: RenderContext) {
  const { config } = context;
  const alertmanager = findEndpoint(context.shapes, 'alertmanager', 'http');
  return {
    global: {
      scrape_interval: config.prometheus.scrapeInterval,
      scrape_timeout: config.prometheus.scrapeTimeout,
      evaluation_interval: config.prometheus.evaluationInterval,
      external_labels: { environment: config.name, cluster: config.cluster },
    },
    // The flags of the same meaning are deprecated since 3.0 and take precedence over these keys.
    storage: {
      tsdb: {
        retention: { time: config.retention.metrics.time, size: prometheusSize(config.retention.metrics.size) },
        out_of_order_time_window: lateSamples(config),
      },
    },
    otlp: { promote_resource_attributes: PROMOTED_ATTRIBUTES, keep_identifying_resource_attributes: true },
    rule_files: [RULES_FILE],
    ...(alertmanager === undefined
      ? {}
      : { alerting: { alertmanagers: [{ static_configs: [{ targets: [addressOf(context, alertmanager)] }] }] } }),
    ...(config.prometheus.remoteWrite.length === 0 ? {} : { remote_write: remoteWriteInFile(config.prometheus.remoteWrite) }),
    scrape_configs: [...componentJobs(context), ...probeJobs(context), ...discoveryJobs(context)],
  };
}

/** What it makes, as data. */
export type PrometheusFile = ReturnType<typeof renderPrometheus>;

/** Prometheus' units are powers of 1024 whatever their spelling, so that only bytes say the same for 10GB and 10GiB. */
const prometheusSize = (size: ByteSize): string => `${bytes(size)}B`;
