import type { EnvironmentConfig } from '../config/schema/environment';
import { aiCost } from './ai-cost';
import { certificates } from './certificates';
import { container } from './container';
import { database } from './database';
import { efficiency } from './efficiency';
import { host } from './host';
import { kubernetes } from './kubernetes';
import { latency } from './latency';
import { checkNames } from './names';
import { partsOf } from './parts';
import { platform } from './platform';
import { collection, delivery } from './platform-parts';
import { recording } from './recording';
import { redis } from './redis';
import { renderGroup } from './render';
import type { Alert, Concern, Group, RuleGroup } from './rule';
import { security } from './security';
import { service } from './service';
import { slo } from './slo';
import { usage } from './usage';
import { workflow } from './workflow';

const CONCERNS: readonly Concern[] = [
  recording,
  service,
  latency,
  slo,
  database,
  redis,
  security,
  usage,
  aiCost,
  efficiency,
  workflow,
  host,
  container,
  kubernetes,
  certificates,
  platform,
  collection,
  delivery,
];

/** The groups of each configuration, which is frozen: they are asked for by rules, names and inhibitions. */
const known = new WeakMap<EnvironmentConfig, readonly Group[]>();

function groupsOf(config: EnvironmentConfig): readonly Group[] {
  const before = known.get(config);
  if (before !== undefined) return before;
  const context = { config, parts: partsOf(config), thresholds: config.alerting.rules.thresholds };
  const groups = CONCERNS.map((concern) => concern(context));
  known.set(config, groups);
  return groups;
}

/** The name of every alert, also of those whose components are off. */
export const alertNames = (config: EnvironmentConfig): readonly string[] =>
  groupsOf(config).flatMap(({ alerts = [] }) => alerts.map(({ alert }) => alert));

/** Alerts that say early what another says when it is worse, each with that one and the labels in which the two agree. */
export const earlyWarnings = (config: EnvironmentConfig): readonly Required<Pick<Alert, 'alert' | 'earlyWarningOf'>>[] =>
  groupsOf(config).flatMap(({ alerts = [] }) =>
    alerts.flatMap(({ alert, earlyWarningOf }) => (earlyWarningOf === undefined ? [] : [{ alert, earlyWarningOf }])),
  );

/**
 * Recording and alerting rules of everything that is on; none where no Prometheus evaluates them.
 *
 * @throws ConfigError when `alerting.rules` names an alert that there is not
 */
export function ruleGroups(config: EnvironmentConfig): readonly RuleGroup[] {
  checkNames(config, alertNames(config));
  if (!config.prometheus.enabled) return [];
  return groupsOf(config).flatMap((group) => renderGroup(config, group));
}
