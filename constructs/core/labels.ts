import type { EnvironmentConfig } from '../../config/schema/environment';
import type { ComponentPlan } from './component';
import { environmentPrefix, resourceName } from './naming';

/** Marks what an environment owns, so that commands find it. */
export const PART_OF = 'app.kubernetes.io/part-of';

/** Names the component that a pod belongs to, whatever the chart calls it. */
export const COMPONENT = 'observability-stacks.dev/component';

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
    [PART_OF]: environmentPrefix(config),
    'app.kubernetes.io/version': plan.image.tag,
  };
}
