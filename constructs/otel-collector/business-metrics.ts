import type { EnvironmentConfig } from '../../config/schema/environment';
import { milliseconds } from '../../config/units';
import type { Native } from '../core/native';
import { COST, COUNTED } from './cost';
import { REFUSAL } from './storable';

/** A counter, said once for what it counts and once for adding up what was counted. */
interface Counter {
  readonly name: string;
  readonly description: string;
  /** Attributes of the counted that become labels. */
  readonly labels: readonly string[];
  readonly value: 'int' | 'double';
}

/** To whom a call of a model is attributed. */
const attribution = ({ ai }: EnvironmentConfig): readonly string[] => [
  'tenant.id',
  'cost_center',
  ...(ai.attributeCostTo.users ? ['user.id'] : []),
];

const countersOf = (config: EnvironmentConfig) =>
  ({
    tokens: {
      name: 'gen_ai.usage.tokens',
      description: 'Tokens sent to and received from language models',
      labels: ['gen_ai.request.model', 'gen_ai.token.type', ...attribution(config)],
      value: 'int',
    },
    cost: {
      name: 'gen_ai.cost.usd',
      description: 'What calls of language models cost, in dollars',
      labels: ['gen_ai.request.model', ...attribution(config)],
      value: 'double',
    },
    unpriced: {
      name: 'gen_ai.cost.unknown',
      description: 'Calls of language models of which it is not known what they cost',
      labels: ['gen_ai.request.model', 'reason', ...attribution(config)],
      value: 'int',
    },
    workflows: { name: 'workflow.runs', description: 'Runs of workflows', labels: ['workflow.name', 'outcome'], value: 'int' },
    security: { name: 'security.events', description: 'Events that matter to security', labels: ['security.event'], value: 'int' },
    refused: {
      name: 'telemetry.refused.points',
      description: 'Data points that no store of metrics can hold',
      labels: [REFUSAL.metric, REFUSAL.reason],
      value: 'int',
    },
    users: { name: 'user.requests', description: 'Requests on behalf of a known user', labels: [], value: 'int' },
  }) as const satisfies Readonly<Record<string, Counter>>;

/** The service; not its instances, whose counts are added up. */
const RESOURCE = ['service.name', 'service.namespace', 'service.version', 'deployment.environment.name', 'k8s.cluster.name', 'tier'].map(
  (key) => ({ key }),
);

/** Of which signals something is counted. */
export interface Counted {
  readonly spans: boolean;
  readonly logs: boolean;
  readonly points: boolean;
}

const optional = (keys: readonly string[]) => keys.map((key) => ({ key, optional: true }));

const counter = ({ name, description }: Counter, attributes: readonly unknown[], value: string, condition?: string): Native => ({
  name,
  description,
  include_resource_attributes: RESOURCE,
  attributes,
  ...(condition === undefined ? {} : { conditions: [condition] }),
  sum: { value, monotonic: true },
});

/**
 * Counts in each payload. An attribute that is not optional comes first in each: who lacks it is done with one look at its attributes,
 * before any expression is evaluated, and that is nearly every span.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/connector/signaltometricsconnector
 */
export function businessEventsConnector(config: EnvironmentConfig, counted: Counted): Native {
  const { tokens, cost, unpriced, workflows, security, refused, users } = countersOf(config);
  const called = [{ key: 'gen_ai.request.model' }];
  const to = optional(attribution(config));
  const count = (direction: string) =>
    counter(
      tokens,
      [...called, { key: 'gen_ai.token.type', default_value: direction }, ...to],
      `Int(span.attributes["gen_ai.usage.${direction}_tokens"])`,
      `span.attributes["gen_ai.usage.${direction}_tokens"] != nil`,
    );
  const unknown = (reason: string, condition: string) =>
    counter(
      unpriced,
      [...called, { key: 'reason', default_value: reason }, ...to],
      '1',
      `span.attributes["${COST}"] == nil and ${condition}`,
    );
  const ran = (outcome: string, condition: string) =>
    counter(workflows, [{ key: 'workflow.name' }, { key: 'outcome', default_value: outcome }], '1', condition);
  const event = counter(security, [{ key: 'security.event' }], '1');
  return {
    // A span with a price that is no number is a mistake of its service, no reason to refuse the payload.
    error_mode: 'silent',
    ...(counted.spans
      ? {
          spans: [
            count('input'),
            count('output'),
            counter(cost, [...called, ...to], `Double(span.attributes["${COST}"])`, `span.attributes["${COST}"] != nil`),
            unknown('price', COUNTED),
            // A failed call costs nothing; an agent or a tool is no call, but makes some.
            unknown(
              'tokens',
              `not ${COUNTED} and span.status.code != STATUS_CODE_ERROR and not IsMatch(span.attributes["gen_ai.operation.name"], "agent|tool")`,
            ),
            ran('failure', 'span.status.code == STATUS_CODE_ERROR'),
            ran('success', 'span.status.code != STATUS_CODE_ERROR'),
            event,
            // Who it was is added up afterwards: here it only says that somebody was.
            counter(users, [{ key: 'user.id' }], '1', 'span.kind == SPAN_KIND_SERVER'),
          ],
        }
      : {}),
    ...(counted.logs ? { logs: [event] } : {}),
    ...(counted.points ? { datapoints: [counter(refused, [{ key: REFUSAL.reason }, { key: REFUSAL.metric }], '1')] } : {}),
  };
}

/**
 * Adds up the counts of an interval. The conversion to running totals refuses what is older than what it has, and payloads that are worked
 * on at the same time overtake each other; and a store keeps one value a millisecond. So there is one count of each series an interval.
 */
export const businessTotalsConnector = (config: EnvironmentConfig): Native => ({
  datapoints: Object.values<Counter>(countersOf(config)).map((total) =>
    counter(total, optional(total.labels), `datapoint.value_${total.value}`, `metric.name == "${total.name}"`),
  ),
});

/** When counting began, before the first count: that a series was zero then is what lets its first value be told from one it always had. */
export const startOfCount = ({ otelCollector }: EnvironmentConfig): Native => ({
  metric_statements: [
    {
      context: 'datapoint',
      statements: [
        `set(datapoint.start_time_unix_nano, datapoint.time_unix_nano - ${milliseconds(otelCollector.spanMetricsFlushInterval)}000000)`,
      ],
    },
  ],
});

/**
 * Running totals, as Prometheus has them. A series that is quiet for a day begins at zero again, as after a restart; beyond the limit new
 * ones are not counted, which otelcol_deltatocumulative_datapoints{error="limit"} says.
 */
export const runningTotals: Native = { max_stale: '24h', max_streams: 20_000 };
