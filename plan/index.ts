import { estimate } from '../cost/estimate';
import { alertChanges } from './alerts';
import { assemble, type PlanInput, type Sections } from './assemble';
import { configChanges } from './config-changes';
import { fileChanges } from './files';
import type { Plan } from './model';
import { staleAcknowledgements, violations } from './policy';
import { releaseChanges } from './releases';
import { resourceChanges } from './resources';
import { risks } from './risks';

const SECTIONS: Sections = {
  config: configChanges,
  resources: resourceChanges,
  files: fileChanges,
  releases: releaseChanges,
  alerts: alertChanges,
  risks,
  estimate,
  violations,
  stale: staleAcknowledgements,
};

/**
 * All that differs between two revisions: configuration, resources, files, releases, alerts, what may go wrong, what it costs, and which rules
 * of the policy it breaks. A section that an older description cannot answer is left out, with a note. Pure.
 */
export const makePlan = (input: PlanInput): Plan => assemble(input, SECTIONS);
