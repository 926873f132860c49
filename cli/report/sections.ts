import { networksSection } from './networks';
import { overviewSection } from './overview';
import { pipelineSection } from './pipeline';
import { portsSection } from './ports';
import { resourcesSection } from './resources';
import { retentionSection } from './retention';
import type { Section } from './section';
import { topologySection } from './topology';
import { versionsSection } from './versions';

/** What the report says of each environment, in this order. */
export const sections: readonly Section[] = [
  overviewSection,
  topologySection,
  pipelineSection,
  resourcesSection,
  retentionSection,
  portsSection,
  networksSection,
  versionsSection,
];
