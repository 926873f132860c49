import { goDuration } from '../../config/units';
import type { ComponentPlan } from '../core/component';
import { listItems, type Native } from '../core/native';
import { onlyData } from '../core/plan-file';
import type { ReleaseContext } from '../core/release-definition';
import { secretVolumes } from '../core/secret-volumes';
import { claimTemplate, operatedPods } from '../kube-prometheus-stack/operated';
import type { AlertmanagerFile } from './render';

/** What the chart's own configuration has and ours may not: Helm merges the two, and takes out what is null. */
const CHART_SECTIONS = { global: null, inhibit_rules: null, templates: null } as const;

/**
 * Routes are the configuration's, and nobody else's: without a selector the operator hands on our file as it is, whereas with one it reads
 * and writes it anew, and refuses what it does not know. The chart writes {} for what is absent, and passes a text through Helm's template
 * engine, which turns this one into YAML's null.
 * https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/alertmanager/operator.go#L906
 */
const NO_SELECTOR = 'null{{/* as it is */}}';

/** Alertmanager in the values of kube-prometheus-stack. */
export function alertmanagerValues(plan: ComponentPlan, context: ReleaseContext): Native {
  const { config } = context;
  // What renderAlertmanager has made.
  const file = onlyData(plan) as AlertmanagerFile;
  const secrets = secretVolumes(plan);
  const features = listItems(plan.args, 'enable-feature');
  return {
    serviceMonitor: { selfMonitor: false },
    serviceAccount: { automountServiceAccountToken: false },
    config: { ...CHART_SECTIONS, ...file, route: file.route },
    ...(features.length === 0 ? {} : { enableFeatures: features }),
    alertmanagerSpec: {
      ...operatedPods(plan, config, config.alertmanager),
      retention: goDuration(config.retention.alerts),
      automountServiceAccountToken: false,
      alertmanagerConfigSelector: NO_SELECTOR,
      alertmanagerConfigNamespaceSelector: null,
      logFormat: 'json',
      volumes: secrets.volumes,
      volumeMounts: secrets.mounts,
      storage: claimTemplate(context, 'alertmanager'),
    },
  };
}
