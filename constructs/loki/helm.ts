import { volumeBytes } from '../../config/sizing';
import { charts } from '../../config/versions';
import { podIdentity } from '../core/block-storage';
import type { ComponentPlan } from '../core/component';
import { releaseEach } from '../core/component-release';
import { containerEnvironment } from '../core/container-environment';
import {
  escapeTemplate,
  objectName,
  podLabels,
  podSelector,
  priorityClassName,
  resourceRequirements,
  topologySpread,
} from '../core/kubernetes';
import type { Native } from '../core/native';
import { onlyData, onlyFile } from '../core/plan-file';
import { quantity } from '../core/quantity';
import { exactly } from '../core/release';
import type { ReleaseContext } from '../core/release-definition';

/** Loki by its chart. https://github.com/grafana-community/helm-charts/tree/main/charts/loki */
export const lokiRelease = releaseEach('loki', (plan, context) => ({
  chart: charts.loki,
  values: lokiValues(plan, context),
  kind: 'StatefulSet',
  replicas: exactly(context.config.loki.replicas),
  files: { [onlyFile(plan).path]: ['loki', 'structuredConfig'] },
  volume: quantity(volumeBytes(context.config, 'loki')),
}));

const OFF = { enabled: false } as const;
const NONE = { replicas: 0 } as const;

function lokiValues(plan: ComponentPlan, { config, target }: ReleaseContext): Native {
  const name = objectName(config, plan.name);
  const { annotations, labels } = podIdentity(config.loki.storage);
  return {
    fullnameOverride: name,
    // Whoever asks the service gets an instance that is ready.
    defaults: { automountServiceAccountToken: false, service: { publishNotReadyAddresses: false } },
    serviceAccount: { automountServiceAccountToken: false, annotations },
    loki: {
      image: plan.image,
      // The whole file is ours: of the chart's own there is nothing to merge it with.
      config: '',
      structuredConfig: escapeTemplate(onlyData(plan)),
      configObjectName: name,
      generatedConfigObjectName: name,
      // Read by the chart's checks alone.
      storage: { type: config.loki.storage.kind },
    },
    singleBinary: {
      replicas: config.loki.replicas,
      extraArgs: config.loki.extraArgs,
      extraEnv: containerEnvironment(plan),
      resources: resourceRequirements(plan.resources),
      priorityClassName: priorityClassName(config),
      podLabels: { ...podLabels(config, plan.name), ...labels },
      // The default refuses a node that has one already, and so keeps pods from running where nodes are few.
      affinity: null,
      topologySpreadConstraints: topologySpread(plan.name),
      persistence: {
        size: quantity(volumeBytes(config, 'loki')),
        // Not the owner's: labels of a claim template cannot change, and a deployment of an older version has these.
        labels: podSelector(plan.name),
        ...(target.storageClass === undefined ? {} : { storageClass: target.storageClass }),
      },
      podDisruptionBudget: OFF,
      sidecar: false,
    },
    // Instances that start together are none of them ready before they have found each other.
    memberlist: { service: { publishNotReadyAddresses: true } },
    // The chart's other ways of running it.
    read: NONE,
    write: NONE,
    backend: NONE,
    gateway: OFF,
    chunksCache: OFF,
    resultsCache: OFF,
    lokiCanary: OFF,
    test: OFF,
    sidecar: { rules: OFF },
    // Without the sidecar there is nobody to give rights to, and without the caches nobody to be.
    rbac: { namespaced: true },
    memcached: { serviceAccount: { create: false } },
  };
}
