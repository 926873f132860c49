import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { callEngine, connect } from '../../../../cli/docker/engine';
import { deployVariables, doctor, type Finding, preflight } from '../../../../cli/docker/preflight';
import type { Project } from '../../../../cli/terraform/project';
import { defineEnvironment } from '../../../../config/define';
import { alertmanager } from '../../../../constructs/alertmanager';
import { PART_OF } from '../../../../constructs/core/labels';
import { type Platform, resolvePlatform } from '../../../../constructs/core/platform';
import { dockerAddressing } from '../../../../constructs/targets/addressing';

/** Answers of an engine, by method and path without the API's version. */
type Answers = Readonly<Record<string, readonly [status: number, body: unknown]>>;

const GIB = 1024 ** 3;
/** A question that is never answered. */
const SILENT = '/distribution/slow:1/json';
/** Without what a deployment in this shell would be told. */
const SAVED = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TF_VAR_')));

let folder: string;
let started = 0;
let server: Server | undefined;

const HEALTHY: Answers = {
  '/version': [200, { ApiVersion: '1.41' }],
  '/info': [200, { Name: hostname(), DockerRootDir: tmpdir(), MemTotal: 16 * GIB }],
  '/containers/json': [200, []],
  '/networks': [200, []],
  '/volumes': [200, { Volumes: null, Warnings: null }],
  '/images/prom/alertmanager:v1/json': [200, { Id: 'sha256:1' }],
};

async function startEngine(answers: Answers): Promise<void> {
  // A socket of its own each time: clients keep connections to the last one.
  started += 1;
  const socket = join(folder, `docker-${started}.sock`);
  server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*$/, '').replace(/^\/v[\d.]+/, '');
    if (path === SILENT) return;
    const [status, body] = answers[decodeURIComponent(path)] ?? [404, { message: `no such thing: ${path}` }];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server?.listen(socket, resolve));
  process.env['DOCKER_HOST'] = `unix://${socket}`;
}

function projectWith(images: readonly string[]): { readonly project: Project; readonly platform: Platform } {
  const platform = resolvePlatform(defineEnvironment('dev', { alertmanager: { port: 1 } }), [alertmanager], dockerAddressing);
  const stack = join(folder, 'stacks', 'dev');
  mkdirSync(stack, { recursive: true });
  const named = (names: readonly string[]) => Object.fromEntries(names.map((name, index) => [`r${index}`, { name }]));
  writeFileSync(
    join(stack, 'cdk.tf.json'),
    JSON.stringify({
      terraform: { required_providers: {} },
      resource: { docker_image: named(images), docker_container: named(['o11y-dev-alertmanager']) },
    }),
  );
  return { project: { outdir: folder, platforms: [platform] }, platform };
}

const failures = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ status, check }) => status === 'failed' && check !== 'terraform');

beforeEach(() => {
  process.env = { ...SAVED };
  folder = mkdtempSync(join(tmpdir(), 'preflight-'));
});

afterEach(async () => {
  process.env = { ...SAVED };
  await new Promise((resolve) => (server === undefined ? resolve(undefined) : server.close(resolve)));
  server = undefined;
  rmSync(folder, { recursive: true, force: true });
});

describe('an engine', () => {
  it('is found where DOCKER_HOST says', async () => {
    await startEngine(HEALTHY);
    expect(await connect()).toBeDefined();
  });

  it('is not there', async () => {
    process.env['DOCKER_HOST'] = `unix://${join(folder, 'none.sock')}`;
    expect(await connect()).toBeUndefined();
    expect(await deployVariables()).toEqual({});
    const { project } = projectWith([]);
    expect(failures(await doctor(project, undefined))).toEqual([
      {
        check: 'engine',
        status: 'failed',
        message: `DOCKER_HOST (${process.env['DOCKER_HOST']}) cannot be reached: connect ENOENT ${join(folder, 'none.sock')}`,
        fix: 'start the engine there, correct DOCKER_HOST, or unset it for the local engine',
      },
    ]);
  });

  it('is given up after two seconds when it does not answer', async () => {
    // Without a limit of its own the client would wait for this answer, which comes when the test would be over.
    server = createServer((_, response) => void setTimeout(() => response.end('{"ApiVersion":"1.41"}'), 50_000).unref());
    const socket = join(folder, 'docker.sock');
    await new Promise<void>((resolve) => server?.listen(socket, resolve));
    process.env['DOCKER_HOST'] = `unix://${socket}`;
    const start = Date.now();
    expect(await callEngine()).toMatchObject({ engine: undefined, cause: 'no answer within 2 s' });
    expect(Date.now() - start).toBeGreaterThanOrEqual(1_900);
  });

  it('is something else', async () => {
    await startEngine({ '/version': [200, { hello: 'world' }] });
    expect(await connect()).toBeUndefined();
  });
});

