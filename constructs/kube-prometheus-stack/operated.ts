import { flagName, flagValue } from '../../config/flags/program';
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
  // What the operator has a field for it refuses among these.
  additionalArgs: extraArgs.filter((flag) => flagName(flag) !== 'enable-feature').map(additionalArgument),
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
  const name = flagName(flag);
  const value = flagValue(flag);
  if (value === undefined) return { name };
  // Of an empty value it makes a flag without one, which takes the next argument for its own.
  return value === '' ? { name: `${name}=` } : { name, value };
}

/** A claim for each of those pods. */
export const claimTemplate = ({ config, target }: ReleaseContext, owner: 'prometheus' | 'alertmanager'): Native => ({
  volumeClaimTemplate: {
    spec: claimSpec(target, quantity(volumeBytes(config, owner))),
  },
});
