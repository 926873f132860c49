import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { Release } from '../../constructs/core/release';
import type { ReleaseContext, ReleaseDefinition } from '../../constructs/core/release-definition';
import { resolveConfig } from './platform';

/** The releases that one definition makes of an environment on Kubernetes, by their names. */
export function releasesOf(definition: ReleaseDefinition, overlay: EnvironmentOverlay = {}): ReadonlyMap<string, Release> {
  const config = defineEnvironment('prod', { target: { kind: 'kubernetes' }, ...overlay });
  if (config.target.kind !== 'kubernetes') throw new Error('an environment on Kubernetes is needed here');
  const context: ReleaseContext = { config, target: config.target, platform: resolveConfig(config) };
  const plans = context.platform.components.filter(({ product }) => definition.products.includes(product));
  return new Map(definition.releases(plans, context).map((release) => [release.name, release]));
}
