import { goDuration } from '../../config/units';
import type { ComponentPlan } from '../core/component';
import { podLabels } from '../core/kubernetes';
import type { Native } from '../core/native';
import { onlyData } from '../core/plan-file';
import type { ReleaseContext } from '../core/release';
import { claimTemplate, operatedPods } from '../kube-prometheus-stack/operated';
import type { AlertmanagerFile } from './render';

/** What the chart's own configuration has and ours may not: Helm merges the two, and takes out what is null. */
const CHART_SECTIONS = { global: null, inhibit_rules: null, templates: null } as const;

/** Alertmanager in the values of kube-prometheus-stack. */
export function alertmanagerValues(plan: ComponentPlan, context: ReleaseContext): Native {
  const { config } = context;
  // What renderAlertmanager has made.
  const file = onlyData(plan) as AlertmanagerFile;
  return {
    serviceMonitor: { selfMonitor: false },
    serviceAccount: { automountServiceAccountToken: false },
    config: { ...CHART_SECTIONS, ...file, route: { routes: null, ...file.route } },
    alertmanagerSpec: {
      ...operatedPods(plan, config, config.alertmanager),
      retention: goDuration(config.retention.alerts),
      automountServiceAccountToken: false,
      // Routes are the configuration's, as on Docker. The chart would take everybody's: these are those of the platform's own namespace that say so.
      alertmanagerConfigNamespaceSelector: null,
      alertmanagerConfigSelector: { matchLabels: podLabels(plan.name) },
      storage: claimTemplate(context, 'alertmanager'),
    },
  };
}
