import { CommandError } from '../terminal/exit';
import { git } from './git';

/** The repository that the working directory is in. */
export interface Repository {
  /** The working directory within the repository: '' at its top, `platform/observability` below. */
  readonly prefix: string;
  /** Whether the clone lacks old commits. */
  readonly shallow: boolean;
}

/** The repository here. Starts a process. @throws CommandError when there is none, or git refuses it: with what to do */
export async function repositoryHere(): Promise<Repository> {
  const { status, stdout, stderr } = await git(['rev-parse', '--is-inside-work-tree', '--is-shallow-repository', '--show-prefix']);
  const [inside, shallow, prefix = ''] = stdout.split('\n');
  if (status === 0 && inside === 'true') return { prefix: prefix.replace(/\/$/, ''), shallow: shallow === 'true' };
  throw new CommandError(
    status === 0 || stderr.includes('not a git repository')
      ? 'this folder is in no git repository, and the plan compares with a revision of it: run the command in a clone'
      : `git refuses this repository: ${stderr.trim()}`,
  );
}
