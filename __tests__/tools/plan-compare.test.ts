import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf } from '../../cli/commands/plan';
import { comparePlan } from '../../cli/plan';
import { failure, type GitProject, within } from '../support/git-project';
import { PlanFixtures, planProject } from '../support/plan-project';

describe('o11y plan', () => {
  let fixtures: PlanFixtures;
  let project: GitProject;

  beforeAll(() => {
    fixtures = new PlanFixtures({
      '7d': { retention: { traces: '7d' } },
      '3d': { retention: { traces: '3d' }, policy: { dataLoss: 'allowed' } },
    });
    fixtures.add('old', { config: { retention: { traces: '7d' } }, components: [{ name: 'tempo' }] });
  });
  afterAll(() => fixtures.remove());
  beforeEach(() => {
    project = planProject();
  });
  afterEach(() => project.remove());

  const plan = (names: readonly string[] = [], base?: string) => within(project.folder, () => comparePlan(names, base));
  const cache = (): readonly string[] => readdirSync(join(project.folder, 'node_modules/.cache/o11y/plan'));

  it('compares every environment, and leaves one entry of the cache', async () => {
    project.commit({ 'envs/dev.txt': '7d', 'envs/prod.txt': '7d', 'envs/old.txt': '7d' });
    project.git('rm', '-q', 'envs/old.txt');
    project.write({ 'envs/prod.txt': '3d', 'envs/new.txt': '7d' });
    const made = await plan();
    expect(made.environments.map(({ name, status }) => [name, status])).toEqual([
      ['dev', 'unchanged'],
      ['new', 'added'],
      ['old', 'removed'],
      ['prod', 'changed'],
    ]);
    expect(made.environments.at(-1)?.config).toContainEqual({ path: 'retention.traces', before: '7d', after: '3d', difference: '−4 d' });
    expect(made.notes).toEqual(['edits that are not committed are part of the plan: envs/new.txt, envs/old.txt, envs/prod.txt']);
    expect(exitCodeOf(made)).toBe(2);
    expect(cache()).toHaveLength(1);
    expect(existsSync(join(project.folder, 'cdktf.out'))).toBe(false);
  });

  it('takes the base from the cache, and keeps few of them', async () => {
    project.commit({ 'envs/dev.txt': '7d' });
    expect((await plan(['dev'])).environments).toMatchObject([{ status: 'unchanged' }]);
    const [entry = ''] = cache();
    const folder = join(project.folder, 'node_modules/.cache/o11y/plan');
    // Were it made anew, it would fail now.
    const platform = join(folder, entry, 'cdktf.out/platforms/dev.json');
    expect(existsSync(platform)).toBe(true);
    writeFileSync(platform, '{"config":{"name":"cached"}}');
    mkdirSync(join(folder, entry, 'cdktf.out/stacks/cached'));
    writeFileSync(join(folder, entry, 'cdktf.out/stacks/cached/cdk.tf.json'), '{}');
    expect((await plan()).environments.map(({ name }) => name)).toEqual(['cached', 'dev']);

    const old = new Date(Date.now() - 86_400_000);
    for (const name of ['a', 'b', 'c', 'd', '.new-abandoned', '.new-recent']) {
      mkdirSync(join(folder, name));
      if (name !== '.new-recent') utimesSync(join(folder, name), old, old);
    }
    project.commit({ 'envs/dev.txt': '3d' });
    project.write({ 'envs/dev.txt': '7d' });
    await plan();
    const kept = cache();
    expect(kept).toHaveLength(5);
    expect(kept).toContain(entry);
    expect(kept).toContain('.new-recent');
    expect(kept).not.toContain('.new-abandoned');
  });

  it.each([
    ['7d', 'invalid: retention', 'working tree: prod: invalid: retention'],
    ['invalid: retention', '7d', 'main: prod: invalid: retention'],
    ['invalid: one', 'invalid: other', 'main: prod: invalid: one\nworking tree: prod: invalid: other'],
  ])('compares the others when one is invalid (%s, then %s)', async (before, after, problem) => {
    project.commit({ 'envs/dev.txt': '7d', 'envs/prod.txt': before });
    project.write({ 'envs/dev.txt': '3d', 'envs/prod.txt': after });
    const made = await plan();
    expect(made.environments.map(({ name, status, problem: why }) => [name, status, why])).toEqual([
      ['dev', 'changed', undefined],
      ['prod', 'failed', problem],
    ]);
    expect(exitCodeOf(made)).toBe(1);
    expect(exitCodeOf(await plan(['dev']))).toBe(2);
  });

  it.each([
    ['7d', 'throws', 'working tree cannot be synthesised: main.ts:3:7 does not build'],
    ['throws', '7d', 'main cannot be synthesised: main.ts:3:7 does not build'],
  ])('names the environments of the other side when one side does not build (%s, then %s)', async (before, after, problem) => {
    project.commit({ 'envs/dev.txt': before });
    project.write({ 'envs/dev.txt': after });
    expect((await plan()).environments).toMatchObject([{ name: 'dev', status: 'failed', problem }]);
    expect(cache()).toEqual(before === 'throws' ? [] : [expect.any(String)]);
  });

  it('fails when neither side builds, or the base is not there', async () => {
    project.commit({ 'envs/dev.txt': 'throws' });
    expect(await failure(plan())).toBe(
      'nothing can be compared\nHEAD cannot be synthesised: main.ts:3:7 does not build\nmain cannot be synthesised: main.ts:3:7 does not build',
    );
    expect(await failure(plan([], 'v1'))).toBe(
      'v1 is no commit of this repository: git fetch origin brings what is new there, git branch --all lists what can be named',
    );
  });

  it('refuses an environment that neither side has', async () => {
    project.commit({ 'envs/dev.txt': '7d', 'envs/prod.txt': '7d' });
    expect(await failure(plan(['prd']))).toBe('environment (prd) must be one of dev, prod: each is a file in config/environments');
  });

  it('counts every environment as added where the base is no project', async () => {
    project.git('commit', '--quiet', '--allow-empty', '--message', 'x');
    project.commit({ 'envs/dev.txt': '7d' });
    for (const _ of ['made', 'cached']) {
      const made = await plan();
      expect(made.environments).toMatchObject([{ name: 'dev', status: 'added' }]);
      expect(made.notes).toEqual([
        'HEAD is on main: compared with the commit before it',
        'package-lock.json differs from the base, which was synthesised with the packages that are installed now',
        'HEAD~1 has no cdktf.json here: every environment counts as added',
      ]);
    }
  });

  it('compares what it can with an older description', async () => {
    project.commit({ 'envs/dev.txt': 'old' });
    project.write({ 'envs/dev.txt': '3d' });
    const { environments, notes } = await plan();
    expect(environments).toMatchObject([{ name: 'dev', status: 'changed' }]);
    expect(environments[0]?.config).toContainEqual({ path: 'retention.traces', before: '7d', after: '3d', difference: '−4 d' });
    expect(notes.slice(1).every((text) => /^dev: .+ could not be compared, and nothing is said of that: \S/.test(text))).toBe(true);
  });

  it('needs no folder of packages', async () => {
    project.commit({ 'envs/dev.txt': '7d' });
    rmSync(join(project.folder, 'node_modules'), { recursive: true });
    expect((await plan()).environments).toMatchObject([{ name: 'dev', status: 'unchanged' }]);
    expect(existsSync(join(project.folder, 'node_modules'))).toBe(false);
  });
});
