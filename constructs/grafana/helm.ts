import { posix } from 'node:path';
import { volumeBytes } from '../../config/sizing';
import { chartImage } from '../core/chart-image';
import { storageClassOf } from '../core/claim';
import type { ComponentPlan } from '../core/component';
import {
  deliveredLabels,
  escapeTemplate,
  objectName,
  podLabels,
  priorityClassName,
  resourceRequirements,
  restrictedPod,
  topologySpread,
} from '../core/kubernetes';
import type { Native } from '../core/native';
import { dataAt } from '../core/plan-file';
import { quantity } from '../core/quantity';
import type { ReleaseContext } from '../core/release-definition';
import { secretVolumes } from '../core/secret-volumes';
import { dashboardPlaces, dashboardValues } from './dashboards-helm';
import { ADMIN_PASSWORD_FILE, DATA_SOURCES_FILE, SETTINGS_FILE } from './files';
import { grafanaRoute } from './route';

/** The folder of the chart in which data sources are, under the name that the file has on Docker. */
const DATA_SOURCES_KEY = posix.basename(DATA_SOURCES_FILE);

/** Where the files are among the values of kube-prometheus-stack. */
export const grafanaFiles = (plan: ComponentPlan): Readonly<Record<string, readonly string[]>> => ({
  [SETTINGS_FILE]: ['grafana', 'grafana.ini'],
  [DATA_SOURCES_FILE]: ['grafana', 'datasources', DATA_SOURCES_KEY],
  ...dashboardPlaces(plan),
});

/** The image's user, in a group of its own: the chart gives the volume to it. */
const USER = 472;

const OFF: Native = { enabled: false };

/** Grafana in the values of kube-prometheus-stack, whose subchart it is. */
export function grafanaValues(plan: ComponentPlan, { config, target }: ReleaseContext): Native {
  const name = objectName(config, plan.name);
  const { volumes, mounts } = secretVolumes(plan);
  return {
    fullnameOverride: name,
    image: chartImage(plan.image),
    'grafana.ini': escapeTemplate(dataAt(plan, SETTINGS_FILE)),
    datasources: { [DATA_SOURCES_KEY]: escapeTemplate(dataAt(plan, DATA_SOURCES_FILE)) },
    ...dashboardValues({ config }, plan, `${name}-dashboards`),
    // Both are in the settings; without these variables the chart would make a password of its own.
    env: { GF_SECURITY_ADMIN_USER: config.grafana.adminUser, GF_SECURITY_ADMIN_PASSWORD__FILE: ADMIN_PASSWORD_FILE },
    // Of `extraVolumes` the chart knows some kinds, and makes an empty folder of a Secret.
    extraContainerVolumes: volumes,
    extraVolumeMounts: mounts,
    defaultDashboardsEnabled: false,
    // It asks the API server for nothing: its files are mounted.
    sidecar: { dashboards: OFF, datasources: OFF },
    rbac: { create: false },
    automountServiceAccountToken: false,
    serviceAccount: { autoMount: false },
    serviceMonitor: OFF,
    testFramework: OFF,
    initChownData: OFF,
    service: { port: 3_000 },
    // A new version changes its database before it answers, and must not be killed meanwhile.
    startupProbe: { httpGet: { path: '/api/health', port: 'grafana' }, periodSeconds: 5, failureThreshold: 120 },
    // Two cannot have the volume at one time.
    deploymentStrategy: { type: 'Recreate' },
    persistence: {
      enabled: true,
      size: quantity(volumeBytes(config, 'grafana')),
      // Asking the cluster for the volume's name makes every plan differ from the last.
      lookupVolumeName: false,
      extraPvcLabels: deliveredLabels(config, plan.name),
      // Data outlives what wrote it: Helm would delete a claim that it made.
      annotations: { 'helm.sh/resource-policy': 'keep' },
      ...storageClassOf(target),
    },
    resources: resourceRequirements(plan.resources),
    podLabels: podLabels(config, plan.name),
    priorityClassName: priorityClassName(config),
    topologySpreadConstraints: topologySpread(plan.name),
    securityContext: restrictedPod(USER),
    ...grafanaRoute(target.access.grafana, name),
  };
}
