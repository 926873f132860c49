import { chartImage } from '../core/chart-image';
import type { ComponentPlan } from '../core/component';
import { objectName, podLabels, priorityClassName, resourceRequirements, topologySpread } from '../core/kubernetes';
import type { Native } from '../core/native';
import type { ReleaseContext } from '../core/release-definition';

/** Objects whose contents are nobody's business, and what changes every few seconds and says nothing. */
const LEFT_OUT = ['secrets', 'configmaps', 'certificatesigningrequests', 'leases'];

/** kube-state-metrics in the values of its chart. */
export function kubeStateMetricsValues(plan: ComponentPlan, { config }: ReleaseContext): Native {
  return {
    fullnameOverride: objectName(config, plan.name),
    image: chartImage(plan.image),
    collectorsExclude: LEFT_OUT,
    prometheus: { monitor: { enabled: false } },
    podLabels: podLabels(config, plan.name),
    priorityClassName: priorityClassName(config),
    resources: resourceRequirements(plan.resources),
    topologySpreadConstraints: topologySpread(plan.name),
  };
}
