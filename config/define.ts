import { ConfigError, type Problem } from './errors';
import { formatPath, problemsOf } from './issues';
import { knownKeys } from './known-keys';
import { plainCopy } from './plain';
import { rules } from './rules';
import { type EnvironmentConfig, type EnvironmentOverlay, environmentSchema } from './schema/environment';
import { isEnvironmentName } from './schema/names';

/**
 * Turns what an environment's file says into its complete configuration: defaults filled in, every value and every rule
 * across values checked, deeply frozen.
 *
 * @param name the environment, which is the name of its file: 1 to 20 lower-case letters, digits and hyphens
 * @param overlay what differs from the defaults
 * @throws ConfigError with all problems at once
 */
export function defineEnvironment(name: string, overlay: EnvironmentOverlay): EnvironmentConfig {
  const nameProblems: readonly Problem[] = isEnvironmentName(name)
    ? []
    : [
        {
          path: 'name',
          value: name,
          rule: 'must be 1 to 20 lower-case letters, digits and hyphens, starting with a letter: rename its file',
        },
      ];
  const { value: input, refusals } = plainCopy(overlay);
  const refused = refusals.map(({ keys, rule }): Problem => ({ path: formatPath(keys), rule }));
  // Each environment is read once: compiling a parser for it would take longer than it saves.
  const parsed = environmentSchema.safeParse(input, { jitless: true });
  if (!parsed.success || refused.length > 0) {
    const issues = (parsed.error?.issues ?? []).flatMap((issue) =>
      problemsOf(issue, input, (path, value) => knownKeys(environmentSchema, path, value)),
    );
    // What was refused is not also missing.
    const others = issues.filter(({ path }) => !refused.some((problem) => problem.path === path));
    throw configErrorOf(name, [...nameProblems, ...refused, ...others]);
  }
  const config: EnvironmentConfig = { ...parsed.data, name, cluster: parsed.data.cluster ?? `${parsed.data.platform}-${name}` };
  const problems = [...nameProblems, ...rules.flatMap((rule) => rule(config))];
  if (problems.length > 0) throw configErrorOf(name, problems);
  return deepFreeze(config);
}

const configErrorOf = (environment: string, problems: readonly Problem[]): ConfigError =>
  new ConfigError(problems.map((problem) => ({ ...problem, environment })));

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) deepFreeze(child);
  return value;
}
