import { charts } from '../../config/versions';
import { chartImage } from '../core/chart-image';
import type { ComponentPlan } from '../core/component';
import {
  objectName,
  podLabels,
  priorityClassName,
  RESTRICTED_CONTAINER,
  resourceRequirements,
  restrictedPod,
  topologySpread,
} from '../core/kubernetes';
import type { Release } from '../core/release';
import type { ReleaseContext, ReleaseDefinition } from '../core/release-definition';

/** https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-blackbox-exporter */
export const blackboxExporterRelease: ReleaseDefinition = {
  products: ['blackbox-exporter'],
  releases: (plans, context) => plans.map((plan) => releaseOf(plan, context)),
};

const releaseOf = (plan: ComponentPlan, { config }: ReleaseContext): Release => ({
  name: plan.name,
  chart: charts.blackboxExporter,
  namespace: 'platform',
  values: {
    fullnameOverride: objectName(config, plan.name),
    image: chartImage(plan.image),
    config: plan.files.find((file) => 'data' in file)?.data,
    pod: { labels: podLabels(plan.name) },
    priorityClassName: priorityClassName(config),
    podSecurityContext: restrictedPod(65_534),
    securityContext: { ...RESTRICTED_CONTAINER, runAsUser: 65_534, runAsGroup: 65_534 },
    topologySpreadConstraints: topologySpread(plan.name),
    resources: resourceRequirements(plan.resources),
  },
  delivers: [
    {
      name: plan.name,
      workload: { kind: 'Deployment', name: objectName(config, plan.name), replicas: { min: 1, max: 1 } },
      files: Object.fromEntries(plan.files.map(({ path }) => [path, ['config']])),
    },
  ],
});
