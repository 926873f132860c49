import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verify } from '../../../cli/verify';
import { type Checks, createChecks, type Result, Skipped } from '../../../cli/verify/check';
import { checkComponents } from '../../../cli/verify/components';
import { checkDataSources } from '../../../cli/verify/data-sources';
import { passwordFrom } from '../../../cli/verify/password';
import { type ArgumentsOf, checkRetention } from '../../../cli/verify/retention';
import { checkSignals } from '../../../cli/verify/signals';
import { checkTargets } from '../../../cli/verify/targets';
import { SENSITIVE } from '../../../cli/verify/telemetry';
import { type FakeServers, healthyAnswers, jaegerTrace, lines, startServers } from './servers';

// The exporters load node:http with import(), which Jest's sandbox refuses. What is recorded and checked stays the real thing;
// verify-telemetry.test.ts has the exporters themselves.
jest.mock('../../../cli/verify/telemetry', () => {
  const actual = jest.requireActual<typeof import('../../../cli/verify/telemetry')>('../../../cli/verify/telemetry');
  const post = (path: string) => async (url: string) => {
    const { ok, status } = await fetch(`${url}${path}`, { method: 'POST', body: '' });
    if (!ok) throw new Error(`status ${status}`);
  };
  return {
    ...actual,
    recordTelemetry: (traceSeconds: number) => ({
      ...actual.recordTelemetry(traceSeconds),
      sendTrace: post('/v1/traces'),
      sendMetrics: post('/v1/metrics'),
      sendLog: post('/v1/logs'),
    }),
  };
});

const SAVED = { ...process.env };
let servers: FakeServers;

beforeAll(async () => {
  servers = await startServers();
});
beforeEach(() => {
  Object.assign(servers.answers, healthyAnswers());
  process.env['DOCKER_HOST'] = `unix://${join(tmpdir(), 'no-such-docker.sock')}`;
  process.env['O11Y_GRAFANA_PASSWORD'] = 'sesame';
});
afterEach(() => {
  process.env = { ...SAVED };
  jest.restoreAllMocks();
});
afterAll(() => servers.close());

const unknownArguments: ArgumentsOf = async () => {
  throw new Skipped('nobody knows');
};

/** Runs checks without patience: each asks once, so that a failing one does not hold up the tests. */
async function run(start: (checks: Checks, deadline: number) => void): Promise<readonly Result[]> {
  const checks = createChecks();
  start(checks, Date.now());
  return checks.results();
}

const failed = (results: readonly Result[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    results.flatMap(({ name, status, detail }) => (status === 'failed' ? [[name, detail.replace(/127\.0\.0\.1:\d+/g, 'host')]] : [])),
  );

const signals = (overlay = {}) => run((checks, deadline) => checkSignals(checks, servers.platform(overlay), deadline));

describe('verify', () => {
  it('passes when everything is in order, and says so for machines', async () => {
    const written: string[] = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => written.push(String(text)) > 0);
    const passed = await verify(servers.platform(), { json: true });
    const result = JSON.parse(written.join(''));
    expect(result.checks.filter(({ status }: Result) => status === 'failed')).toEqual([]);
    expect([passed, result.passed, result.environment]).toEqual([true, true, 'dev']);
    expect(result.checks.map(({ name }: Result) => name)).toEqual([
      ...['prometheus', 'alertmanager', 'grafana', 'loki', 'jaeger', 'otel-collector', 'otel-collector-agent', 'container-log-index'].map(
        (name) => `component ${name}`,
      ),
      ...['docker-socket-proxy', 'node-exporter', 'cadvisor', 'blackbox-exporter'].map((name) => `component ${name}`),
      ...['prometheus', 'alertmanager', 'grafana', 'loki', 'jaeger', 'otel-collector', 'otel-collector-agent'].map(
        (name) => `scrape target ${name}`,
      ),
      ...['node-exporter', 'cadvisor', 'blackbox-exporter'].map((name) => `scrape target ${name}`),
      'scrape targets of probes',
      'scrape targets of services',
      'trace stored in jaeger',
      'trace masked',
      'span metrics',
      'counter stored in prometheus',
      'histogram stored in prometheus',
      'log stored in loki',
      'log masked',
      'log linked to its trace',
      ...['prometheus', 'alertmanager', 'loki', 'jaeger'].map((name) => `data source ${name}`),
      'retention of metrics',
      'retention of logs',
      'retention of alerts',
    ]);
  });

  it('neither checks nor lists what is off', async () => {
    const overlay = {
      traces: { backend: 'none' },
      loki: { enabled: false },
      containerLogs: { enabled: false },
      grafana: { enabled: false },
    } as const;
    const names = (await signals(overlay)).map(({ name }) => name);
    expect(names).toEqual(['span metrics', 'counter stored in prometheus', 'histogram stored in prometheus']);
    const sources = await run((checks, deadline) => checkDataSources(checks, servers.platform(overlay), deadline, async () => 'sesame'));
    expect(sources).toEqual([]);
    const retention = await run((checks, deadline) => checkRetention(checks, servers.platform(overlay), deadline, unknownArguments));
    expect(retention.map(({ name }) => name)).toEqual(['retention of metrics', 'retention of alerts']);
  });

  it('does not look for masks where nothing is masked', async () => {
    const names = (await signals({ redaction: { enabled: false } })).map(({ name }) => name);
    expect(names.filter((name) => name.includes('masked'))).toEqual([]);
  });
});

