import { oldestSample } from '../../config/late-samples';
import type { EnvironmentConfig } from '../../config/schema/environment';
import { escapeReferences, type Native } from '../core/native';
import type { Fragment } from './fragments';
import { identified } from './instance';
import { POD_NAME } from './pod-name';
import { isScaled } from './tiers';

/*
 * Prometheus takes a request as a whole: one data point that it cannot store costs all that came with it, whosever it is. What it would refuse for
 * its form is therefore repaired, or else taken out and counted, before it is sent.
 * https://github.com/prometheus/prometheus/tree/v3.13.5/storage/remote/otlptranslator/prometheusremotewrite
 */

/** Where a data point says why it will not be stored, and of which metric it is. */
export const REFUSAL = { reason: 'refusal.reason', metric: 'metric.name' } as const;

/** A name without a letter or digit becomes an underscore, which is refused as a label; with one in front of it, it is one. */
const namedKeys = (attributes: string): string => `replace_all_patterns(${attributes}, "key", "^[^a-zA-Z0-9]*$", "label_$0")`;

/** Makes all attributes of resources possible labels: those of a resource become labels of `target_info`. */
export const labelledResources: Native = { context: 'resource', statements: [namedKeys('resource.attributes')] };

/** How far ahead of the clock of Prometheus a sample may be is ten minutes: the clocks of the two may differ. */
const AHEAD = 300;

const NANOSECONDS = '000000000';

/** What makes a data point impossible to store, and how that is called. The first that holds is said. */
const refusals = (config: EnvironmentConfig): readonly (readonly [reason: string, condition: string])[] => [
  ['name', 'not IsMatch(metric.name, "[a-zA-Z0-9:]")'],
  [
    'temporality',
    'metric.aggregation_temporality != nil and metric.aggregation_temporality != AGGREGATION_TEMPORALITY_DELTA and ' +
      'metric.aggregation_temporality != AGGREGATION_TEMPORALITY_CUMULATIVE',
  ],
  ['future', `datapoint.time_unix_nano > UnixNano(Now()) + ${AHEAD}${NANOSECONDS}`],
  ['age', `datapoint.time_unix_nano < UnixNano(Now()) - ${oldestSample(config)}${NANOSECONDS}`],
  ['scale', 'datapoint.scale < -4'],
];

/** Repairs what can be repaired, and marks what cannot. */
const storable = (config: EnvironmentConfig): Native => ({
  error_mode: 'silent',
  metric_statements: [
    identified,
    labelledResources,
    {
      context: 'datapoint',
      statements: [
        namedKeys('datapoint.attributes'),
        'set(datapoint.time, Now()) where datapoint.time_unix_nano == 0',
        ...refusals(config).map(
          ([reason, condition]) =>
            `set(datapoint.attributes["${REFUSAL.reason}"], "${reason}") where ${condition} and datapoint.attributes["${REFUSAL.reason}"] == nil`,
        ),
        `set(datapoint.attributes["${REFUSAL.metric}"], metric.name) where datapoint.attributes["${REFUSAL.reason}"] != nil`,
      ],
    },
    // A value that is not there is refused; one of zero is the same for whoever looks at the trace.
    {
      context: 'exemplar',
      conditions: ['exemplar.int_value == 0 and exemplar.double_value == 0.0'],
      statements: ['set(exemplar.double_value, 0.0)'],
    },
  ],
});

/** Leaves out what is marked, and metrics without any data point, of which nothing is lost. */
const unmarked: Native = {
  error_mode: 'silent',
  metrics: {
    metric: ['metric.type == METRIC_DATA_TYPE_NONE'],
    datapoint: [`datapoint.attributes["${REFUSAL.reason}"] != nil`],
  },
};

/** Where data points go to be stored, after those that cannot be were counted. */
export const STORABLE = 'forward/storable';

export const STORABLE_TRANSFORM = 'transform/storable';

/** Streams of deltas that are added up for senders; a quiet one begins at zero again after the time after which Prometheus forgets a series. */
const pushedTotals: Native = { max_stale: '1h', max_streams: 100_000 };

/**
 * Several gateways add up apart what one sender hands now to one, now to another: each has a series of its own, and the sum over them is right.
 * It refers to the environment.
 */
const ofGateway: Native = {
  error_mode: 'silent',
  metric_statements: [
    {
      context: 'datapoint',
      conditions: ['metric.aggregation_temporality == AGGREGATION_TEMPORALITY_DELTA'],
      statements: [`set(datapoint.attributes["collector.instance"], "\${env:${POD_NAME}}")`],
    },
  ],
};

/** Takes out what cannot be stored, of what services push. */
export function storableFragment(config: EnvironmentConfig, exporters: readonly string[]): Fragment {
  const several = isScaled(config) ? { 'transform/gateway': ofGateway } : {};
  return {
    processors: {
      ...escapeReferences({ [STORABLE_TRANSFORM]: storable(config), 'filter/storable': unmarked }),
      ...several,
      'delta_to_cumulative/pushed': pushedTotals,
    },
    connectors: { [STORABLE]: {} },
    pipelines: {
      'metrics/storable': {
        receivers: [STORABLE],
        processors: ['filter/storable', ...Object.keys(several), 'delta_to_cumulative/pushed'],
        exporters,
      },
    },
  };
}
