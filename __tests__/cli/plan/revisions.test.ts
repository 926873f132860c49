import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { editedFiles, resolveComparison } from '../../../cli/plan/revisions';
import { failure, GitProject, within } from '../../support/git-project';

describe('what is compared with what', () => {
  let project: GitProject;
  let first: string;

  beforeEach(() => {
    project = new GitProject().init();
    first = project.commit({ 'a.ts': '1', 'package-lock.json': '{}' });
  });
  afterEach(() => project.remove());

  const resolve = (ref?: string, folder = project.folder) => within(folder, () => resolveComparison(ref));

  it('is the branch with where it left main', async () => {
    project.git('checkout', '-q', '-b', 'feature');
    const head = project.commit({ 'a.ts': '2' });
    project.git('checkout', '-q', 'main');
    project.commit({ 'b.ts': '1' });
    project.git('checkout', '-q', 'feature');
    expect(await resolve()).toEqual({
      base: { ref: 'main', commit: first },
      head: { ref: 'feature', commit: head },
      tree: project.git('rev-parse', 'main~1^{tree}'),
      notes: [],
    });
  });

  it('is edits with HEAD, on main too, and names the edited files', async () => {
    project.write({ 'a.ts': '2', 'new.ts': '', 'x.ts': '', 'y.ts': '' });
    expect(await resolve()).toMatchObject({
      base: { ref: 'main', commit: first },
      head: { ref: 'working tree' },
      notes: ['edits that are not committed are part of the plan: a.ts, new.ts, x.ts and 1 more'],
    });
  });

  it('is main with the commit before it, or with itself where there is none', async () => {
    expect(await resolve()).toMatchObject({
      base: { ref: 'HEAD', commit: first },
      notes: ['HEAD is the first commit: it is compared with itself'],
    });
    project.commit({ 'a.ts': '2' });
    expect(await resolve()).toMatchObject({
      base: { ref: 'HEAD~1', commit: first },
      notes: ['HEAD is on main: compared with the commit before it'],
    });
  });

  it('is a new branch with main, of which it has every commit and no other', async () => {
    project.commit({ 'a.ts': '2' });
    project.git('checkout', '-q', '-b', 'feature');
    expect(await resolve()).toMatchObject({ base: { ref: 'main', commit: project.git('rev-parse', 'HEAD') }, notes: [] });
  });

  it('says of a named base that it has more than HEAD', async () => {
    project.git('checkout', '-q', '-b', 'feature');
    project.git('checkout', '-q', 'main');
    const ahead = project.commit({ 'b.ts': '1' });
    project.git('checkout', '-q', 'feature');
    expect(await resolve('main')).toMatchObject({
      base: { ref: 'main', commit: ahead },
      notes: [
        `main has 1 commit that HEAD has not, whose changes show reversed: --base ${first.slice(0, 7)} compares with where the two parted`,
      ],
    });
  });

  it('says of a lockfile that it is not what it was', async () => {
    project.commit({ 'package-lock.json': '{"a":1}' });
    expect((await resolve()).notes).toEqual([
      'HEAD is on main: compared with the commit before it',
      'package-lock.json differs from the base, which was synthesised with the packages that are installed now',
    ]);
  });

  it('is a folder of a repository, which the base may lack', async () => {
    project.commit({ 'platform/o11y/a.ts': '1', 'other.ts': '1' });
    project.write({ 'other.ts': '2' });
    const folder = join(project.folder, 'platform/o11y');
    expect(await resolve('HEAD', folder)).toMatchObject({ tree: project.git('rev-parse', 'HEAD:platform/o11y'), notes: [] });
    const { tree, notes } = await resolve('HEAD~1', folder);
    expect([tree, notes]).toEqual([undefined, ['HEAD~1 has no folder platform/o11y: every environment counts as added']]);
  });

  it.each([['v9'], ['--output=x'], ['HEAD:a.ts'], ['']])('refuses the base %j', async (ref) => {
    expect(await failure(resolve(ref))).toBe(
      `${ref} is no commit of this repository: git fetch origin brings what is new there, git branch --all lists what can be named`,
    );
  });

  it('says what a shallow clone lacks', async () => {
    project.commit({ 'a.ts': '2' });
    const clone = mkdtempSync(join(tmpdir(), 'o11y-clone-'));
    try {
      project.git('clone', '--quiet', '--depth', '1', `file://${project.folder}`, clone);
      expect(await failure(resolve(first, clone))).toBe(
        `${first} is no commit of this clone, which is shallow: git fetch --unshallow (in CI: fetch-depth: 0) brings the rest`,
      );
      expect(await failure(resolve(undefined, clone))).toBe(
        'this clone is shallow and lacks the commit before HEAD: git fetch --unshallow (in CI: fetch-depth: 0) brings it',
      );
    } finally {
      rmSync(clone, { recursive: true });
    }
  });

  it('says that there is no main branch, or none in common', async () => {
    project.git('branch', '-m', 'trunk');
    expect(await failure(resolve())).toBe(
      'there is no main branch to compare with (origin/HEAD, main or master): name a base, such as --base HEAD~1',
    );
    project.git('checkout', '-q', '--orphan', 'main');
    // Something new: the same commit within a second is the same one.
    project.commit({ 'other.txt': 'another beginning' });
    project.git('checkout', '-q', 'trunk');
    expect(await failure(resolve())).toBe('HEAD and main have no common commit: name a base, such as --base main');
  });

  it('needs a repository with a commit, and git', async () => {
    const empty = new GitProject();
    try {
      expect(await failure(resolve(undefined, empty.folder))).toBe(
        'this folder is in no git repository, and the plan compares with a revision of it: run the command in a clone',
      );
      empty.init();
      expect(await failure(resolve(undefined, empty.folder))).toBe(
        'the repository has no commit yet, so that there is no base to compare with: git commit',
      );
    } finally {
      empty.remove();
    }
    const { PATH } = process.env;
    process.env['PATH'] = project.folder;
    try {
      expect(await failure(resolve())).toBe(
        'git is not installed, and the plan compares revisions of a git repository: install git (apt-get install git)',
      );
    } finally {
      process.env['PATH'] = PATH;
    }
  });
});

test('editedFiles reads what git status says, renames by their new name', () => {
  expect(editedFiles(' M platform/a.ts\0R  platform/new.ts\0platform/old.ts\0?? platform/z é.ts\0', 'platform')).toEqual([
    'a.ts',
    'new.ts',
    'z é.ts',
  ]);
  expect(editedFiles('', '')).toEqual([]);
});
