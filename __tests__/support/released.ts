import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { Platform } from '../../constructs/core/platform';
import { resolveReleases } from '../../constructs/core/release-definition';
import { releaseDefinitions } from '../../constructs/releases';
import { resolveConfig } from './platform';

/** The platform of an environment with the releases that deliver it, without a stack. @throws ConfigError when it is invalid */
export function releasedPlatform(overlay: EnvironmentOverlay = {}, name = 'dev'): Platform {
  const config = defineEnvironment(name, overlay);
  const platform = resolveConfig(config);
  if (config.target.kind === 'docker') return platform;
  return { ...platform, releases: resolveReleases({ config, target: config.target, platform }, releaseDefinitions) };
}

/** As a checkout of another revision writes it down. */
export const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
