import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import services from '../../config/services';
import { serviceEnvironment } from '../../constructs/services/environment';
import { freePorts } from '../support/collectors';
import { EXAMPLE_SERVICES, RunningExample, toolchainNeed } from '../support/examples';
import { RunningGateway } from '../support/gateway';
import { describeWith } from '../support/needs';
import { platformOf } from '../support/platform';
import { describeWithTool } from '../support/tools';
import { until } from '../support/waiting';

const environment = {
  services: [...services],
  // Everything is kept, so that every request can be looked for.
  sampling: { traces: { ratio: 1 } },
  otelCollector: { spanMetricsFlushInterval: '1s' },
} as const;

describeWithTool('otelcol-contrib', 'the examples', () => {
  const folder = mkdtempSync(join(tmpdir(), 'o11y-examples-'));
  let gateway: RunningGateway;

  beforeAll(async () => {
    gateway = await RunningGateway.start(environment);
  });

  afterAll(async () => {
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const example of EXAMPLE_SERVICES) {
    const { language, service: name } = example;

    describeWith(toolchainNeed(example), language, () => {
      let running: RunningExample | undefined;
      let said = '';

      beforeAll(async () => {
        const [port = 0] = await freePorts(1);
        const { config } = platformOf({ ...environment, alertmanager: { enabled: false }, grafana: { enabled: false } });
        const service = config.services.find((candidate) => candidate.name === name);
        if (service === undefined) throw new Error(`${name} is not in the catalogue`);
        const variables = serviceEnvironment(config, { ...service, port }, gateway.endpoint);
        running = await RunningExample.start(example, variables, join(folder, language));
        const statuses = [
          await running.request('POST', '/workflows/import'),
          await running.request('POST', '/workflows/import?fail=true'),
          await running.request('POST', '/login?user=eve&password=guess'),
          await running.request('GET', '/slow?seconds=0.2'),
          ...(language === 'python'
            ? [await running.request('POST', '/chat', { prompt: 'one two three', model: 'gpt-4o', max_tokens: 1_000 })]
            : language === 'go'
              ? [await running.request('GET', '/items/7')]
              : [await running.request('POST', '/orders')]),
          await running.request('GET', '/metrics'),
        ];
        expect(statuses).toEqual([200, 500, 401, 200, language === 'node' ? 201 : 200, 200]);
        // What it has not sent yet it sends when it ends.
        await running.stop();
        said = running.said();
      });

      afterAll(() => running?.stop());

      it('writes lines of JSON with the trace to which they belong', () => {
        const lines = said
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
        expect(lines.length).toBeGreaterThanOrEqual(3);
        for (const line of lines) {
          expect(line).toMatchObject({
            service: name,
            trace_id: expect.stringMatching(/^[0-9a-f]{32}$/),
            span_id: expect.stringMatching(/^[0-9a-f]{16}$/),
          });
        }
      });

      it('has its traces stored, with who asked and without what they asked with', async () => {
        const own = (): string =>
          gateway
            .stored('traces')
            .split('\n')
            .filter((line) => line.includes(`"${name}"`))
            .join('\n');
        await until('its spans are stored', () => own().includes('security.event') && own().includes('workflow.name'));
        for (const text of ['"tenant.id"', '"user-1"', '"api_key.hash"', '"authentication_failure"']) expect(own()).toContain(text);
        expect(own()).not.toContain('not-to-be-seen');
      });

      it('has its logs stored, with the trace to which they belong', async () => {
        const traces = [...said.matchAll(/"trace_id": ?"([0-9a-f]{32})"/g)].map(([, id]) => id ?? '');
        await until(
          'its lines are stored',
          () => traces.length > 0 && traces.every((id) => gateway.stored('logs').includes(`"traceId":"${id}"`)),
        );
      });

      it('has its workflows, failed logins, users and requests counted', async () => {
        const values = async (query: string): Promise<readonly number[]> => (await gateway.query(query)).map(({ value }) => value);
        const of = `service_name="${name}", tier="${name === 'platform-services' ? 'standard' : 'critical'}"`;
        await until('its workflows are counted', async () => (await values(`workflow_runs_total{${of}}`)).length === 2);
        expect(await values(`workflow_runs_total{${of}, outcome="failure"}`)).toEqual([1]);
        expect(await values(`security_events_total{${of}, security_event="authentication_failure"}`)).toEqual([1]);
        expect(await values(`sum(user_requests_total{${of}})`)).toEqual([5]);
        await until(
          'its requests are counted',
          async () => (await values(`traces_span_metrics_calls_total{${of}, span_kind="SPAN_KIND_SERVER"}`)).length > 3,
        );
        if (language !== 'python') return;
        expect(await values(`gen_ai_cost_usd_total{${of}, tenant_id="acme"}`)).toEqual([(3 * 2.5 + 1_000 * 10) / 1e6]);
        expect(await values(`llm_prompts_total{${of}}`)).toEqual([1]);
      });
    });
  }
});