describe('preflight', () => {
  it('finds nothing when all is well', async () => {
    await startEngine(HEALTHY);
    const { project, platform } = projectWith(['prom/alertmanager:v1']);
    const findings = await preflight(project, platform);
    expect(failures(findings)).toEqual([]);
    expect(findings.map(({ check }) => check)).toEqual([
      'node',
      'terraform',
      'engine',
      'ports',
      'memory',
      'disk',
      'images',
      'data root',
      'names',
    ]);
  });

  it('finds an engine that is too old', async () => {
    await startEngine({ ...HEALTHY, '/version': [200, { ApiVersion: '1.39' }] });
    const { project, platform } = projectWith([]);
    expect(failures(await preflight(project, platform))).toEqual([
      {
        check: 'engine',
        status: 'failed',
        message: `the Docker engine at ${process.env['DOCKER_HOST']} has API 1.39; 1.41 (Docker 20.10) or newer is needed`,
        fix: 'upgrade it: https://docs.docker.com/engine/install',
      },
    ]);
  });

  it('finds every image that is neither here nor to be had, and no other', async () => {
    await startEngine({
      ...HEALTHY,
      '/distribution/grafana/loki:3/json': [200, { Descriptor: {} }],
      '/distribution/grafana/none:1/json': [403, { message: 'manifest unknown' }],
      '/distribution/redis:9/json': [500, { message: 'dial tcp: lookup registry: no such host' }],
    });
    const { project, platform } = projectWith(['prom/alertmanager:v1', 'grafana/loki:3', 'grafana/none:1', 'redis:9']);
    expect(failures(await preflight(project, platform))).toEqual([
      {
        check: 'image grafana/none:1',
        status: 'failed',
        message: 'grafana/none:1 is not here and cannot be pulled: manifest unknown',
        fix: 'docker pull grafana/none:1',
      },
      {
        check: 'image redis:9',
        status: 'failed',
        message: 'redis:9 is not here and cannot be pulled: dial tcp: lookup registry: no such host',
        fix: 'docker pull redis:9',
      },
    ]);
  });

  it('warns of an image whose registry is too slow to ask', async () => {
    await startEngine(HEALTHY);
    const { project, platform } = projectWith(['slow:1']);
    const findings = await preflight(project, platform);
    expect(findings.filter(({ check }) => check.startsWith('image'))).toEqual([
      {
        check: 'image slow:1',
        status: 'warning',
        message: 'slow:1 is not here, and its registry did not say within 5 s whether it has it',
        fix: 'docker pull slow:1',
      },
    ]);
  }, 15_000);

  it("finds a foreign container by name and port, and is content with the environment's own", async () => {
    const container = (labels: Readonly<Record<string, string>>) => [
      {
        Id: '1',
        Names: ['/o11y-dev-alertmanager'],
        Labels: labels,
        Ports: [{ PrivatePort: 9093, PublicPort: 1, IP: '127.0.0.1', Type: 'tcp' }],
      },
    ];
    const { project, platform } = projectWith([]);
    await startEngine({ ...HEALTHY, '/containers/json': [200, container({ [PART_OF]: 'o11y-dev' })] });
    expect(failures(await preflight(project, platform))).toEqual([]);
    await new Promise((resolve) => server?.close(resolve));
    await startEngine({ ...HEALTHY, '/containers/json': [200, container({})] });
    expect(failures(await preflight(project, platform)).map(({ message }) => message)).toEqual([
      'port 1 of alertmanager is taken by the container o11y-dev-alertmanager',
      'a container named o11y-dev-alertmanager exists and does not belong to this environment',
    ]);
  });

  it("gives Terraform the engine's own paths", async () => {
    await startEngine(HEALTHY);
    expect(await deployVariables()).toEqual({
      TF_VAR_docker_data_root: tmpdir(),
      TF_VAR_docker_socket: join(folder, `docker-${started}.sock`),
    });
    process.env['TF_VAR_docker_data_root'] = '/mine';
    process.env['TF_VAR_docker_socket'] = '/mine.sock';
    expect(await deployVariables()).toEqual({});
  });
});
