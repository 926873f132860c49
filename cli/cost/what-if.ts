import type { EnvironmentConfig } from '../../config/schema/environment';
import { type Setting, withSettings } from '../../config/settings';
import { type Platform, resolvePlatform } from '../../constructs/core/platform';
import { resolveReleases } from '../../constructs/core/release-definition';
import { registry } from '../../constructs/registry';
import { releaseDefinitions } from '../../constructs/releases';
import { addressingOf } from '../../constructs/targets/addressing';
import { CommandError } from '../terminal/exit';

/** The platform of a configuration, as its target would get it, with the toolkit's products and charts. Pure. @throws ConfigError */
export function renderPlatform(config: EnvironmentConfig): Platform {
  const platform = resolvePlatform(config, registry, addressingOf(config));
  const { target } = config;
  return target.kind === 'docker' ? platform : { ...platform, releases: resolveReleases({ config, target, platform }, releaseDefinitions) };
}

/**
 * The platform that an edit of the environment's file would give. Pure.
 *
 * @throws ConfigError when the edit is refused, as `o11y synth` would
 * @throws CommandError when the project has products of its own, which only its own program can render
 */
export function whatIf(platform: Platform, settings: readonly Setting[]): Platform {
  const { name } = platform.config;
  const known = new Set(renderPlatform(withSettings(platform.config, [])).components.map((component) => component.name));
  const foreign = platform.components.flatMap((component) => (known.has(component.name) ? [] : component.name));
  if (foreign.length > 0) {
    throw new CommandError(
      `${name}: ${foreign.join(', ')} is not a component of the toolkit, so that --set cannot render it: edit config/environments/${name}.ts and run o11y cost without --set`,
    );
  }
  return renderPlatform(withSettings(platform.config, settings));
}