describe('a failing signal', () => {
  it('is one that the collector refuses', async () => {
    servers.answers.collector = () => [400, 'no'];
    const found = failed(await signals());
    expect(Object.keys(found)).toHaveLength(8);
    expect(found['trace stored in jaeger']).toContain('the collector did not take the trace: ');
    expect(found['counter stored in prometheus']).toContain('the collector did not take the metrics: ');
    expect(found['log linked to its trace']).toContain('the collector did not take the log record: ');
  });

  it('is a trace that the store does not have', async () => {
    servers.answers.jaeger = () => [404, { errors: ['trace not found'] }];
    const found = failed(await signals());
    expect(Object.keys(found)).toEqual(['trace stored in jaeger', 'trace masked']);
    expect(found['trace stored in jaeger']).toMatch(/^trace [0-9a-f]{32} is not there/);
  });

  it('is a store that is ill', async () => {
    servers.answers.jaeger = () => [503, 'badger is closed'];
    expect(failed(await signals())['trace stored in jaeger']).toMatch(
      /^http:\/\/host\/api\/traces\/[0-9a-f]{32} answered 503: badger is closed/,
    );
  });

  it('is a trace that is not masked', async () => {
    servers.answers.jaeger = () => [200, jaegerTrace(SENSITIVE.email, '****')];
    expect(failed(await signals())).toEqual({
      'trace masked': 'not masked: an e-mail address in the attribute verify.contact of the span "verify"',
    });
  });

  it('is a metric of another value', async () => {
    const healthy = servers.answers.prometheus;
    servers.answers.prometheus = (url, request, body) =>
      url.searchParams.get('query')?.startsWith('o11y_verify_events_total') === true
        ? [200, { data: { resultType: 'vector', result: [{ metric: {}, value: [1, '2'] }] } }]
        : healthy(url, request, body);
    const found = failed(await signals());
    expect(Object.keys(found)).toEqual(['counter stored in prometheus']);
    expect(found['counter stored in prometheus']).toMatch(/^o11y_verify_events_total\{verification="[a-p]{20}"\} is 2 instead of 3$/);
  });

  it('is a Prometheus that has nothing', async () => {
    servers.answers.prometheus = () => [200, { data: { resultType: 'vector', result: [] } }];
    expect(Object.keys(failed(await signals()))).toEqual([
      'span metrics',
      'counter stored in prometheus',
      'histogram stored in prometheus',
    ]);
  });

  it('is a log record that is not masked', async () => {
    const healthy = servers.answers.loki;
    servers.answers.loki = (url, request, body) => {
      const [status, answer] = healthy(url, request, body);
      return [status, JSON.parse(JSON.stringify(answer).replace('****', `${SENSITIVE.email} Bearer ${SENSITIVE.token}`))];
    };
    expect(failed(await signals())).toEqual({
      'log masked': 'not masked: an e-mail address and a bearer token in the body of the log record',
    });
  });

  it('is a log record without the id of its trace', async () => {
    const healthy = servers.answers.loki;
    servers.answers.loki = (url, request, body) =>
      url.searchParams.get('query')?.includes('trace_id') === true ? [200, lines()] : healthy(url, request, body);
    const found = failed(await signals());
    expect(Object.keys(found)).toEqual(['log linked to its trace']);
    expect(found['log linked to its trace']).toMatch(/^Loki finds nothing with \{service_name="o11y-verify"\} \| trace_id="[0-9a-f]{32}"/);
  });

  it('is a store that speaks otherwise', async () => {
    servers.answers.loki = () => [200, '<html>'];
    expect(failed(await signals())['log stored in loki']).toMatch(/answered with something else than JSON: <html>/);
  });

  it('is not a trace that sampling may drop', async () => {
    servers.answers.jaeger = () => [404, ''];
    const results = await signals({ sampling: { traces: { ratio: 0.1, keepErrors: false, keepSlowerThan: null } } });
    expect(results.filter(({ status }) => status === 'skipped').map(({ name }) => name)).toEqual([
      'trace stored in jaeger',
      'trace masked',
    ]);
    expect(failed(results)).toEqual({});
  });
});

