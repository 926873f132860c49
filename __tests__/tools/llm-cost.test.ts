import { randomBytes } from 'node:crypto';
import { RunningGateway } from '../support/gateway';
import { describeWithTool } from '../support/tools';
import { until } from '../support/waiting';

type Value = string | number;

const attributes = (all: Readonly<Record<string, Value>>) =>
  Object.entries(all).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : Number.isInteger(value) ? { intValue: `${value}` } : { doubleValue: value },
  }));

interface Call {
  readonly kind?: number;
  readonly failed?: boolean;
  readonly attributes: Readonly<Record<string, Value>>;
}

const nanoseconds = (): string => `${Date.now()}000000`;

const resourceOf = (service: string) => ({ attributes: attributes({ 'service.name': service, tier: 'critical', 'process.pid': 4711 }) });

const spansOf = (service: string, calls: readonly Call[]) => ({
  resourceSpans: [
    {
      resource: resourceOf(service),
      scopeSpans: [
        {
          spans: calls.map(({ kind = 3, failed = false, attributes: own }) => ({
            traceId: randomBytes(16).toString('hex'),
            spanId: randomBytes(8).toString('hex'),
            name: 'chat',
            kind,
            startTimeUnixNano: nanoseconds(),
            endTimeUnixNano: nanoseconds(),
            status: { code: failed ? 2 : 0 },
            attributes: attributes(own),
          })),
        },
      ],
    },
  ],
});

const logsOf = (service: string, event: string) => ({
  resourceLogs: [
    {
      resource: resourceOf(service),
      scopeLogs: [
        {
          logRecords: [
            { timeUnixNano: nanoseconds(), body: { stringValue: 'refused' }, attributes: attributes({ 'security.event': event }) },
          ],
        },
      ],
    },
  ],
});

const TENANTS = ['acme', 'globex', 'initech'] as const;
const CALLS = 400;

/** What a call says, and what it costs by the prices below. */
function callOf(index: number): { readonly tenant: string; readonly cost: number; readonly attributes: Readonly<Record<string, Value>> } {
  const tenant = TENANTS[index % TENANTS.length] ?? '';
  const input = 100 + index;
  const output = 10 + (index % 7);
  const common = { 'tenant.id': tenant, 'user.id': `user-${index % 5}`, cost_center: 'research' };
  const usage = { 'gen_ai.usage.input_tokens': input, 'gen_ai.usage.output_tokens': output };
  if (index % 4 === 0) {
    return { tenant, cost: 0.25, attributes: { ...common, ...usage, 'gen_ai.request.model': 'gpt-4o', cost_usd: 0.25 } };
  }
  if (index % 4 === 1) {
    const cost = (input * 2.5 + output * 10) / 1e6;
    return { tenant, cost, attributes: { ...common, ...usage, 'gen_ai.request.model': 'gpt-4o-2024-08-06' } };
  }
  if (index % 4 === 2) {
    return {
      tenant,
      cost: (input * 20) / 1e6,
      attributes: { ...common, 'gen_ai.request.model': 'ada-3', 'gen_ai.usage.input_tokens': input },
    };
  }
  return { tenant, cost: 0, attributes: { ...common, ...usage, 'gen_ai.request.model': 'gpt-4o-mini' } };
}

