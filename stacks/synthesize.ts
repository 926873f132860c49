import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import { ConfigError } from '../config/errors';
import { noteFailure } from '../config/failures';
import type { EnvironmentConfig } from '../config/schema/environment';
import { problemsTogether } from '../config/together';
import { PLATFORMS_FOLDER, type Platform } from '../constructs/core/platform';
import { EnvironmentStack } from './environment-stack';
import { writeWhole } from './whole-file';

/**
 * cdktf resolves every stack once more before it writes it, to find references from one stack to another: a sixth of the time. Environments
 * have none, and nobody else adds to this program's.
 */
class IndependentStack extends EnvironmentStack {
  override prepareStack(): void {
    // Nothing to prepare.
  }
}

/**
 * Writes a Terraform stack and a description for every environment. Writes to the output folder.
 *
 * @throws ConfigError when an environment cannot be rendered, or two are in each other's way
 */
export function synthesize(environments: readonly EnvironmentConfig[]): void {
  const apart = withoutThoseInTheWay(environments);
  withoutStacksOfTokens(() => {
    // Where a resource was made in this toolkit's code helps nobody, and costs a tenth of the time.
    const app = new App({ stackTraces: false });
    const platforms = apart.flatMap((config) => platformOf(app, config));
    app.synth();
    const folder = join(app.outdir, PLATFORMS_FOLDER);
    mkdirSync(folder, { recursive: true });
    const names = platforms.map(({ config }) => `${config.name}.json`);
    for (const file of readdirSync(folder)) if (!names.includes(file)) rmSync(join(folder, file), { force: true });
    for (const platform of platforms) writeWhole(join(folder, `${platform.config.name}.json`), `${JSON.stringify(platform)}\n`);
  });
}

/** All of them; where failures are only to be noted, without those that are in the way of an earlier one. @throws ConfigError */
function withoutThoseInTheWay(environments: readonly EnvironmentConfig[]): readonly EnvironmentConfig[] {
  const problems = problemsTogether(environments);
  const noted = environments.filter(({ name }) => {
    const own = problems.filter(({ environment }) => environment === name);
    return own.length > 0 && noteFailure(name, new ConfigError(own));
  });
  if (noted.length === 0 && problems.length > 0) throw new ConfigError(problems);
  return environments.filter((config) => !noted.includes(config));
}

/** What becomes of an environment. One that fails, where failures are only to be noted, leaves nothing in the app. */
function platformOf(app: App, config: EnvironmentConfig): readonly Platform[] {
  try {
    return [new IndependentStack(app, { config }).target.platform];
  } catch (error) {
    if (!noteFailure(config.name, error)) throw error;
    app.node.tryRemoveChild(config.name);
    return [];
  }
}

/**
 * cdktf writes down for each of its thousands of tokens where it was made, which takes a tenth of the time and is never read: the option above
 * spares resources only. Errors get their stacks all the same, since they do not ask for them in this way.
 */
export function withoutStacksOfTokens<T>(work: () => T): T {
  const { captureStackTrace } = Error;
  Error.captureStackTrace = () => {};
  try {
    return work();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
