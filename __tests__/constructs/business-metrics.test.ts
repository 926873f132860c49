import type { EnvironmentOverlay } from '../../config/schema/environment';
import { costTransform } from '../../constructs/otel-collector/cost';
import { type CollectorFile, fileOf, platformOf, yamlOf } from '../support/platform';

const gateway = (overlay: EnvironmentOverlay): CollectorFile => yamlOf<CollectorFile>(platformOf(overlay), 'otel-collector');
const twoTiers: EnvironmentOverlay = {
  target: { kind: 'kubernetes' },
  sampling: { traces: { ratio: 0.1 } },
  otelCollector: { replicas: { min: 2, max: 2 } },
};

describe('metrics of what spans and logs say', () => {
  it('come from all of them, before sampling', () => {
    const { traces, logs } = gateway({ sampling: { traces: { ratio: 0.1 } } }).service.pipelines;
    expect(traces?.processors?.at(-1)).toBe('transform/cost');
    expect(traces?.exporters).toContain('signal_to_metrics/events');
    expect(logs?.exporters).toContain('signal_to_metrics/events');
  });

  it('come, with two tiers, from spans where all of them meet and from logs where they come in', () => {
    const connector = (component: string) =>
      yamlOf<CollectorFile>(platformOf(twoTiers), component).connectors?.['signal_to_metrics/events'] as Readonly<Record<string, unknown>>;
    expect(Object.keys(connector('otel-collector'))).toEqual(['error_mode', 'logs', 'datapoints']);
    expect(Object.keys(connector('otel-sampler'))).toEqual(['error_mode', 'spans']);
  });

  it('are not there when nobody stores metrics', () => {
    expect(fileOf(platformOf({ prometheus: { enabled: false } }), 'otel-collector')).not.toMatch(/signal_to_metrics|cost/);
  });

  it('name users only when costs are attributed to them', () => {
    const { connectors = {} } = gateway({ ai: { attributeCostTo: { users: false } } });
    const { spans } = connectors['signal_to_metrics/events'] as {
      readonly spans: readonly { readonly name: string; readonly attributes: readonly { readonly key: string }[] }[];
    };
    const named = spans.filter(({ attributes }) => attributes.some(({ key }) => key === 'user.id')).map(({ name }) => name);
    expect(named).toEqual(['user.requests']);
  });
});

describe('the cost of a call', () => {
  it('is computed by exact decimals, for a model and its versions by date', () => {
    const { trace_statements } = costTransform({
      prices: [{ model: 'gpt-4.1', inputPerMillionTokens: 0.00001, outputPerMillionTokens: 8 }],
      budgets: { tenants: [] },
      attributeCostTo: { users: true },
    }) as { readonly trace_statements: readonly { readonly statements: readonly string[] }[] };
    expect(trace_statements[1]?.statements.at(-1)).toBe(
      'set(span.attributes["cost_usd"], (span.cache["input"] * 0.00001 + span.cache["output"] * 8.0) / 1000000.0) ' +
        'where span.attributes["cost_usd"] == nil and IsMatch(span.attributes["gen_ai.request.model"], "^gpt-4[.]1([-@](latest|[0-9][0-9-]{3,}))?$")',
    );
  });
});
