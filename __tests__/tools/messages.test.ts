import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { MIB } from '../../config/amounts';
import { RECEIVED_BYTES } from '../../config/messages';
import { toYaml } from '../../constructs/core/native';
import { JAEGER_DATA } from '../../constructs/jaeger/render';
import { TEMPO_DATA } from '../../constructs/tempo/render';
import { RunningAgent } from '../support/agent';
import { freePorts } from '../support/collectors';
import { RunningGateway } from '../support/gateway';
import { attribute, nanoseconds } from '../support/odd-metrics';
import { fileOf, platformOf } from '../support/platform';
import { endAll, startProcess, untilAnswers } from '../support/processes';
import { describeWithTool } from '../support/tools';
import { until } from '../support/waiting';

/** A text that does not get smaller. */
const noise = (bytes: number): string => randomBytes(Math.ceil(bytes / 2)).toString('hex');

const NOISE = noise(12_000);

/** How many of these make a request that is nearly as large as the gateway takes. */
const MANY = Math.floor((RECEIVED_BYTES - MIB) / (NOISE.length + 300));

const resource = { attributes: [attribute('service.name', 'talkative')] };

const post = async (gateway: RunningGateway, path: string, body: unknown): Promise<void> => {
  const response = await fetch(`${gateway.endpoint}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
};

const spansOf = (traceIds: readonly string[]) => ({
  resourceSpans: [
    {
      resource,
      scopeSpans: [
        {
          spans: traceIds.map((traceId) => ({
            traceId,
            spanId: randomBytes(8).toString('hex'),
            name: 'GET',
            kind: 2,
            startTimeUnixNano: nanoseconds(Date.now()),
            endTimeUnixNano: nanoseconds(Date.now()),
            attributes: [attribute('http.response.body', NOISE)],
          })),
        },
      ],
    },
  ],
});

const recordsOf = (bodies: readonly string[]) => ({
  resourceLogs: [
    {
      resource,
      scopeLogs: [{ logRecords: bodies.map((stringValue) => ({ timeUnixNano: nanoseconds(Date.now()), body: { stringValue } })) }],
    },
  ],
});

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'o11y-messages-'));
});

afterAll(async () => {
  await endAll();
  rmSync(folder, { recursive: true });
});

/** Starts a store with its rendered file. @returns what it said */
async function store(program: string, text: string, args: (path: string) => readonly string[], ready: string): Promise<void> {
  const path = join(folder, `${program}.yaml`);
  writeFileSync(path, text);
  let said = '';
  const server = startProcess(program, args(path), { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [server.stdout, server.stderr])
    stream?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-5_000)));
  await untilAnswers(server, ready, () => said);
}

describeWithTool('otelcol-contrib', 'large messages', () => {
  it('pass from an agent through the gateway: 3,000 lines of 12 KB', async () => {
    const gateway = await RunningGateway.start({});
    const agent = new RunningAgent();
    for (let container = 0; container < 3; container += 1) {
      const lines = Array.from({ length: 1_000 }, (_, index) =>
        JSON.stringify({ log: `${container}/${index} ${NOISE}\n`, stream: 'stdout', time: new Date().toISOString() }),
      );
      agent.write(`containers/c${container}/_/_/_/${`${container}`.repeat(64)}.log`, `${lines.join('\n')}\n`);
    }
    await agent.start({}, gateway.grpcEndpoint.replace('http://', ''));
    const stored = (): number => new Set([...gateway.stored('logs').matchAll(/"stringValue":"(\d\/\d+) /g)].map(([, line]) => line)).size;
    await until('all lines are stored', () => stored() === 3_000);
    await agent.stop();
    await gateway.stop();
  });

  it('hold a single record that is nearly as large', async () => {
    const gateway = await RunningGateway.start({});
    const size = RECEIVED_BYTES - MIB;
    await post(gateway, '/v1/logs', recordsOf([`huge ${noise(size)}`, 'small']));
    await until('both are stored', () => /"huge /.test(gateway.stored('logs')) && /"small"/.test(gateway.stored('logs')));
    expect(gateway.stored('logs').length).toBeGreaterThan(size);
    await gateway.stop();
  });

  it('reach Prometheus', async () => {
    const gateway = await RunningGateway.start({});
    const dataPoints = Array.from({ length: MANY }, (_, index) => ({
      asInt: `${index}`,
      timeUnixNano: nanoseconds(Date.now()),
      attributes: [attribute('index', `${index}`), attribute('text', NOISE)],
    }));
    await post(gateway, '/v1/metrics', {
      resourceMetrics: [{ resource, scopeMetrics: [{ metrics: [{ name: 'wide', gauge: { dataPoints } }] }] }],
    });
    await until('all points are stored', async () => (await gateway.query('count(wide)'))[0]?.value === MANY);
    await gateway.stop();
  });
});

describeWithTool('jaeger', 'large messages', () => {
  it('reach Jaeger', async () => {
    const [otlp = 0, health = 0, http = 0, grpc = 0, metrics = 0] = await freePorts(5);
    const own = join(folder, 'jaeger');
    mkdirSync(join(own, 'jaeger'), { recursive: true });
    const text = fileOf(platformOf({ traces: { backend: 'jaeger' } }), 'jaeger')
      .replaceAll(`${JAEGER_DATA}/jaeger`, join(own, 'jaeger'))
      .replaceAll('0.0.0.0:4317', `127.0.0.1:${otlp}`)
      .replaceAll('0.0.0.0:13133', `127.0.0.1:${health}`)
      .replaceAll('0.0.0.0:16686', `127.0.0.1:${http}`)
      .replaceAll('127.0.0.1:16685', `127.0.0.1:${grpc}`)
      .replaceAll('port: 8888', `port: ${metrics}`);
    await store('jaeger', text, (path) => [`--config=${path}`], `http://127.0.0.1:${http}/api/services`);
    const gateway = await RunningGateway.start({ traces: { backend: 'jaeger' } }, { traces: `127.0.0.1:${otlp}` });
    const trace = randomBytes(16).toString('hex');
    await post(gateway, '/v1/traces', spansOf(Array.from({ length: MANY }, () => trace)));
    await until('all spans are stored', async () => {
      const { data } = (await (await fetch(`http://127.0.0.1:${http}/api/traces/${trace}`)).json()) as {
        readonly data: readonly { readonly spans: readonly unknown[] }[];
      };
      return data[0]?.spans.length === MANY;
    });
    await gateway.stop();
  });
});

