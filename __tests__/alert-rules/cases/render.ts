import { ruleGroups } from '../../../alert-rules';
import { runbookUrl } from '../../../alert-rules/links';
import type { RuleGroup } from '../../../alert-rules/rule';
import { defineEnvironment } from '../../../config/define';
import type { EnvironmentConfig } from '../../../config/schema/environment';
import type { Native } from '../../../constructs/core/native';
import { type AlertCase, ENGINE, type Series } from './case';

export const configOf = ({ overlay = ENGINE }: AlertCase): EnvironmentConfig => defineEnvironment('dev', overlay);

/** The rules of a case: the alert's own group, and the series that are computed for all. */
export const rulesOf = (alertCase: AlertCase): readonly RuleGroup[] =>
  ruleGroups(configOf(alertCase)).filter(
    ({ name, rules }) => name === 'recording' || rules.some((rule) => 'alert' in rule && rule.alert === alertCase.alert),
  );

/** promtool's file of a case. https://prometheus.io/docs/prometheus/latest/configuration/unit_testing_rules/ */
export function promtoolFile(alertCase: AlertCase, rules: string): Native {
  const { alert, interval = '1m', firing, firesAt, resolvedAt, healthy } = alertCase;
  const at = (time: string, expected: readonly Native[]): Native => ({ eval_time: time, alertname: alert, exp_alerts: expected });
  const test = (name: string, series: Series, tests: readonly Native[]): Native => ({
    name: `${alert} ${name}`,
    interval,
    input_series: Object.entries(series).map(([selector, values]) => ({ series: selector, values })),
    alert_rule_test: tests,
  });
  return {
    rule_files: [rules],
    evaluation_interval: interval,
    tests: [
      test('fires and ends', firing, [at(firesAt, expectedAlerts(alertCase)), ...(resolvedAt === undefined ? [] : [at(resolvedAt, [])])]),
      ...(healthy === undefined ? [] : [test('does not fire', healthy, [at(firesAt, [])])]),
    ],
  };
}

/** Links follow from the alert; everything else a case says itself. */
function expectedAlerts(alertCase: AlertCase): readonly Native[] {
  const config = configOf(alertCase);
  const rule = ruleGroups(config)
    .flatMap(({ rules }) => rules)
    .find((candidate) => 'alert' in candidate && candidate.alert === alertCase.alert);
  const dashboard = rule !== undefined && 'alert' in rule ? (rule.annotations['dashboard_url'] ?? '') : '';
  return alertCase.expected.map(({ labels, summary, description }) => ({
    exp_labels: labels,
    exp_annotations: {
      summary,
      description,
      runbook_url: runbookUrl(config, alertCase.alert),
      dashboard_url: dashboard.replace('{{ $labels.service_name }}', labels['service_name'] ?? ''),
    },
  }));
}
