import type { EnvironmentConfig } from '../../config/schema/environment';
import { volumeBytes } from '../../config/sizing';
import { chartImage } from '../core/chart-image';
import { claimSpec } from '../core/claim';
import type { ComponentPlan } from '../core/component';
import { podLabels, priorityClassName, resourceRequirements, restrictedPod, topologySpread } from '../core/kubernetes';
import type { Native } from '../core/native';
import { quantity } from '../core/quantity';
import type { ReleaseContext } from '../core/release-definition';

/** The user of both images, and the group that owns the volume. */
const USER = 1_000;
const GROUP = 2_000;

/** What the specifications of Prometheus and Alertmanager have in common: the operator makes the pods of both. */
export const operatedPods = (
  plan: ComponentPlan,
  config: EnvironmentConfig,
  { replicas, extraArgs }: { readonly replicas: number; readonly extraArgs: readonly string[] },
): Native => ({
  image: chartImage(plan.image),
  replicas,
  additionalArgs: extraArgs.map(additionalArgument),
  resources: resourceRequirements(plan.resources),
  priorityClassName: priorityClassName(config),
  podMetadata: { labels: podLabels(config, plan.name) },
  // The spread says it already.
  podAntiAffinity: '',
  topologySpreadConstraints: topologySpread(plan.name),
  securityContext: restrictedPod(USER, GROUP),
});

/** A flag as the operator takes it: a name and a value. */
function additionalArgument(flag: string): Native {
  const [name = '', ...value] = flag.replace(/^--?/, '').split('=');
  return value.length === 0 ? { name } : { name, value: value.join('=') };
}

/** A claim for each of those pods. */
export const claimTemplate = ({ config, target }: ReleaseContext, owner: 'prometheus' | 'alertmanager'): Native => ({
  volumeClaimTemplate: {
    spec: claimSpec(target, quantity(volumeBytes(config, owner))),
  },
});
