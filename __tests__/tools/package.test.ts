import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import type { StackJson } from '../support/synth';
import { run } from '../support/tools';

const ROOT = process.cwd();
const CONSUMER = `
import { App, TerraformStack } from 'cdktf';
import { defineEnvironment } from 'observability-stacks/config/define';
import type { EnvironmentOverlay } from 'observability-stacks/config/schema/environment';
import { Loki } from 'observability-stacks/constructs/loki';
import { Prometheus } from 'observability-stacks/constructs/prometheus';
import { RedisExporter } from 'observability-stacks/constructs/exporters/redis';
import { DockerSocketProxy } from 'observability-stacks/constructs/discovery/socket-proxy';
import { OtelCollector } from 'observability-stacks/constructs/otel-collector';
import { OtelCollectorAgent } from 'observability-stacks/constructs/otel-collector/agent';
import { registry } from 'observability-stacks/constructs/registry';
import { DockerTarget } from 'observability-stacks/constructs/targets/docker';
import { EnvironmentStack } from 'observability-stacks/stacks/environment-stack';

const overlay: EnvironmentOverlay = {
  retention: { traces: '3d' },
  exporters: { redis: [{ name: 'cache', address: 'redis://redis:6379' }] },
};

// @ts-expect-error: a unit in words is no duration
const wrong: EnvironmentOverlay = { retention: { traces: '15 days' } };
void wrong;

const app = new App();
new EnvironmentStack(app, { config: defineEnvironment('whole', overlay) });

const parts = new TerraformStack(app, 'parts');
new DockerTarget(parts, 'target', { config: defineEnvironment('dev', overlay), definitions: registry });
for (const Product of [Prometheus, Loki, RedisExporter, DockerSocketProxy, OtelCollector, OtelCollectorAgent]) new Product(parts);
app.synth();
`;

/** A project's settings as Node itself resolves modules, and as a bundler does. */
const TSCONFIGS = {
  node16: { module: 'node16', moduleResolution: 'node16' },
  bundler: { module: 'preserve', moduleResolution: 'bundler' },
};

/** A module in the folder of one product. */
const PRODUCT = /^constructs\/(?!core|targets|discovery|exporters|otel-collector)[\w-]+\//;

describe('the package, installed elsewhere', () => {
  let folder: string;
  let app: string;
  const installed = (...path: string[]): string => join(app, 'node_modules', 'observability-stacks', ...path);

  const npm = (args: readonly string[], cwd: string): string => {
    const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8', timeout: 240_000 });
    if (status !== 0) throw new Error(`npm ${args.join(' ')}\n${stdout}${stderr}`);
    return stdout;
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'o11y-package-'));
    // A copy, so that the repository's own dist/ stays as it is.
    const source = join(folder, 'source');
    const kept = readdirSync(ROOT).filter(
      (name) => !/^(\.git|\.ci|node_modules|dist|cdktf\.out|__tests__|coverage|terraform\..*)$/.test(name),
    );
    for (const name of kept) cpSync(join(ROOT, name), join(source, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(source, 'node_modules'));
    npm(['pack', '--silent', '--pack-destination', folder], source);
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';

    app = join(folder, 'app');
    mkdirSync(app);
    writeFileSync(join(app, 'package.json'), '{ "name": "app", "private": true }');
    npm(['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', join(folder, tarball)], app);
    writeFileSync(join(app, 'main.ts'), CONSUMER);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('holds the toolkit, and nothing of this repository’s own application or tests', () => {
    expect(readdirSync(installed()).sort()).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'bin', 'dist', 'package.json']));
    expect(existsSync(installed('dist/config/environments'))).toBe(false);
    expect(existsSync(installed('dist/config/services.js'))).toBe(false);
    const files = readdirSync(installed(), { recursive: true, encoding: 'utf8' });
    expect(files.filter((file) => /__tests__|\.test\./.test(file))).toEqual([]);
    const text = files.filter((file) => /\.(js|ts|mjs|json)$/.test(file)).map((file) => readFileSync(installed(file), 'utf8'));
    expect(text.filter((content) => content.includes(ROOT))).toEqual([]);
  });

  it('exports every construct, stack and part of the configuration under its own path', () => {
    const manifest = JSON.parse(readFileSync(installed('package.json'), 'utf8')) as { name: string };
    const modules = ['config', 'constructs', 'stacks'].flatMap((top) =>
      readdirSync(installed('dist', top), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.js') && !/render[\w-]*\.js$/.test(file))
        .map((file) => join(top, file))
        // How a product is rendered is its own affair: beside its construct there is nothing for others in its folder.
        .filter((file) => !PRODUCT.test(file) || /\/(?:index|operator)\.js$/.test(file)),
    );
    expect(modules.length).toBeGreaterThan(40);
    const specifiers = modules.map((file) => `${manifest.name}/${file.replace(/(\/index)?\.js$/, '')}`);
    const script = `for (const name of ${JSON.stringify(specifiers)}) { try { require.resolve(name); } catch { console.log(name); } }`;
    expect(run(process.execPath, ['-e', script], { cwd: app })).toMatchObject({ status: 0, output: '' });
  });

  it.each(Object.entries(TSCONFIGS))('has types, as %s sees them', (name, options) => {
    const config = { compilerOptions: { ...options, strict: true, target: 'es2022', types: ['node'], noEmit: true }, files: ['main.ts'] };
    writeFileSync(join(app, `tsconfig.${name}.json`), JSON.stringify(config));
    const tsc = join(ROOT, 'node_modules', '.bin', 'tsc');
    expect(run(tsc, ['--project', `tsconfig.${name}.json`], { cwd: app })).toMatchObject({ status: 0, output: '' });
  });

  it('synthesises a whole environment, and a stack of chosen parts', () => {
    const o11y = installed('bin', 'o11y.mjs');
    const launcher = installed('bin', 'run.mjs');
    expect(existsSync(o11y)).toBe(true);
    expect(run(process.execPath, [launcher, 'main.ts'], { cwd: app })).toMatchObject({ status: 0, output: '' });
    const stackOf = (name: string): StackJson =>
      JSON.parse(readFileSync(join(app, 'cdktf.out', 'stacks', name, 'cdk.tf.json'), 'utf8')) as StackJson;
    expect(Object.keys(stackOf('whole').resource.docker_container)).toContain('grafana');
    expect(Object.keys(stackOf('parts').resource.docker_container).sort()).toEqual([
      'docker-socket-proxy',
      'loki',
      'otel-collector',
      'otel-collector-agent',
      'otel-collector-volume-owner',
      'prometheus',
      'redis-exporter-cache',
    ]);
    expect(relative(ROOT, resolve(app)).startsWith('..')).toBe(true);
  });

  it('works from compiled CommonJS too, without any tool', () => {
    const script = `
      const { defineEnvironment } = require('observability-stacks/config/define');
      console.log(defineEnvironment('dev', {}).retention.traces);
      import('observability-stacks/config/units').then(({ goDuration }) => console.log(goDuration('7d')));`;
    expect(run(process.execPath, ['-e', script], { cwd: app })).toMatchObject({ status: 0, output: '7d\n168h' });
  });
});
