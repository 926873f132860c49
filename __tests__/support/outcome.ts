import { defineEnvironment } from '../../config/define';
import { ConfigError } from '../../config/errors';
import type { EnvironmentConfig, EnvironmentOverlay } from '../../config/schema/environment';
import { resolvePlatform } from '../../constructs/core/platform';
import { resolveReleases } from '../../constructs/core/release-definition';
import { registry } from '../../constructs/registry';
import { releaseDefinitions } from '../../constructs/releases';
import { addressingOf } from '../../constructs/targets/addressing';

/** What somebody makes of input, or the error that it has; anything else that is thrown fails the test. */
export function outcomeOf<Result>(make: () => Result): Result | ConfigError {
  try {
    return make();
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
}

/** The configuration, or the error. */
export const define = (overlay: unknown): EnvironmentConfig | ConfigError =>
  outcomeOf(() => defineEnvironment('dev', overlay as EnvironmentOverlay));

/** Renders every component, and every release on Kubernetes. */
export function resolve(config: EnvironmentConfig): ConfigError | undefined {
  const outcome = outcomeOf(() => {
    const platform = resolvePlatform(config, registry, addressingOf(config));
    if (config.target.kind === 'kubernetes') resolveReleases({ config, target: config.target, platform }, releaseDefinitions);
  });
  return outcome instanceof ConfigError ? outcome : undefined;
}

/** One line per problem, each with the environment, where it is and what is required. */
export function expectGoodError({ problems, message }: ConfigError): void {
  // An `expect` each would take most of the time of thousands of runs.
  const good = problems.every(({ environment, rule }) => environment === 'dev' && /^(must|is) .{3,}/.test(rule));
  const lines = message.split('\n');
  if (good && lines.length > 0 && lines.length === problems.length && lines.every((line) => /^dev: [^\p{Cc}]{10,1000}$/u.test(line)))
    return;
  throw new Error(`not a good error: ${JSON.stringify(problems)}`);
}
