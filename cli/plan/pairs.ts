import { configError } from '../../config/errors';
import type { FailedEnvironment } from '../../plan/assemble';
import type { Pair, Revision } from '../../plan/model';
import { CommandError } from '../terminal/exit';
import type { SideResult } from './sides';

/** One side with its name for people. */
export interface NamedSide {
  readonly revision: Revision;
  readonly result: SideResult;
}

/** What can be compared, and what cannot. */
export interface Paired {
  readonly pairs: readonly Pair[];
  readonly failed: readonly FailedEnvironment[];
}

/**
 * The environments of both sides, in the order of their names. One that failed on a side is not compared: the other side alone would
 * show it as added or removed. Pure.
 *
 * @param asked names of those to compare; none for all
 * @throws CommandError when no side has an environment; ConfigError for a name that neither has
 */
export function pairsOf(base: NamedSide, head: NamedSide, asked: readonly string[]): Paired {
  const names = [...new Set([base, head].flatMap(({ result }) => namesOf(result)))].sort();
  if (names.length === 0) throw new CommandError(nothingToCompare(base, head));
  const unknown = asked.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw configError('environment', unknown, `must be one of ${names.join(', ')}: each is a file in config/environments`);
  }
  const wanted = names.filter((name) => asked.length === 0 || asked.includes(name));
  const failed = wanted.flatMap((name) => {
    const problems = [base, head].flatMap((side) => problemsOf(side, name));
    return problems.length === 0 ? [] : [{ name, problem: problems.join('\n') }];
  });
  const pairs = wanted.filter((name) => failed.every((failure) => failure.name !== name)).map((name) => pairOf(name, base, head));
  return { pairs, failed };
}

function pairOf(name: string, base: NamedSide, head: NamedSide): Pair {
  const [before, after] = [base.result.environments.get(name), head.result.environments.get(name)];
  return { name, ...(before === undefined ? {} : { base: before }), ...(after === undefined ? {} : { head: after }) };
}

const namesOf = ({ environments, failures }: SideResult): readonly string[] => [
  ...environments.keys(),
  ...failures.map(({ environment }) => environment),
];

const problemsOf = ({ revision, result }: NamedSide, name: string): readonly string[] => [
  ...(result.problem === undefined ? [] : [`${revision.ref} cannot be synthesised: ${result.problem}`]),
  ...result.failures.flatMap(({ environment, message }) => (environment === name ? [`${revision.ref}: ${message}`] : [])),
];

function nothingToCompare(base: NamedSide, head: NamedSide): string {
  const problems = [base, head].flatMap(({ revision, result }) =>
    result.problem === undefined ? [] : [`${revision.ref} cannot be synthesised: ${result.problem}`],
  );
  return ['nothing can be compared', ...(problems.length === 0 ? ['neither side has an environment'] : problems)].join('\n');
}
