import type { EnvironmentConfig } from '../../config/schema/environment';
import type { ComponentPlan } from './component';
import { environmentPrefix, resourceName } from './naming';

/** What people look for, and all that older versions wrote: platform and environment in one word, which can be read in several ways. */
export const PART_OF = 'app.kubernetes.io/part-of';

/** Names the platform that owns an object. */
export const PLATFORM = 'observability-stacks.dev/platform';

/** Names the environment that owns an object. */
export const ENVIRONMENT = 'observability-stacks.dev/environment';

/** Names the component that a pod belongs to, whatever the chart calls it. */
export const COMPONENT = 'observability-stacks.dev/component';

/** Say whose an object is. On everything that an environment makes; `ownershipOf` reads them. */
export const ownerLabels = (config: Pick<EnvironmentConfig, 'platform' | 'name'>): Readonly<Record<string, string>> => ({
  [PART_OF]: environmentPrefix(config),
  [PLATFORM]: config.platform,
  [ENVIRONMENT]: config.name,
});

/** The common labels of every object, on both targets: https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export function componentLabels(
  config: Pick<EnvironmentConfig, 'platform' | 'name'>,
  plan: ComponentPlan,
): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/component': plan.role,
    'app.kubernetes.io/instance': resourceName(config, plan.name),
    'app.kubernetes.io/managed-by': 'cdktf',
    'app.kubernetes.io/name': plan.product,
    'app.kubernetes.io/version': plan.image.tag,
    ...ownerLabels(config),
  };
}
