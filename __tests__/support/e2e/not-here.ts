import { ruleGroups } from '../../../alert-rules';
import type { EnvironmentConfig } from '../../../config/schema/environment';
import { metricNames } from '../../../dashboards/promql';
import { ONLY_AFTER_FAILURES } from '../metric-names';
import { hasLogs } from './backends';

/** Metrics that dashboards or rules use and that a healthy platform of this suite has not, and who would emit them when. */
export const NOT_HERE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(ONLY_AFTER_FAILURES.map((name) => [name, 'begins with the first failure of its kind'])),
  pg_replication_lag_seconds: 'postgres-exporter 0.20; the one of the suite is 0.11',
  ...(hasLogs ? {} : { otelcol_exporter_sent_log_records: 'otel-collector, where there is a store of logs' }),
  tempodb_blocklist_length: 'tempo, some minutes after it has written its first block, when it looks for blocks',
  probe_ssl_earliest_cert_expiry: 'blackbox-exporter, of what is probed over https',
};

/** Every metric of an environment's rules, but the ones that other rules record. */
export function metricsOfRules(config: EnvironmentConfig): readonly string[] {
  const rules = ruleGroups(config).flatMap((group) => group.rules);
  const recorded = new Set(rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])));
  return [...new Set(rules.flatMap(({ expr }) => metricNames(expr)))].filter((name) => !recorded.has(name)).sort();
}
