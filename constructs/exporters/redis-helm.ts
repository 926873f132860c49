import { charts } from '../../config/versions';
import type { ComponentPlan } from '../core/component';
import { containerEnvironment } from '../core/container-environment';
import { objectName, podLabels, priorityClassName, RESTRICTED_CONTAINER, resourceRequirements, restrictedPod } from '../core/kubernetes';
import type { Release } from '../core/release';
import type { ReleaseContext, ReleaseDefinition } from '../core/release-definition';
import { redisInstanceOf } from './redis';

/** A release for each Redis server. https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-redis-exporter */
export const redisExporterRelease: ReleaseDefinition = {
  products: ['redis-exporter'],
  releases: (plans, context) => plans.map((plan) => releaseOf(plan, context)),
};

const releaseOf = (plan: ComponentPlan, { config }: ReleaseContext): Release => ({
  name: plan.name,
  chart: charts.redisExporter,
  namespace: 'platform',
  values: {
    fullnameOverride: objectName(config, plan.name),
    image: plan.image,
    redisAddress: redisInstanceOf(config, plan).address,
    env: containerEnvironment(plan),
    labels: podLabels(plan.name),
    priorityClassName: priorityClassName(config),
    podSecurityContext: restrictedPod(59_000),
    securityContext: RESTRICTED_CONTAINER,
    resources: resourceRequirements(plan.resources),
    rbac: { create: false },
    serviceAccount: { create: false },
  },
  delivers: [
    {
      name: plan.name,
      workload: { kind: 'Deployment', name: objectName(config, plan.name), replicas: { min: 1, max: 1 } },
      files: {},
    },
  ],
});
