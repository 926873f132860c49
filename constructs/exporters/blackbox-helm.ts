import { charts } from '../../config/versions';
import { chartImage } from '../core/chart-image';
import { releaseEach } from '../core/component-release';
import {
  objectName,
  podLabels,
  priorityClassName,
  RESTRICTED_CONTAINER,
  resourceRequirements,
  restrictedPod,
  topologySpread,
} from '../core/kubernetes';

/** https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus-blackbox-exporter */
export const blackboxExporterRelease = releaseEach('blackbox-exporter', (plan, { config }) => ({
  chart: charts.blackboxExporter,
  values: {
    fullnameOverride: objectName(config, plan.name),
    image: chartImage(plan.image),
    config: plan.files.find((file) => 'data' in file)?.data,
    pod: { labels: podLabels(config, plan.name) },
    priorityClassName: priorityClassName(config),
    podSecurityContext: restrictedPod(65_534),
    securityContext: { ...RESTRICTED_CONTAINER, runAsUser: 65_534, runAsGroup: 65_534 },
    topologySpreadConstraints: topologySpread(plan.name),
    resources: resourceRequirements(plan.resources),
  },
  kind: 'Deployment',
  files: Object.fromEntries(plan.files.map(({ path }) => [path, ['config']])),
}));
