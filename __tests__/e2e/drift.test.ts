import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { containerOf, describeWithEngine, identities, removeContainer, removePlatform } from '../support/e2e/engine';
import { E2eProject } from '../support/e2e/project';

const PLATFORM = 'o11ydrift';
const PREFIX = `${PLATFORM}-dev`;
const SECRETS = { redis_password: 'drift-canary-4Xw' } as const;

const overlay: EnvironmentOverlay = {
  platform: PLATFORM,
  target: { kind: 'docker' },
  traces: { backend: 'none' },
  grafana: { enabled: false },
  loki: { enabled: false },
  alertmanager: { enabled: false },
  otelCollector: { enabled: false },
  prometheus: { port: 29590 },
  exporters: { redis: [{ name: 'cache', address: 'redis://nowhere:6379', password: { secret: 'redis_password' } }] },
};

/** The same with another limit: a change in place. */
const edited: EnvironmentOverlay = { ...overlay, prometheus: { port: 29590, resources: { limits: { memory: '900MiB' } } } };

let project: E2eProject;
const MEBIBYTE = 1_048_576;
const memoryOf = async (component: string): Promise<number> => (await containerOf(PREFIX, component).inspect()).HostConfig.Memory ?? 0;

const removeEverything = (): Promise<void> => removePlatform(PREFIX, []);

describeWithEngine('reality, and a reviewed plan', () => {
  beforeAll(async () => {
    await removeEverything();
    project = await E2eProject.create(overlay, SECRETS);
    await project.o11y(['deploy', 'dev'], 0);
  });

  afterAll(async () => {
    await removeEverything();
    project.remove();
  });

  test('an edit that is not deployed is no drift, but a plan', async () => {
    project.configure(edited);
    const { stdout } = await project.o11y(['drift', 'dev'], 0);
    expect(stdout).toBe('dev: no drift. Everything is as it was deployed.\n');
    const plan = await project.o11y(['plan', 'dev', '--live', '--out', 'dev.tfplan'], 2);
    expect(plan.stdout).toMatch(/^dev: 1 to update in place\.\n\nTerraform used the selected providers/);
    expect(plan.stdout).toContain('~ memory ');
    expect(plan.stdout + plan.stderr).not.toContain(SECRETS.redis_password);
    expect(statSync(join(project.folder, 'dev.tfplan')).mode & 0o777).toBe(0o600);
  });

  test('a reviewed plan is applied exactly, once', async () => {
    const before = await identities(PREFIX);
    await project.o11y(['deploy', 'dev', '--plan', 'dev.tfplan'], 0);
    expect(await identities(PREFIX)).toEqual(before);
    expect(await memoryOf('prometheus')).toBe(900 * MEBIBYTE);
    const { stderr } = await project.o11y(['deploy', 'dev', '--plan', 'dev.tfplan'], 1);
    expect(stderr).toContain(
      '✖ dev.tfplan is stale: the state has changed since it was made, by another deployment or in another place. Nothing was touched; make a new one, and review it: npx o11y plan dev --live --out dev.tfplan\n',
    );
    const { stdout } = await project.o11y(['plan', 'dev', '--live', '--json'], 0);
    expect(JSON.parse(stdout)).toEqual({ version: 1, environments: [{ environment: 'dev', resources: [], outputs: [] }] });
  });

  test('a plan of a stack that is another one since is refused, and so is a file that is no plan', async () => {
    project.configure(overlay);
    const { stderr } = await project.o11y(['deploy', 'dev', '--plan', 'dev.tfplan'], 1);
    expect(stderr).toContain('✖ dev.tfplan was made for another stack: the configuration, the toolkit or the project has changed since.');
    writeFileSync(join(project.folder, 'text'), 'no plan');
    expect((await project.o11y(['deploy', 'dev', '--plan', 'text'], 1)).stderr).toContain(
      '✖ text is not a plan that o11y plan --live --out has saved',
    );
    expect(await memoryOf('prometheus')).toBe(900 * MEBIBYTE);
    project.configure(edited);
  });

  test('what was changed from outside is named, and set right by a reviewed plan', async () => {
    await containerOf(PREFIX, 'prometheus').update({ Memory: 300 * MEBIBYTE, MemorySwap: 300 * MEBIBYTE });
    await containerOf(PREFIX, 'node-exporter').stop();
    await removeContainer(`${PREFIX}-blackbox-exporter`);
    const { stdout } = await project.o11y(['drift', 'dev'], 2);
    expect(stdout.split('\n')).toEqual([
      'dev: changed outside of Terraform:',
      '  container blackbox-exporter: is gone',
      '  container node-exporter: does not run',
      '  container prometheus: memory is 300 MiB, deployed was 900 MiB',
      '  container prometheus: memory_swap is 300 MiB, deployed was 900 MiB',
      'npx o11y plan dev --live shows what a deployment would set right.',
      '',
    ]);
    const plan = await project.o11y(['plan', 'dev', '--live', '--out', 'dev.tfplan'], 2);
    expect(plan.stdout).toMatch(/^dev: 1 to create, 2 to update in place\.\n/);
    await project.o11y(['deploy', 'dev', '--plan', 'dev.tfplan'], 0);
    const after = await project.o11y(['drift', 'dev', '--json'], 0);
    expect(JSON.parse(after.stdout)).toEqual({ version: 1, environments: [{ environment: 'dev', resources: [] }] });
    expect(await memoryOf('prometheus')).toBe(900 * MEBIBYTE);
  });

  test('an environment that cannot be compared is a failure, and no drift', async () => {
    const { stdout, stderr } = await project.o11y(['drift', 'dev'], 1, { TF_VAR_redis_password: undefined });
    expect(stdout).toBe('');
    expect(stderr).toContain('✖ dev could not be planned; nothing was changed:\nthe secret redis_password has no value');
  });
});
