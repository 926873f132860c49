import { volumeBytes } from '../../config/sizing';
import { goDuration } from '../../config/units';
import { chartImage } from '../core/chart-image';
import type { ComponentPlan } from '../core/component';
import { podLabels, priorityClassName, quantity, resourceRequirements, restrictedPod, topologySpread } from '../core/kubernetes';
import type { Native } from '../core/native';
import { onlyData } from '../core/plan-file';
import type { ReleaseContext } from '../core/release';
import { additionalArguments, claimTemplate } from '../prometheus/helm';
import type { AlertmanagerFile } from './render';

/** What the chart's own configuration has and ours may not: Helm merges the two, and takes out what is null. */
const CHART_SECTIONS = { global: null, inhibit_rules: null, templates: null } as const;

/** The image's user, and the group that owns its volume. */
const USER = 1_000;
const GROUP = 2_000;

/** Alertmanager in the values of kube-prometheus-stack. */
export function alertmanagerValues(plan: ComponentPlan, { config, target }: ReleaseContext): Native {
  // What renderAlertmanager has made.
  const file = onlyData(plan) as AlertmanagerFile;
  return {
    serviceMonitor: { selfMonitor: false },
    serviceAccount: { automountServiceAccountToken: false },
    config: { ...CHART_SECTIONS, ...file, route: { routes: null, ...file.route } },
    alertmanagerSpec: {
      image: chartImage(plan.image),
      replicas: config.alertmanager.replicas,
      retention: goDuration(config.retention.alerts),
      automountServiceAccountToken: false,
      // Routes are the configuration's, as on Docker. The chart would take everybody's: these are those of the platform's own namespace that say so.
      alertmanagerConfigNamespaceSelector: null,
      alertmanagerConfigSelector: { matchLabels: podLabels(plan.name) },
      additionalArgs: additionalArguments(config.alertmanager.extraArgs),
      storage: claimTemplate(quantity(volumeBytes(config, 'alertmanager')), target.storageClass),
      resources: resourceRequirements(plan.resources),
      priorityClassName: priorityClassName(config),
      podMetadata: { labels: podLabels(plan.name) },
      // The spread says it already.
      podAntiAffinity: '',
      topologySpreadConstraints: topologySpread(plan.name),
      securityContext: restrictedPod(USER, GROUP),
    },
  };
}
