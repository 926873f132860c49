import type { Changes, Pair, Risk } from '../model';
import { capacityRisks } from './capacity';
import { comparisonOf, type RiskRule } from './context';
import { downtimeRisks } from './downtime';
import { exposureRisks } from './exposure';
import { flagRisks } from './flags';
import { networkPolicyRisks } from './policies';
import { retentionRisks } from './retention';
import { securityRisks } from './security';
import { removedEnvironment, storeRisks } from './stores';
import { visibilityRisks } from './visibility';
import { volumeRisks } from './volumes';

/** What can be said of an environment that did not exist; everything else compares. */
const OF_NEW: readonly RiskRule[] = [exposureRisks, flagRisks, capacityRisks];

const RULES: readonly RiskRule[] = [
  retentionRisks,
  storeRisks,
  volumeRisks,
  exposureRisks,
  flagRisks,
  networkPolicyRisks,
  securityRisks,
  visibilityRisks,
  downtimeRisks,
  capacityRisks,
];

const ORDER: readonly Risk['severity'][] = ['high', 'medium', 'low'];

/**
 * What may go wrong when the change is deployed, the severest first. High: data or protection is gone, or the deployment cannot succeed. Medium: to be
 * looked at before. Low: good to know. Pure; throws nothing on a base that another version of the toolkit made.
 */
export function risks(pair: Pair, changes: Changes): readonly Risk[] {
  const comparison = comparisonOf(pair, changes);
  if (comparison === undefined) return pair.base === undefined ? [] : removedEnvironment(pair.name, pair.base.platform);
  const rules = pair.base === undefined ? OF_NEW : RULES;
  const found = rules.flatMap((rule) => rule(comparison));
  return [...found].sort((one, other) => ORDER.indexOf(one.severity) - ORDER.indexOf(other.severity));
}
