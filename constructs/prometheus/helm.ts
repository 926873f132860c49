import type { EnvironmentConfig } from '../../config/schema/environment';
import type { ComponentPlan } from '../core/component';
import { escapeTemplate } from '../core/kubernetes';
import { listItems, type Native } from '../core/native';
import { dataAt } from '../core/plan-file';
import type { ReleaseContext } from '../core/release-definition';
import { claimTemplate, operatedPods } from '../kube-prometheus-stack/operated';
import { remoteWriteInResource } from './remote-write';
import { CONFIGURATION_FILE, type PrometheusFile, RULES_FILE } from './render';

/** Where among the chart's values the jobs are: the one part of Prometheus' file that the operator takes as it is. */
const SCRAPE_JOBS = ['prometheus', 'prometheusSpec', 'additionalScrapeConfigs'] as const;

/** Of which custom resource the chart makes the rules. It hands them on as they are. */
const RULES = ['additionalPrometheusRulesMap', 'platform'] as const;

/** For each file of Prometheus, where it is among the chart's values. */
export const PROMETHEUS_FILES: Readonly<Record<string, readonly string[]>> = {
  [CONFIGURATION_FILE]: SCRAPE_JOBS,
  [RULES_FILE]: RULES,
};

/** The rules in the values of kube-prometheus-stack, beside those of Prometheus. */
export const rulesValues = (plan: ComponentPlan): Native => ({ [RULES[0]]: { [RULES[1]]: dataAt(plan, RULES_FILE) } });

/** Whether nothing but an empty selector is left: everybody's, in every namespace. */
const EVERYBODYS: Native = Object.fromEntries(
  ['rule', 'serviceMonitor', 'podMonitor', 'probe', 'scrapeConfig'].map((kind) => [`${kind}SelectorNilUsesHelmValues`, false]),
);

/**
 * Prometheus in the values of kube-prometheus-stack. The operator writes its configuration file: every key of ours that it has a field for
 * is taken from our file, so that both say the same.
 */
export function prometheusValues(plan: ComponentPlan, context: ReleaseContext): Native {
  const { config } = context;
  // What renderPrometheus has made.
  const file = dataAt(plan, CONFIGURATION_FILE) as PrometheusFile;
  return {
    serviceMonitor: { selfMonitor: false },
    // Of several, whoever asks gets answers from one: each has scraped at moments of its own.
    ...(config.prometheus.replicas > 1 ? { service: { sessionAffinity: 'ClientIP' } } : {}),
    prometheusSpec: {
      ...operatedPods(plan, config, config.prometheus),
      ...settingsOf(file),
      ...replicaLabels(config),
      enableOTLPReceiver: true,
      enableFeatures: listItems(plan.args, 'enable-feature'),
      additionalScrapeConfigs: escapeTemplate(file.scrape_configs),
      remoteWrite: escapeTemplate(remoteWriteInResource(config.prometheus.remoteWrite)),
      ...EVERYBODYS,
      storageSpec: claimTemplate(context, 'prometheus'),
    },
  };
}

const settingsOf = ({ global, storage: { tsdb }, otlp }: PrometheusFile): Native => ({
  scrapeInterval: global.scrape_interval,
  scrapeTimeout: global.scrape_timeout,
  evaluationInterval: global.evaluation_interval,
  externalLabels: global.external_labels,
  retention: tsdb.retention.time,
  retentionSize: tsdb.retention.size,
  tsdb: { outOfOrderTimeWindow: tsdb.out_of_order_time_window },
  otlp: {
    promoteResourceAttributes: otlp.promote_resource_attributes,
    keepIdentifyingResourceAttributes: otlp.keep_identifying_resource_attributes,
  },
});

/**
 * Instances of a pair differ in the label prometheus_replica, which a long-term store leaves out to keep one of both, and which the operator
 * leaves out of alerts. One instance needs none: its series are called as on Docker.
 */
const replicaLabels = ({ prometheus: { replicas } }: EnvironmentConfig): Native => ({
  prometheusExternalLabelNameClear: true,
  ...(replicas > 1 ? { replicaExternalLabelName: 'prometheus_replica' } : { replicaExternalLabelNameClear: true }),
});
