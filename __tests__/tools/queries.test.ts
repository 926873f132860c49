import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { ruleGroups } from '../../alert-rules';
import { dashboards } from '../../dashboards';
import { freePorts } from '../support/collectors';
import { type LocatedQuery, modelOf, queriesOf, substituted } from '../support/dashboards';
import { endProcess, startProcess, untilAnswers } from '../support/processes';
import { describeWithTool, run, withFile } from '../support/tools';
import { variants } from '../support/variants';

/** Every query of every variant's dashboards, each once, as its store gets it. */
function queriesFor(type: string, textOf: (query: LocatedQuery) => string): ReadonlyMap<string, string> {
  const queries = variants.flatMap(([title, { config }]) =>
    queriesOf(dashboards(config))
      .filter(({ target }) => target.datasource.type === type)
      .map((query) => [substituted(textOf(query)), `${title}: ${query.place}`] as const),
  );
  return new Map(queries.toReversed());
}

describeWithTool('promtool', 'every PromQL query is one', () => {
  const check = (expressions: readonly string[]) => {
    const rules = expressions.map((expr, index) => ({ record: `query:${index}`, expr }));
    return withFile('rules.yml', dump({ groups: [{ name: 'queries', rules }] }), (path) => run('promtool', ['check', 'rules', path]));
  };

  it('of dashboards', () => {
    const queries = [...queriesFor('prometheus', ({ target }) => target.expr ?? '').keys()];
    expect(queries.length).toBeGreaterThan(150);
    expect(check(queries)).toMatchObject({ status: 0 });
  });

  it('of their variables', () => {
    const queries = variants.flatMap(([, { config }]) =>
      dashboards(config).flatMap((dashboard) =>
        modelOf(dashboard).templating.list.flatMap(({ query }) => {
          const [, selector] = /^label_values\((.+), \w+\)$/.exec(typeof query === 'string' ? '' : (query.query ?? '')) ?? [];
          return selector === undefined ? [] : [substituted(selector)];
        }),
      ),
    );
    expect(queries.length).toBeGreaterThan(10);
    expect(check([...new Set(queries)])).toMatchObject({ status: 0 });
  });

  it('of rules', () => {
    const expressions = variants.flatMap(([, { config }]) => ruleGroups(config).flatMap(({ rules }) => rules.map(({ expr }) => expr)));
    expect(expressions.length).toBeGreaterThan(0);
    expect(check([...new Set(expressions)])).toMatchObject({ status: 0 });
  });

  it('would refuse a wrong one', () => {
    expect(check(['sum by (job (up)']).status).not.toBe(0);
    expect(check(['rate(up)']).status).not.toBe(0);
  });
});

describeWithTool('loki', 'every LogQL query is one', () => {
  let server: ChildProcess;
  let address: string;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'o11y-loki-'));
    const [http = 0, grpc = 0] = await freePorts(2);
    address = `http://127.0.0.1:${http}`;
    writeFileSync(join(folder, 'config.yaml'), dump(lokiAlone(folder, http, grpc)));
    server = startProcess('loki', [`-config.file=${join(folder, 'config.yaml')}`], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    // The parser answers before the rest is ready to store anything.
    await untilAnswers(server, `${address}/loki/api/v1/query_range?${new URLSearchParams({ query: '{a="b"}' })}`, () => said);
  });

  afterAll(async () => {
    await endProcess(server, 0);
    rmSync(folder, { recursive: true });
  });

  const ask = async (query: string): Promise<{ readonly status: number; readonly text: string }> => {
    const parameters = new URLSearchParams({ query, limit: '1', start: `${Date.now() / 1_000 - 600}`, step: '60' });
    const response = await fetch(`${address}/loki/api/v1/query_range?${parameters}`, { signal: AbortSignal.timeout(60_000) });
    return { status: response.status, text: await response.text() };
  };

  it.each([...queriesFor('loki', ({ target }) => target.expr ?? '')].map(([query, place]) => [place, query]))('%s', async (_, query) => {
    expect(await ask(query)).toMatchObject({ status: 200 });
  });

  it('would refuse a wrong one', async () => {
    expect((await ask('{a="b"} |~~ "c"')).status).toBe(400);
    expect((await ask('rate({a="b"})')).status).toBe(400);
  });
});

