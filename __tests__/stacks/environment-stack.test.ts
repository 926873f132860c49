import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineEnvironment } from '../../config/define';
import dev from '../../config/environments/dev';
import prod from '../../config/environments/prod';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { providers } from '../../config/versions';
import { synthesize } from '../../stacks/synthesize';
import { fullOverlay } from '../support/full-overlays';
import { type StackJson, synthConfig, synthStack } from '../support/synth';

const config = defineEnvironment('dev', fullOverlay);
const text = synthConfig(config);
const stack = JSON.parse(text) as StackJson;

describe('the stack of an environment', () => {
  it('is the same to the byte whenever and wherever it is made', () => {
    const here = process.cwd();
    const elsewhere = mkdtempSync(join(tmpdir(), 'o11y-elsewhere-'));
    try {
      process.chdir(elsewhere);
      expect(synthConfig(defineEnvironment('dev', fullOverlay))).toBe(text);
    } finally {
      process.chdir(here);
      rmSync(elsewhere, { recursive: true });
    }
    expect(synthConfig(config)).toBe(text);
  });

  it('does not depend on the order of the keys of its configuration', () => {
    const reversed = (value: unknown): unknown =>
      Array.isArray(value)
        ? value.map(reversed)
        : typeof value === 'object' && value !== null
          ? Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([key, child]) => [key, reversed(child)]),
            )
          : value;
    expect(synthConfig(defineEnvironment('dev', reversed(fullOverlay) as EnvironmentOverlay))).toBe(text);
  });

  it('knows nothing of the machine', () => {
    for (const local of [process.cwd(), homedir(), tmpdir(), hostname()]) {
      // A home of `/` or `/root`, and a host called as a word is, say nothing by being found.
      if (local.length > 5) expect(text).not.toContain(`${local}/`);
    }
    expect(text).not.toContain(process.cwd());
    expect(text).not.toMatch(/"metadata":\s*\{[^}]*"path":\s*"\//);
  });

  it('keeps its state beside the project, at a path that is the same everywhere', () => {
    expect(stack.terraform.backend).toEqual({ local: { path: '../../../terraform.dev.tfstate' } });
  });

  it('takes the provider of config/versions.ts and no other', () => {
    expect(stack.terraform.required_providers).toEqual({ docker: providers.docker });
  });

  it('has secrets as variables without a value, and generated ones as outputs that are not shown', () => {
    expect(stack.variable).toMatchObject({
      redis_password: { sensitive: true },
      postgres_password: { sensitive: true },
    });
    for (const [name, variable] of Object.entries(stack.variable)) {
      if (variable.sensitive === true)
        expect([name, variable]).toEqual([name, expect.not.objectContaining({ default: expect.anything() })]);
    }
    expect(stack.output).toMatchObject({ grafana_admin_password: { sensitive: true } });
  });

  it('has no value of a secret, though it be in the environment', () => {
    const before = process.env['TF_VAR_redis_password'];
    process.env['TF_VAR_redis_password'] = 'correct-horse-battery';
    try {
      expect(synthConfig(config)).not.toContain('correct-horse-battery');
    } finally {
      if (before === undefined) delete process.env['TF_VAR_redis_password'];
      else process.env['TF_VAR_redis_password'] = before;
    }
  });

  it('reserves the names of its own variables and outputs, which no secret can have', () => {
    const own = synthStack();
    for (const secret of [...Object.keys(own.variable), ...Object.keys(own.output ?? {})]) {
      expect(() => defineEnvironment('dev', { exporters: { redis: [{ name: 'a', address: 'redis://a', password: { secret } }] } })).toThrow(
        'must be another name',
      );
    }
  });

  it('gives two exporters that name one secret the same variable', () => {
    const shared = synthStack({
      exporters: {
        redis: [
          { name: 'a', address: 'redis://a', password: { secret: 'shared' } },
          { name: 'b', address: 'redis://b', password: { secret: 'shared' } },
        ],
      },
    });
    expect(Object.keys(shared.variable).sort()).toEqual(['docker_data_root', 'docker_socket', 'shared']);
    const contents = ['a', 'b'].map((name) => shared.resource.docker_container[`redis-exporter-${name}`]?.upload?.[0]?.content);
    expect(contents).toEqual(['${jsonencode({"redis://a" = var.shared})}', '${jsonencode({"redis://b" = var.shared})}']);
  });
});

describe('an edit of the configuration', () => {
  const base = synthStack();
  const changed = (overlay: EnvironmentOverlay): readonly string[] => {
    const after = synthStack(overlay).resource.docker_container;
    const names = new Set([...Object.keys(base.resource.docker_container), ...Object.keys(after)]);
    return [...names].filter((name) => JSON.stringify(base.resource.docker_container[name]) !== JSON.stringify(after[name])).sort();
  };

  it.each<readonly [string, EnvironmentOverlay, readonly string[]]>([
    ['the retention of metrics', { retention: { metrics: { time: '30d' } } }, ['prometheus']],
    ['the retention of traces', { retention: { traces: '3d' } }, ['tempo']],
    ['the retention of logs', { retention: { logs: { total: '30d' } } }, ['loki']],
    ['the retention of alerts, whose history Loki has', { retention: { alerts: '14d' } }, ['alertmanager', 'loki']],
    ['a limit', { loki: { resources: { limits: { memory: '1GiB' } } } }, ['loki']],
    ['the share of traces', { sampling: { traces: { ratio: 0.1 } } }, ['otel-collector']],
    ['a port of the host', { loki: { port: 4100 } }, ['loki']],
    ["Grafana's port, to which alerts link", { grafana: { port: 4000 } }, ['grafana', 'prometheus']],
    ['a receiver of alerts', { alerting: { receivers: [{ kind: 'webhook', name: 'a', url: 'http://a' }] } }, ['alertmanager']],
    ['a redaction pattern', { redaction: { values: ['x'] } }, ['otel-collector']],
  ])('of %s touches what it means, and nothing else', (_, overlay, expected) => expect(changed(overlay)).toEqual(expected));
});

describe('synthesize', () => {
  it('writes a stack for each environment, and a description of it', () => {
    const here = process.cwd();
    const outdir = process.env['CDKTF_OUTDIR'];
    const path = process.env['PATH'];
    const folder = mkdtempSync(join(tmpdir(), 'o11y-synthesize-'));
    try {
      process.chdir(folder);
      // No program is there to be asked, terraform for one: who only reviews has none.
      process.env['PATH'] = folder;
      process.env['CDKTF_OUTDIR'] = 'out';
      const environments = [defineEnvironment('dev', dev), defineEnvironment('prod', prod)];
      synthesize(environments);
      expect(readdirSync('out/stacks').sort()).toEqual(['dev', 'prod']);
      expect(readdirSync('out/platforms').sort()).toEqual(['dev.json', 'prod.json']);
      const written = JSON.parse(readFileSync('out/platforms/prod.json', 'utf8'));
      expect(written.config).toEqual(environments[1]);
      // An environment that is gone leaves nothing behind.
      synthesize(environments.slice(0, 1));
      expect(existsSync('out/platforms/prod.json')).toBe(false);
    } finally {
      process.chdir(here);
      process.env['PATH'] = path;
      if (outdir === undefined) delete process.env['CDKTF_OUTDIR'];
      else process.env['CDKTF_OUTDIR'] = outdir;
      rmSync(folder, { recursive: true });
    }
  });
});
