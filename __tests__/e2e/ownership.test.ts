import type { EnvironmentOverlay } from '../../config/schema/environment';
import { containerOf, describeWithEngine, engine, identities, removePlatform } from '../support/e2e/engine';
import { E2eProject } from '../support/e2e/project';

/** One container with data, and one without. */
const small = (platform: string, port: number): EnvironmentOverlay => ({
  platform,
  target: { kind: 'docker' },
  traces: { backend: 'none' },
  grafana: { enabled: false },
  loki: { enabled: false },
  prometheus: { enabled: false },
  otelCollector: { enabled: false },
  containerLogs: { enabled: false },
  exporters: { node: { enabled: false }, cadvisor: { enabled: false }, blackbox: { enabled: false } },
  alertmanager: { port },
});

/** `b-c` of the first and `c` of the second have the same names. */
const PREFIX = 'o11yadv-b-c';
const VOLUME = `${PREFIX}-alertmanager`;
const OFF = 'o11yoff-dev';

const volumes = async (prefix: string): Promise<readonly string[]> =>
  ((await engine.listVolumes()).Volumes ?? []).map(({ Name }) => Name).filter((name) => name.startsWith(`${prefix}-`));

describeWithEngine('two platforms whose names meet', () => {
  let first: E2eProject;
  let second: E2eProject;

  beforeAll(async () => {
    await removePlatform(PREFIX, []);
    first = await E2eProject.create(small('o11yadv', 29_701), {}, 'b-c');
    second = await E2eProject.create(small('o11yadv-b', 29_702), {}, 'c');
    await first.o11y(['deploy', 'b-c'], 0);
  }, 120_000);

  afterAll(async () => {
    await removePlatform(PREFIX, []);
    first.remove();
    second.remove();
  }, 120_000);

  test('see nothing of each other', async () => {
    const { stdout } = await second.o11y(['status', 'c', '--json'], 1);
    expect(JSON.parse(stdout)).toMatchObject([{ component: 'alertmanager', state: 'absent' }]);
    expect((await first.o11y(['status', 'b-c'], 0)).stdout).toContain('running');
    expect((await second.o11y(['verify', 'c'], 1)).stdout).toContain(`${PREFIX} is not deployed on this engine: npx o11y deploy c`);
  }, 120_000);

  test('refuse to deploy into each other, before anything is touched', async () => {
    const before = await identities(PREFIX);
    const { stderr } = await second.o11y(['deploy', 'c'], 1);
    const owner = 'belongs to the environment b-c of the platform o11yadv';
    expect(stderr).toContain(`a container named ${PREFIX}-alertmanager exists and ${owner}`);
    expect(stderr).toContain(`the volume ${VOLUME} exists and ${owner}`);
    await second.o11y(['deploy', 'c', '--take-over'], 1);
    expect(await identities(PREFIX)).toEqual(before);
  }, 120_000);

  test("remove nothing of each other's, neither containers nor data", async () => {
    const before = await identities(PREFIX);
    await second.o11y(['destroy', 'c', '--yes'], 0);
    expect((await second.o11y(['purge', 'c', '--destroy', '--yes'], 0)).stdout).toContain('c has no data.\n');
    expect(await identities(PREFIX)).toEqual(before);
    expect(await volumes(PREFIX)).toEqual([VOLUME]);
  }, 120_000);

  test('keep their data apart when nothing runs any more', async () => {
    await first.o11y(['destroy', 'b-c', '--yes'], 0);
    expect((await second.o11y(['deploy', 'c'], 1)).stderr).toContain(`the volume ${VOLUME} exists and belongs to the environment b-c`);
    await second.o11y(['purge', 'c', '--yes'], 0);
    expect(await volumes(PREFIX)).toEqual([VOLUME]);
    expect((await first.o11y(['purge', 'b-c', '--yes'], 0)).stdout).toBe(`Deleted 1 volume: ${VOLUME}.\n`);
    expect(await volumes(PREFIX)).toEqual([]);
  }, 120_000);

  test('leave a volume alone that has no label and may be of either, and say how to delete it', async () => {
    await engine.createVolume({ Name: VOLUME });
    const { stdout, stderr } = await second.o11y(['purge', 'c', '--yes'], 0);
    expect(stderr).toContain(`Left alone: ${VOLUME}. Without a label it may belong to the environment b-c of the platform o11yadv, or to`);
    expect(stderr).toContain(`  docker volume rm ${VOLUME}`);
    expect(stdout).toBe('Nothing was deleted.\n');
    expect(await volumes(PREFIX)).toEqual([VOLUME]);
  }, 120_000);

  test('have it when a container of theirs, which cdktf deployed, has it mounted', async () => {
    await second.cdktf(['deploy', 'c', '--auto-approve', '--skip-provider-lock'], 0);
    expect((await second.o11y(['status', 'c'], 0)).stdout).toContain('running');
    expect((await first.o11y(['purge', 'b-c', '--yes'], 0)).stdout).toBe('b-c has no data.\n');
    expect((await second.o11y(['purge', 'c', '--destroy', '--yes'], 0)).stdout).toContain(`Deleted 1 volume: ${VOLUME}.\n`);
    expect(await volumes(PREFIX)).toEqual([]);
  }, 120_000);
});

describeWithEngine('a component that is switched off', () => {
  let project: E2eProject;

  beforeAll(async () => {
    await removePlatform(OFF, []);
    project = await E2eProject.create(small('o11yoff', 29_703));
  }, 120_000);

  afterAll(async () => {
    await removePlatform(OFF, []);
    project.remove();
  }, 120_000);

  test('leaves data that purge finds, with a label and without', async () => {
    await project.o11y(['deploy', 'dev'], 0);
    // As an older version left it.
    await engine.createVolume({ Name: `${OFF}-jaeger` });
    await engine.createVolume({ Name: `${OFF}-backups` });
    const base = small('o11yoff', 29_703);
    project.configure({ ...base, alertmanager: { enabled: false }, exporters: { ...base.exporters, node: { enabled: true } } });
    await project.o11y(['deploy', 'dev'], 0);
    await expect(containerOf(OFF, 'alertmanager').inspect()).rejects.toThrow('no such container');
    const { stdout } = await project.o11y(['purge', 'dev', '--destroy', '--yes'], 0);
    expect(stdout).toContain(`Deleted 2 volumes: ${OFF}-alertmanager, ${OFF}-jaeger.\n`);
    expect(await volumes(OFF)).toEqual([`${OFF}-backups`]);
  }, 180_000);
});