describeWithTool('otelcol-contrib', 'metrics of spans and logs before sampling', () => {
  let gateway: RunningGateway;
  const calls = Array.from({ length: CALLS }, (_, index) => callOf(index));

  const post = async (path: string, body: unknown): Promise<void> => {
    const response = await fetch(`${gateway.endpoint}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  const by = async (query: string, label: string): Promise<Readonly<Record<string, number>>> =>
    Object.fromEntries((await gateway.query(query)).map(({ labels, value }) => [labels[label] ?? '', value]));

  beforeAll(async () => {
    gateway = await RunningGateway.start({
      sampling: { traces: { ratio: 0.1, keepErrors: false, keepSlowerThan: null, decisionWait: '1s' } },
      otelCollector: { spanMetricsFlushInterval: '1s' },
      ai: {
        prices: [
          { model: 'gpt-4o', inputPerMillionTokens: 2.5, outputPerMillionTokens: 10 },
          { model: 'ada-3', inputPerMillionTokens: 20, outputPerMillionTokens: 0 },
        ],
      },
    });
    // At the same time, as of many senders: nothing may overtake anything.
    for (const half of [0, 1]) {
      await Promise.all(
        Array.from({ length: 20 }, (_, request) =>
          post(
            '/v1/traces',
            spansOf(
              'orchestrator',
              calls.filter((_, index) => index % 40 === half * 20 + request),
            ),
          ),
        ),
      );
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    }
    await post(
      '/v1/traces',
      spansOf('orchestrator', [
        ...Array.from({ length: 3 }, () => ({ attributes: { 'workflow.name': 'import' } })),
        { failed: true, attributes: { 'workflow.name': 'import' } },
        ...Array.from({ length: 6 }, (_, index) => ({ kind: 2, attributes: { 'user.id': `user-${index}` } })),
        { kind: 2, attributes: { 'security.event': 'authentication_failure' } },
      ]),
    );
    await post(
      '/v1/traces',
      spansOf('elsewhere', [
        // As instrumentations of before 2025 say it; and by the model that answered alone, or as it is billed.
        { attributes: { 'gen_ai.request.model': 'gpt-4o', 'gen_ai.usage.prompt_tokens': 1_000, 'gen_ai.usage.completion_tokens': 100 } },
        { attributes: { 'gen_ai.response.model': 'gpt-4o-2024-11-20', 'gen_ai.usage.input_tokens': 1_000 } },
        { attributes: { 'gen_ai.request.model': 'my-deployment', 'gen_ai.response.model': 'ada-3', 'gen_ai.usage.input_tokens': 1_000 } },
        { attributes: { 'gen_ai.request.model': 'nobody-knows', 'gen_ai.usage.input_tokens': 1_000 } },
        { attributes: { 'gen_ai.request.model': 'gpt-4o' } },
        { failed: true, attributes: { 'gen_ai.request.model': 'gpt-4o' } },
        { attributes: { 'gen_ai.request.model': 'gpt-4o', 'gen_ai.operation.name': 'invoke_agent' } },
      ]),
    );
    await post('/v1/logs', logsOf('orchestrator', 'authentication_failure'));
    await post('/v1/logs', logsOf('orchestrator', 'rate_limit'));
    await until('workflows are counted', async () => (await gateway.query('workflow_runs_total')).length === 2);
    await until('security events are counted', async () => (await gateway.query('security_events_total')).length === 2);
  });

  afterAll(() => gateway.stop());

  it('gives each tenant the cost of all of its calls, of which one in ten is stored', async () => {
    const costs = await by('sum by (tenant_id) (gen_ai_cost_usd_total)', 'tenant_id');
    for (const tenant of TENANTS) {
      const known = calls.filter((call) => call.tenant === tenant).reduce((sum, { cost }) => sum + cost, 0);
      expect(Math.abs((costs[tenant] ?? 0) / known - 1)).toBeLessThan(0.0001);
    }
    await until('a trace is stored', () => gateway.stored('traces') !== '');
    const stored = [...gateway.stored('traces').matchAll(/"traceId"/g)].length;
    expect(stored).toBeLessThan(CALLS / 4);
  });

  it('lets Prometheus see the first count of a series as an increase', async () => {
    const [series] = await gateway.query('sum(increase(workflow_runs_total[5m]))');
    expect(series?.value).toBeGreaterThan(0);
  });

  it('counts tokens by direction', async () => {
    expect(await by('sum by (gen_ai_token_type) (gen_ai_usage_tokens_total{service_name="orchestrator"})', 'gen_ai_token_type')).toEqual(
      Object.fromEntries(
        (['input', 'output'] as const).map((direction) => [
          direction,
          calls.reduce((sum, call) => sum + Number(call.attributes[`gen_ai.usage.${direction}_tokens`] ?? 0), 0),
        ]),
      ),
    );
  });

  it('knows older conventions and the model that answered, and says what it does not know in place of nothing', async () => {
    const elsewhere = 'service_name="elsewhere"';
    await until('it is counted', async () => (await gateway.query(`gen_ai_cost_unknown_total{${elsewhere}}`)).length === 2);
    const rounded = (costs: Readonly<Record<string, number>>) =>
      Object.fromEntries(Object.entries(costs).map(([key, cost]) => [key, Number(cost.toFixed(9))]));
    expect(rounded(await by(`sum by (gen_ai_request_model) (gen_ai_cost_usd_total{${elsewhere}})`, 'gen_ai_request_model'))).toEqual({
      'gpt-4o': 0.0035,
      'gpt-4o-2024-11-20': 0.0025,
      'my-deployment': 0.02,
    });
    expect(
      await by(`sum by (gen_ai_request_model) (gen_ai_cost_unknown_total{${elsewhere}, reason="price"})`, 'gen_ai_request_model'),
    ).toEqual({
      'nobody-knows': 1,
    });
    expect(
      await by(`sum by (gen_ai_request_model) (gen_ai_cost_unknown_total{${elsewhere}, reason="tokens"})`, 'gen_ai_request_model'),
    ).toEqual({
      'gpt-4o': 1,
    });
  });

  it('labels a cost with its service, model, tenant, user and cost centre', async () => {
    const [series] = await gateway.query('gen_ai_cost_usd_total{gen_ai_request_model="ada-3", tenant_id="acme", user_id="user-1"}');
    expect(series?.labels).toEqual({
      __name__: 'gen_ai_cost_usd_total',
      job: 'o11y/orchestrator',
      service_name: 'orchestrator',
      service_namespace: 'o11y',
      deployment_environment_name: 'dev',
      k8s_cluster_name: 'o11y-dev',
      tier: 'critical',
      gen_ai_request_model: 'ada-3',
      tenant_id: 'acme',
      user_id: 'user-1',
      cost_center: 'research',
    });
  });

  it('counts runs of workflows by outcome, events of security from spans and logs, and requests of users', async () => {
    expect(await by('workflow_runs_total{workflow_name="import"}', 'outcome')).toEqual({ success: 3, failure: 1 });
    expect(await by('security_events_total', 'security_event')).toEqual({ authentication_failure: 2, rate_limit: 1 });
    expect((await gateway.query('user_requests_total')).map(({ value }) => value)).toEqual([6]);
  });
});
