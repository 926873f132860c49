import type { Platform } from '../../constructs/core/platform';
import type { Html } from './html';

/** One part of an environment's report. A capability adds its own to the list in sections.ts. */
export interface Section {
  /** Anchor within the environment: letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  /** The section's content, without its heading; undefined when the environment has nothing to show. Deterministic. */
  readonly render: (platform: Platform) => Html | undefined | Promise<Html | undefined>;
}
