import { charts } from '../../config/versions';
import { releaseEach } from '../core/component-release';
import { containerEnvironment } from '../core/container-environment';
import { objectName, podLabels, priorityClassName, RESTRICTED_CONTAINER, resourceRequirements, restrictedPod } from '../core/kubernetes';
import { redisInstanceOf } from './redis';

/** A release for each Redis server. https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-redis-exporter */
export const redisExporterRelease = releaseEach('redis-exporter', (plan, { config }) => ({
  chart: charts.redisExporter,
  values: {
    fullnameOverride: objectName(config, plan.name),
    image: plan.image,
    redisAddress: redisInstanceOf(config, plan).address,
    env: containerEnvironment(plan),
    labels: podLabels(config, plan.name),
    priorityClassName: priorityClassName(config),
    podSecurityContext: restrictedPod(59_000),
    securityContext: RESTRICTED_CONTAINER,
    resources: resourceRequirements(plan.resources),
    rbac: { create: false },
    serviceAccount: { create: false },
  },
  kind: 'Deployment',
}));