describe('a failing component', () => {
  const components = () => run((checks, deadline) => checkComponents(checks, servers.platform(), deadline, undefined));

  it('is one whose health endpoint does not say yes', async () => {
    servers.answers.loki = () => [503, 'Ingester not ready'];
    expect(failed(await components())).toEqual({ 'component loki': 'http://host/ready answered 503: Ingester not ready' });
  });

  it('is one that its neighbours do not reach', async () => {
    const healthy = servers.answers.prometheus;
    servers.answers.prometheus = (url, request, body) =>
      url.searchParams.get('query')?.includes('component="cadvisor"') === true
        ? [200, { data: { resultType: 'vector', result: [{ metric: {}, value: [1, '0'] }] } }]
        : healthy(url, request, body);
    expect(failed(await components())).toEqual({
      'component cadvisor': 'the probe from inside fails (probe_success is 0): its neighbours do not reach it',
    });
  });

  it('is not one of which nothing can be said here', async () => {
    const skipped = (await components()).filter(({ status }) => status === 'skipped');
    expect(skipped.map(({ name, detail }) => [name, detail])).toEqual([
      ['component container-log-index', 'no Docker engine answers, and no health endpoint of it is published or probed'],
    ]);
  });
});

describe('a failing scrape target', () => {
  const targets = () => run((checks, deadline) => checkTargets(checks, servers.platform(), deadline));
  const withTargets = (change: (pool: string) => object | undefined): void => {
    const healthy = servers.answers.prometheus;
    servers.answers.prometheus = (url, request, body) => {
      const [status, answer] = healthy(url, request, body);
      if (url.pathname !== '/api/v1/targets') return [status, answer];
      const activeTargets = JSON.parse(JSON.stringify(answer)).data.activeTargets.flatMap((target: { readonly scrapePool: string }) => {
        const changed = change(target.scrapePool);
        return changed === undefined ? [] : [{ ...target, ...changed }];
      });
      return [200, { data: { activeTargets } }];
    };
  };

  it('is one that is down', async () => {
    withTargets((pool) => (pool === 'loki' ? { health: 'down', lastError: 'connection refused' } : {}));
    expect(failed(await targets())).toEqual({ 'scrape target loki': 'http://loki/metrics is down: connection refused' });
  });

  it('is one that Prometheus does not know', async () => {
    withTargets((pool) => (pool === 'cadvisor' ? undefined : {}));
    expect(failed(await targets())).toEqual({ 'scrape target cadvisor': 'Prometheus has no such target' });
  });

  it('is a probe of one pod of several, and no service', async () => {
    withTargets((pool) =>
      pool === 'blackbox-exporter' ? { scrapePool: 'health/node-exporter', health: 'down', lastError: 'refused' } : {},
    );
    expect(failed(await targets())).toEqual({
      'scrape target blackbox-exporter': 'Prometheus has no such target',
      'scrape targets of probes': 'http://blackbox-exporter/metrics is down: refused',
    });
  });

  it('is one that was discovered', async () => {
    withTargets((pool) => (pool === 'grafana' ? { scrapePool: 'containers', health: 'down', lastError: 'timeout' } : {}));
    expect(Object.keys(failed(await targets()))).toEqual(['scrape target grafana', 'scrape targets of services']);
  });
});

