import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planSchema } from '../../plan/formats/json';
import { REPOSITORY, run } from '../support/e2e/project';
import { copyRepository, GitProject } from '../support/git-project';
import { startProcess } from '../support/processes';

const O11Y = join(REPOSITORY, 'bin/o11y.mjs');

/** The whole command on a copy of this repository, as in a fresh clone. */
describe('o11y plan', () => {
  const project = new GitProject().init();
  const temporary = mkdtempSync(join(tmpdir(), 'o11y-plan-test-'));
  const env = { TMPDIR: temporary, TF_VAR_redis_password: 'canary-of-the-environment', NO_COLOR: '1' };
  const dev = join(project.folder, 'config/environments/dev.ts');
  const plan = (...args: readonly string[]) => run(process.execPath, [O11Y, 'plan', ...args], { cwd: project.folder, env });

  beforeAll(() => {
    copyRepository(project.folder);
    mkdirSync(join(project.folder, 'node_modules'));
    const modules = join(REPOSITORY, 'node_modules');
    for (const name of readdirSync(modules)) {
      if (name !== '.cache') symlinkSync(join(modules, name), join(project.folder, 'node_modules', name));
    }
    project.commit({ '.gitignore': 'node_modules/\n*.tfstate\n' });
  });
  afterAll(() => {
    project.remove();
    rmSync(temporary, { recursive: true, force: true });
  });
  afterEach(() => {
    project.git('checkout', '--quiet', '--', '.');
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('finds no difference between the same sources in two folders', async () => {
    const { status, stdout } = await plan('--base', 'HEAD');
    expect(stdout).toMatch(/^No differences {2}HEAD \([0-9a-f]{7}\) → main/);
    expect(status).toBe(0);
  });

  it('holds no secret in any format, wherever one was typed', async () => {
    const text = readFileSync(dev, 'utf8').replace(
      /const dev: EnvironmentOverlay = \{/,
      `$&
  prometheus: { extraArgs: ['--x.token=canary-1', '--y=https://me:canary-2@example.com/'] },
  loki: { extraArgs: ['-auth=canary-of-the-environment'] },
  exporters: { redis: [{ name: 'cache', address: 'redis://:canary-3@redis:6379' }] },`,
    );
    project.write({ 'config/environments/dev.ts': text, 'terraform.dev.tfstate': '{"outputs":{"a":{"value":"canary-4"}}}' });
    for (const format of ['terminal', 'markdown', 'json']) {
      const { status, stdout, stderr } = await plan('dev', '--format', format);
      expect(`${stdout}${stderr}`).not.toContain('canary');
      expect([1, 2]).toContain(status);
      if (format === 'json') expect(planSchema.parse(JSON.parse(stdout)).environments).toHaveLength(1);
    }
  });

  it('leaves nothing when it is stopped', async () => {
    project.commit({ 'a-new-base': '1' });
    project.write({ 'a-new-base': '2' });
    const child = startProcess(process.execPath, [O11Y, 'plan'], {
      cwd: project.folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (readdirSync(temporary).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 100));
    child.kill('SIGINT');
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(said).toContain('✖ Interrupted: nothing was changed.\n');
    expect(status).toBe(130);
    const kept = readdirSync(join(project.folder, 'node_modules/.cache/o11y/plan'));
    expect(kept.filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
