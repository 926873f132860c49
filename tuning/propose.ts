import { capacityProposals } from './capacity';
import { limitProposals } from './limits';
import type { Findings, Proposal } from './proposal';
import { retentionProposals } from './retention';
import { type CostOf, samplingForBudget } from './sampling';

/** What follows from a measurement. */
export interface Advice {
  readonly proposals: readonly Proposal[];
  readonly notes: readonly string[];
}

/**
 * Proposes values that fit what was measured. Where something was not measured, nothing is proposed for it.
 *
 * @param budget dollars a month, for which sampling is chosen last
 */
export function propose(findings: Findings, budget: number | undefined, costOf: CostOf): Advice {
  const proposals = [...capacityProposals(findings), ...retentionProposals(findings), ...limitProposals(findings)];
  if (budget === undefined) return { proposals, notes: [] };
  const { proposals: sampling, notes } = samplingForBudget(findings, budget, proposals, costOf);
  return { proposals: [...proposals, ...sampling], notes };
}