/** One process that keeps nothing. */
const lokiAlone = (folder: string, http: number, grpc: number) => ({
  auth_enabled: false,
  server: {
    http_listen_address: '127.0.0.1',
    http_listen_port: http,
    grpc_listen_address: '127.0.0.1',
    grpc_listen_port: grpc,
    log_level: 'error',
  },
  common: {
    path_prefix: folder,
    replication_factor: 1,
    instance_addr: '127.0.0.1',
    ring: { kvstore: { store: 'inmemory' } },
    storage: { filesystem: { chunks_directory: join(folder, 'chunks'), rules_directory: join(folder, 'rules') } },
  },
  schema_config: {
    configs: [{ from: '2024-01-01', store: 'tsdb', object_store: 'filesystem', schema: 'v13', index: { prefix: 'index_', period: '24h' } }],
  },
  ingester: { lifecycler: { min_ready_duration: '0s', final_sleep: '0s' } },
  frontend: { scheduler_dns_lookup_period: '1s' },
  frontend_worker: { dns_lookup_duration: '1s' },
  analytics: { reporting_enabled: false },
});

/**
 * The part of TraceQL that dashboards use, by its documented grammar: one set of spans, selected by comparisons of attributes with a scope
 * and of intrinsic fields, joined by && and ||. https://grafana.com/docs/tempo/latest/traceql/construct-traceql-queries/
 */
const STRING = String.raw`"(?:[^"\\]|\\.)*"|\`[^\`]*\``;
const DURATION = String.raw`\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h)`;
const ATTRIBUTE = String.raw`(?:resource|span|event|link|instrumentation)?\.[a-zA-Z_][\w.-]*`;
const COMPARISON = [
  `(?:${ATTRIBUTE}|name|rootName|rootServiceName|statusMessage)\\s*(?:=|!=|=~|!~)\\s*(?:${STRING})`,
  `${ATTRIBUTE}\\s*(?:=|!=|<|<=|>|>=)\\s*(?:-?\\d+(?:\\.\\d+)?|true|false|nil)`,
  `(?:duration|traceDuration)\\s*(?:=|!=|<|<=|>|>=)\\s*${DURATION}`,
  '(?:status)\\s*(?:=|!=)\\s*(?:error|ok|unset)',
  '(?:kind)\\s*(?:=|!=)\\s*(?:server|client|producer|consumer|internal|unspecified)',
].join('|');
const TRACEQL = new RegExp(`^\\{\\s*(?:(?:${COMPARISON})(?:\\s*(?:&&|\\|\\|)\\s*(?:${COMPARISON}))*)?\\s*\\}$`);

describe('every search for traces is one', () => {
  it.each([...queriesFor('tempo', ({ target }) => target.query ?? '')].map(([query, place]) => [place, query]))('%s', (_, query) => {
    expect(query).toMatch(TRACEQL);
  });

  it.each(['{ status=failed }', '{ duration > 2 }', '{ resource.service.name=a }', '{ status=error', '{ && }'])(
    '%s would be refused',
    (query) => {
      expect(query).not.toMatch(TRACEQL);
    },
  );

  // https://www.jaegertracing.io/docs/latest/architecture/apis/: tags in logfmt, durations as Go writes them.
  it('in Jaeger', () => {
    const searches = variants
      .flatMap(([, { config }]) => queriesOf(dashboards(config)))
      .filter(({ target }) => target.datasource.type === 'jaeger');
    expect(searches.length).toBeGreaterThan(0);
    for (const { target } of searches) {
      expect(target).toMatchObject({ queryType: 'search', service: '$service', limit: 50 });
      if (target.tags !== undefined) expect(target.tags).toMatch(/^[\w.]+=\S+(?: [\w.]+=\S+)*$/);
      if (target.minDuration !== undefined) expect(target.minDuration).toMatch(new RegExp(`^${DURATION}$`));
    }
  });
});
