import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineEnvironment } from './define';
import { ConfigError, type Problem } from './errors';
import { noteFailure } from './failures';
import type { EnvironmentConfig, EnvironmentOverlay } from './schema/environment';

/** What an environment's file exports; a file that exports nothing is refused when it is loaded. */
export interface EnvironmentModule {
  readonly default?: EnvironmentOverlay;
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
  const files = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }).filter(({ name }) => isEnvironment(name)) : [];
  const folders = files.filter((file) => file.isDirectory()).map(({ name }) => join(folder, name));
  if (folders.length > 0)
    throw new ConfigError(
      folders.map((path) => ({ path, rule: 'is a folder, and an environment is a file: rename the folder, or move it elsewhere' })),
    );
  const names = files.map(({ name }) => name.replace(/\.ts$/, '')).sort();
  if (names.length === 0) throw new ConfigError([{ path: folder, rule: 'has no environment: add a file such as dev.ts' }]);
  const problems: Problem[] = [];
  const environments: EnvironmentConfig[] = [];
  for (const name of names) {
    try {
      environments.push(defineEnvironment(name, exported(join(folder, `${name}.ts`), await load(name))));
    } catch (error) {
      if (noteFailure(name, error)) continue;
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return environments;
}

const isEnvironment = (file: string): boolean => file.endsWith('.ts') && !file.endsWith('.d.ts');

/**
 * The overlay of a file. One that exports nothing would be a whole platform with all defaults: a bundler gives `{}` for it, as it does for
 * CommonJS, so that its text has to say whether that was meant. Reads the file. @throws ConfigError
 */
function exported(path: string, { default: overlay }: EnvironmentModule): EnvironmentOverlay {
  const isEmpty = overlay === undefined || (Object(overlay) === overlay && Object.keys(overlay).length === 0);
  if (!isEmpty || (overlay !== undefined && /\bexports?\b/.test(readFileSync(path, 'utf8')))) return overlay;
  throw new ConfigError([
    { path, rule: 'exports no environment: end it with "export default { … }", or with "export default {}" for one with every default' },
  ]);
}