describe('a failing data source', () => {
  const sources = (password: () => Promise<string> = async () => 'sesame') =>
    run((checks, deadline) => checkDataSources(checks, servers.platform(), deadline, password));

  it('is one whose backend is ill', async () => {
    servers.answers.grafana = ({ pathname }) =>
      pathname === '/api/datasources/uid/loki/health'
        ? [400, { status: 'ERROR', message: 'connection refused' }]
        : [200, { status: 'OK', message: '' }];
    expect(failed(await sources())).toEqual({
      'data source loki': 'http://host/api/datasources/uid/loki/health answered 400: {"status":"ERROR","message":"connection refused"}',
    });
  });

  it('is one that Grafana does not have', async () => {
    servers.answers.grafana = ({ pathname }) =>
      pathname.includes('/uid/jaeger') ? [404, { message: 'Data source not found' }] : [200, { status: 'OK' }];
    expect(Object.keys(failed(await sources()))).toEqual(['data source jaeger']);
  });

  it('is asked through Grafana when it has no health check of its own', async () => {
    const asked: string[] = [];
    let proxied = 200;
    servers.answers.grafana = ({ pathname }) => {
      if (!pathname.includes('alertmanager')) return [200, { status: 'OK' }];
      asked.push(pathname);
      if (pathname.endsWith('/health')) return [404, { messageId: 'plugin.notImplemented' }];
      return pathname.includes('/proxy/') ? [proxied, {}] : [200, { uid: 'alertmanager' }];
    };
    const results = await sources();
    expect(failed(results)).toEqual({});
    expect(results.find(({ name }) => name === 'data source alertmanager')?.detail).toBe('its store answers through Grafana');
    expect(asked).toContain('/api/datasources/proxy/uid/alertmanager/api/v2/status');
    proxied = 502;
    expect(Object.keys(failed(await sources()))).toEqual(['data source alertmanager']);
  });

  it('is any when the password is wrong or unknown', async () => {
    servers.answers.grafana = (_, { headers }) =>
      headers.authorization === `Basic ${Buffer.from('admin:sesame').toString('base64')}` ? [200, { status: 'OK' }] : [401, {}];
    expect(failed(await sources())).toEqual({});
    expect(failed(await sources(async () => 'other'))['data source loki']).toBe(
      'Grafana refuses the password: set O11Y_GRAFANA_PASSWORD to the one that was set in its user interface',
    );
    process.env['O11Y_GRAFANA_PASSWORD'] = '';
    const folder = join(tmpdir(), 'no-such-stack');
    expect(failed(await sources(() => passwordFrom(folder)('grafana_admin_password')))['data source loki']).toBe(
      `its password is unknown: the state of ${folder} has no output grafana_admin_password; set O11Y_GRAFANA_PASSWORD`,
    );
  });
});

describe('a failing retention', () => {
  it('is one that differs from the configuration', async () => {
    const platform = servers.platform({ retention: { metrics: { time: '30d' }, logs: { total: '60d' } } });
    const results = await run((checks, deadline) => checkRetention(checks, platform, deadline, unknownArguments));
    expect(failed(results)).toEqual({
      'retention of metrics': 'time is 15d instead of 30d',
      'retention of logs': 'total is 90d instead of 60d',
    });
  });
});
