import { ConfigError } from '../../config/errors';
import type { EnvironmentConfig } from '../../config/schema/environment';
import type { KubernetesTargetConfig } from '../../config/schema/kubernetes';
import type { ComponentPlan } from './component';
import type { Platform } from './platform';
import type { Release } from './release';

/** What a chart's values are made from. */
export interface ReleaseContext {
  readonly config: EnvironmentConfig;
  readonly target: KubernetesTargetConfig;
  readonly platform: Platform;
}

/** A chart and the products that it can deliver. */
export interface ReleaseDefinition {
  readonly products: readonly string[];
  /** The releases for the components of these products that are on: none for none. Pure. */
  readonly releases: (plans: readonly ComponentPlan[], context: ReleaseContext) => readonly Release[];
}

/**
 * The releases of a platform, such that each component is delivered by exactly one.
 *
 * @throws ConfigError when a component is delivered by none or by two
 */
export function resolveReleases(context: ReleaseContext, definitions: readonly ReleaseDefinition[]): readonly Release[] {
  const { components } = context.platform;
  const releases = definitions.flatMap(({ products, releases: of }) => {
    const plans = components.filter(({ product }) => products.includes(product));
    return plans.length === 0 ? [] : of(plans, context);
  });
  const delivered = releases.flatMap(({ delivers }) => delivers.map(({ name }) => name));
  const problems = components.flatMap(({ name }) => {
    const times = delivered.filter((other) => other === name).length;
    return times === 1
      ? []
      : [{ environment: context.config.name, path: name, rule: `must be delivered by one Helm release, and is by ${times}` }];
  });
  if (problems.length > 0) throw new ConfigError(problems);
  return releases;
}
