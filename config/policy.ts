import type { PolicyOverlay } from './schema/policy';

/**
 * What every change must keep to, in all environments; one of them can say more: `policy: { ...policy, monthlyBudget: 350 }`. A change that deletes
 * data is acknowledged where it is made: `acknowledge: [{ subject: 'retention.traces', reason: 'a week is what we look at' }]`.
 */
const policy: PolicyOverlay = {
  allowPublic: [],
  dataLoss: 'acknowledged',
};

export default policy;
