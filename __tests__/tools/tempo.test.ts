import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { tempoVerdict } from '../../cli/verify/retention';
import { toYaml } from '../../constructs/core/native';
import { TEMPO_DATA } from '../../constructs/tempo/render';
import { dashboards } from '../../dashboards';
import { clusterPlatformOf } from '../support/cluster-platform';
import { freePorts } from '../support/collectors';
import { queriesOf, substituted } from '../support/dashboards';
import { fileOf, platformOf } from '../support/platform';
import { endProcess, startProcess, untilAnswers } from '../support/processes';
import { describeWithTool, run, withFile } from '../support/tools';
import { filesOf, variants } from '../support/variants';

/** Tempo 2.10: 3.0 has other keys. */
const RENDERED = fileOf(platformOf({ traces: { backend: 'tempo' } }), 'tempo');

describeWithTool('tempo', 'its configuration', () => {
  const verify = (text: string, folder: string, path: string) => {
    writeFileSync(path, text.replaceAll(TEMPO_DATA, folder));
    return run('tempo', ['-config.verify', `-config.file=${path}`]);
  };

  it.each(filesOf('tempo'))('is taken: %s', (_, text) => {
    const { status, output } = withFile('tempo.yaml', '', (path, folder) => verify(text, folder, path));
    expect([status, output]).toEqual([0, expect.not.stringContaining('level=warn')]);
  });

  it('would be refused with a key that there is not', () => {
    expect(withFile('tempo.yaml', '', (path, folder) => verify(`${RENDERED}\nnone: 1\n`, folder, path)).status).not.toBe(0);
  });
});

describeWithTool('tempo', 'a running server', () => {
  let server: ChildProcess;
  let address: string;
  let said = '';
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'o11y-tempo-'));
    const [http = 0, grpc = 0, otlp = 0] = await freePorts(3);
    address = `http://127.0.0.1:${http}`;
    const file = load(RENDERED.replaceAll(TEMPO_DATA, folder).replace('0.0.0.0:4317', `127.0.0.1:${otlp}`)) as Record<string, unknown>;
    const path = join(folder, 'tempo.yaml');
    const own = { http_listen_address: '127.0.0.1', http_listen_port: http, grpc_listen_address: '127.0.0.1', grpc_listen_port: grpc };
    writeFileSync(
      path,
      toYaml({ ...file, server: { ...own, log_level: 'error' }, memberlist: { bind_addr: ['127.0.0.1'], bind_port: 0 } }),
    );
    server = startProcess('tempo', [`-config.file=${path}`], { stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [server.stdout, server.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await untilAnswers(server, `${address}/api/search?${new URLSearchParams({ q: '{ }', limit: '1' })}`, () => said);
  });

  afterAll(async () => {
    await endProcess(server, 0);
    rmSync(folder, { recursive: true });
  });

  it('answers what Kubernetes asks of its life, which is not whether it is ready', async () => {
    const { values = {} } = clusterPlatformOf({}).releases.find(({ name }) => name === 'tempo') ?? {};
    const { tempo } = values as { readonly tempo: { readonly livenessProbe: { readonly httpGet: { readonly path: string } } } };
    expect((await fetch(address + tempo.livenessProbe.httpGet.path)).status).toBe(200);
  });

  const ask = async (query: string): Promise<{ readonly status: number; readonly text: string }> => {
    const response = await fetch(`${address}/api/search?${new URLSearchParams({ q: query, limit: '1' })}`, {
      signal: AbortSignal.timeout(60_000),
    });
    return { status: response.status, text: await response.text() };
  };

  const queries = new Map(
    variants
      .flatMap(([, { config }]) => queriesOf(dashboards(config)))
      .flatMap(({ place, target }) => (target.datasource.type === 'tempo' ? [[substituted(target.query ?? ''), place] as const] : [])),
  );

  it.each([...queries].map(([query, place]) => [place, query]))('%s', async (_, query) => {
    expect(await ask(query)).toMatchObject({ status: 200 });
  });

  it('tells its retention as verify reads it', async () => {
    const { retention } = platformOf({ traces: { backend: 'tempo' } }).config;
    const response = await fetch(`${address}/status/config`, { signal: AbortSignal.timeout(60_000) });
    expect(tempoVerdict(await response.text(), retention)).toBe(`time ${retention.traces}`);
  });

  it.each(['{ status=failed }', '{ resource.service.name=~"a" && }', '{ status=error'])('%s would be refused', async (query) => {
    expect((await ask(query)).status).toBe(400);
  });
});
