import { existsSync, readdirSync } from 'node:fs';
import { defineEnvironment } from './define';
import { ConfigError, type Problem } from './errors';
import { noteFailure } from './failures';
import type { EnvironmentConfig, EnvironmentOverlay } from './schema/environment';

/** What an environment's file exports. */
export interface EnvironmentModule {
  readonly default: EnvironmentOverlay;
}

/**
 * Reads every environment of a folder: a file `dev.ts` is the environment dev. Reads the file system.
 *
 * @param folder the folder, relative to the working directory
 * @param load imports one file by its name without the ending
 * @throws ConfigError with the problems of all environments at once; not where the variable O11Y_FAILURES names a file for them
 */
export async function loadEnvironments(
  folder: string,
  load: (name: string) => Promise<EnvironmentModule>,
): Promise<readonly EnvironmentConfig[]> {
  const names = existsSync(folder)
    ? readdirSync(folder)
        .flatMap((file) => (/\.d\.ts$/.test(file) ? [] : (/^(.+)\.ts$/.exec(file)?.[1] ?? [])))
        .sort()
    : [];
  if (names.length === 0) throw new ConfigError([{ path: folder, rule: 'has no environment: add a file such as dev.ts' }]);
  const problems: Problem[] = [];
  const environments: EnvironmentConfig[] = [];
  for (const name of names) {
    try {
      environments.push(defineEnvironment(name, (await load(name)).default));
    } catch (error) {
      if (noteFailure(name, error)) continue;
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return environments;
}
