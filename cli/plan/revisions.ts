import type { Revision } from '../../plan/model';
import { CommandError } from '../terminal/exit';
import { gitAnswer, gitText } from './git';
import { repositoryHere } from './repository';

/** The two sides of a comparison, as git knows them. */
export interface Comparison {
  readonly base: Revision & { readonly commit: string };
  readonly head: Revision;
  /** Hash of the project's folder in the base; absent when the base has no such folder. */
  readonly tree?: string;
  /** What the reader must know of the choice. */
  readonly notes: readonly string[];
}

/**
 * What is compared with what: the working directory's project as it lies there, with a commit. Reads the repository, changes nothing.
 *
 * @param ref the base as the user named it; by default where the branch left the main branch
 * @throws CommandError when there is no repository or no such commit: with what to do about it
 */
export async function resolveComparison(ref: string | undefined): Promise<Comparison> {
  const { prefix, shallow } = await repositoryHere();
  const [status, head, branch] = await Promise.all([
    gitText(['status', '--porcelain', '--untracked-files=all', '-z', '--', '.']),
    gitAnswer(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
    gitAnswer(['symbolic-ref', '--quiet', '--short', 'HEAD']),
  ]);
  if (head === undefined) throw new CommandError('the repository has no commit yet, so that there is no base to compare with: git commit');
  const edited = editedFiles(status, prefix);
  const here: Here = { head, shallow, edited: edited.length > 0, ...(branch === undefined ? {} : { branch }) };
  const chosen = ref === undefined ? await defaultBase(here) : await namedBase(ref, here);
  const [tree, lockfiles] = await Promise.all([
    gitAnswer(['rev-parse', '--verify', '--quiet', prefix === '' ? `${chosen.base.commit}^{tree}` : `${chosen.base.commit}:${prefix}`]),
    changedLockfiles(chosen.base.commit),
  ]);
  return {
    base: chosen.base,
    head: here.edited ? { ref: 'working tree' } : { ref: branch ?? 'HEAD', commit: head },
    ...(tree === undefined ? {} : { tree }),
    notes: [
      ...chosen.notes,
      ...(here.edited ? [`edits that are not committed are part of the plan: ${listed(edited)}`] : []),
      ...(lockfiles.length === 0
        ? []
        : [`${listed(lockfiles)} differs from the base, which was synthesised with the packages that are installed now`]),
      ...(tree === undefined ? [`${chosen.base.ref} has no folder ${prefix}: every environment counts as added`] : []),
    ],
  };
}

interface Here {
  readonly head: string;
  /** Absent when no branch is checked out, as in CI. */
  readonly branch?: string;
  readonly shallow: boolean;
  readonly edited: boolean;
}

interface Chosen {
  readonly base: Comparison['base'];
  readonly notes: readonly string[];
}

async function namedBase(ref: string, { head, shallow }: Here): Promise<Chosen> {
  const commit = ref.startsWith('-') ? undefined : await gitAnswer(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  if (commit === undefined) throw new CommandError(missingBase(ref, shallow));
  const fork = await gitAnswer(['merge-base', 'HEAD', commit]);
  const ahead =
    fork === undefined || fork === commit || commit === head ? 0 : Number(await gitText(['rev-list', '--count', `HEAD..${commit}`]));
  const behind = `${ref} has ${ahead} commit${ahead === 1 ? '' : 's'} that HEAD has not, whose changes show reversed: --base ${short(fork ?? commit)} compares with where the two parted`;
  return { base: { ref, commit }, notes: ahead === 0 ? [] : [behind] };
}

const missingBase = (ref: string, shallow: boolean): string =>
  shallow
    ? `${ref} is no commit of this clone, which is shallow: git fetch --unshallow (in CI: fetch-depth: 0) brings the rest`
    : `${ref} is no commit of this repository: git fetch origin brings what is new there, git branch --all lists what can be named`;

/** Where the branch left the main branch; on the main branch itself the commit before, unless there are edits to compare with HEAD. */
async function defaultBase(here: Here): Promise<Chosen> {
  const main = await mainBranch();
  if (main === undefined) {
    throw new CommandError(
      `there is no main branch to compare with (origin/HEAD, main or master): name a base, such as --base HEAD~1${here.shallow ? '; this clone is shallow: git fetch --unshallow (in CI: fetch-depth: 0) brings the rest' : ''}`,
    );
  }
  const fork = await gitAnswer(['merge-base', 'HEAD', main]);
  if (fork === undefined) throw new CommandError(unrelated(main, here.shallow));
  const onMain = here.branch === undefined || here.branch === main.replace(/^origin\//, '');
  if (fork !== here.head || here.edited || !onMain) return { base: { ref: main, commit: fork }, notes: [] };
  const before = await gitAnswer(['rev-parse', '--verify', '--quiet', 'HEAD~1^{commit}']);
  if (before !== undefined) {
    return { base: { ref: 'HEAD~1', commit: before }, notes: [`HEAD is on ${main}: compared with the commit before it`] };
  }
  if (here.shallow) {
    throw new CommandError(
      'this clone is shallow and lacks the commit before HEAD: git fetch --unshallow (in CI: fetch-depth: 0) brings it',
    );
  }
  return { base: { ref: 'HEAD', commit: fork }, notes: ['HEAD is the first commit: it is compared with itself'] };
}

const unrelated = (main: string, shallow: boolean): string =>
  shallow
    ? `this clone is shallow, and the commit where HEAD left ${main} is not in it: git fetch --unshallow (in CI: fetch-depth: 0) brings it`
    : `HEAD and ${main} have no common commit: name a base, such as --base ${main}`;

/** The main branch, the remote's before one's own, which may be behind. */
async function mainBranch(): Promise<string | undefined> {
  const remote = await gitAnswer(['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD']);
  const candidates = [...(remote === undefined ? [] : [remote]), 'origin/main', 'origin/master', 'main', 'master'];
  const known = await Promise.all(candidates.map((name) => gitAnswer(['rev-parse', '--verify', '--quiet', `${name}^{commit}`])));
  return candidates.find((_, index) => known[index] !== undefined);
}

const LOCKFILES = ['package-lock.json', 'npm-shrinkwrap.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock'];

/** Lockfiles of the project, and of the repository that it is a folder of, that are not what they were. */
async function changedLockfiles(commit: string): Promise<readonly string[]> {
  const paths = [...LOCKFILES, ...LOCKFILES.map((file) => `:(top)${file}`)];
  const text = await gitText(['diff', '--name-only', '--relative', '-z', commit, '--', ...paths]);
  return text.split('\0').filter((name) => name !== '');
}

/** Files of `git status --porcelain -z`, relative to the project. Pure. */
export function editedFiles(status: string, prefix: string): readonly string[] {
  const entries = status.split('\0').filter((entry) => entry !== '');
  const files: string[] = [];
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] ?? '';
    files.push(entry.slice(3));
    // A rename is followed by the name before.
    if (/^[RC]|^.[RC]/.test(entry)) index++;
  }
  return files.map((file) => (file.startsWith(`${prefix}/`) && prefix !== '' ? file.slice(prefix.length + 1) : file)).sort();
}

const SHOWN = 3;

/** `a, b and 4 more`. Pure. */
function listed(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return rest <= 0 ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and ${rest} more`;
}

const short = (commit: string): string => commit.slice(0, 7);