describeWithTool('tempo', 'large messages', () => {
  it('reach Tempo', async () => {
    const [otlp = 0, http = 0, grpc = 0] = await freePorts(3);
    const file = load(
      fileOf(platformOf({ traces: { backend: 'tempo' } }), 'tempo')
        .replaceAll(TEMPO_DATA, join(folder, 'tempo'))
        .replace('0.0.0.0:4317', `127.0.0.1:${otlp}`),
    ) as { readonly server: object };
    const address = { http_listen_address: '127.0.0.1', http_listen_port: http, grpc_listen_address: '127.0.0.1', grpc_listen_port: grpc };
    const text = toYaml({ ...file, server: { ...file.server, ...address }, memberlist: { bind_addr: ['127.0.0.1'], bind_port: 0 } });
    await store('tempo', text, (path) => [`-config.file=${path}`], `http://127.0.0.1:${http}/ready`);
    const gateway = await RunningGateway.start({ traces: { backend: 'tempo' } }, { traces: `127.0.0.1:${otlp}` });
    // Of several traces: of one it takes 5 MB.
    const traces = Array.from({ length: 8 }, () => randomBytes(16).toString('hex'));
    await post(gateway, '/v1/traces', spansOf(Array.from({ length: MANY }, (_, index) => traces[index % traces.length] ?? '')));
    const stored = async (): Promise<number> => {
      const texts = await Promise.all(traces.map(async (id) => (await fetch(`http://127.0.0.1:${http}/api/traces/${id}`)).text()));
      return texts.reduce((sum, answer) => sum + [...answer.matchAll(/"spanId":/g)].length, 0);
    };
    await until('all spans are stored', async () => (await stored()) === MANY);
    await gateway.stop();
  });
});
