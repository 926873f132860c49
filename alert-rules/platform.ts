import { scrapedComponents } from './parts';
import type { Alert, Concern, RuleContext } from './rule';

/** Whether the platform itself is there, and whether its Prometheus does what it should. */
export const platform: Concern = (context) => ({ name: 'platform', alerts: [...presence(context), ...storage(context), ...EVALUATION] });

const onHealth: Pick<Alert, 'when' | 'about' | 'dashboard'> = { when: true, about: 'component', dashboard: 'platform-health' };

const presence = ({ config, parts, thresholds: { platform: at } }: RuleContext): readonly Alert[] => [
  {
    ...onHealth,
    alert: 'Watchdog',
    about: 'platform',
    expr: 'vector(1)',
    severity: 'info',
    summary: 'Alerting works',
    description: 'This alert always fires: a receiver that hears nothing of it any more raises an alarm.',
  },
  {
    ...onHealth,
    alert: 'TargetDown',
    expr: 'up{service="", job!="node-exporter"} == 0',
    for: at.downFor,
    severity: 'warning',
    summary: '{{ $labels.instance }} of {{ $labels.job }} does not answer',
    description: `Prometheus has had no metrics of it for ${at.downFor}.`,
  },
  {
    ...onHealth,
    alert: 'TargetMissing',
    expr: scrapedComponents(config)
      .map((job) => `absent(up{job="${job}"})`)
      .join(' or '),
    for: at.downFor,
    severity: 'critical',
    summary: 'Prometheus does not find {{ $labels.job }}',
    description: `For ${at.downFor} there has been no target of {{ $labels.job }} at all.`,
  },
  {
    ...onHealth,
    alert: 'ComponentUnhealthy',
    when: parts.probes,
    expr: 'probe_success{job="health"} == 0',
    for: at.downFor,
    severity: 'critical',
    summary: '{{ $labels.instance }} is not healthy',
    description: `Its health endpoint has not answered with success for ${at.downFor}.`,
    // The job is that of the probes, whatever they probe.
    labels: { service: '{{ $labels.component }}', service_name: '{{ $labels.component }}' },
  },
];

const storage = ({ config, thresholds: { platform: at } }: RuleContext): readonly Alert[] => [
  {
    ...onHealth,
    alert: 'PrometheusWalCorruption',
    expr: 'increase(prometheus_tsdb_wal_corruptions_total[15m]) > 0 or increase(prometheus_tsdb_wal_writes_failed_total[15m]) > 0',
    severity: 'critical',
    summary: 'The write-ahead log of {{ $labels.instance }} is damaged',
    description: 'What was not yet in a block may be lost at the next restart.',
  },
  {
    ...onHealth,
    alert: 'PrometheusCompactionsFailing',
    expr: 'increase(prometheus_tsdb_compactions_failed_total[3h]) > 0 or increase(prometheus_tsdb_reloads_failures_total[3h]) > 0',
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.instance }} cannot write or read its blocks',
    description: 'Its volume is full or damaged; memory grows until it can.',
  },
  {
    ...onHealth,
    alert: 'PrometheusRetentionAtRisk',
    expr: 'increase(prometheus_tsdb_size_retentions_total[1d]) > 0',
    severity: 'warning',
    summary: '{{ $labels.instance }} deletes metrics early, for want of space',
    description: `Blocks are deleted at retention.metrics.size (${config.retention.metrics.size}), before they are ${config.retention.metrics.time} old.`,
  },
  {
    ...onHealth,
    alert: 'PrometheusHighCardinality',
    expr: `prometheus_tsdb_head_series > ${Math.round(config.capacity.activeSeries * at.series)}`,
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.instance }} has {{ $value | humanize }} series',
    description: `Its volume and its memory are made for ${config.capacity.activeSeries} (capacity.activeSeries).`,
  },
];

const EVALUATION: readonly Alert[] = [
  {
    ...onHealth,
    alert: 'PrometheusRuleFailures',
    expr: 'sum by (job, instance, rule_group) (increase(prometheus_rule_evaluation_failures_total[5m])) > 0',
    for: '5m',
    severity: 'critical',
    summary: '{{ $labels.instance }} cannot evaluate rules of {{ $labels.rule_group }}',
    description: 'Alerts of this group do not fire.',
  },
  {
    ...onHealth,
    alert: 'PrometheusRulesMissed',
    expr: 'sum by (job, instance, rule_group) (increase(prometheus_rule_group_iterations_missed_total[10m])) > 0',
    for: '10m',
    severity: 'warning',
    summary: '{{ $labels.instance }} is too slow for the rules of {{ $labels.rule_group }}',
    description: 'An evaluation takes longer than its interval; alerts come late.',
  },
  {
    ...onHealth,
    alert: 'PrometheusConfigReloadFailed',
    expr: 'prometheus_config_last_reload_successful == 0',
    for: '5m',
    severity: 'critical',
    summary: '{{ $labels.instance }} refuses its configuration',
    description: 'It goes on with the previous one, and starts no more.',
  },
];
