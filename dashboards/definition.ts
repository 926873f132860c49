import type { EnvironmentConfig } from '../config/schema/environment';
import type { Panel } from './panels';

/** A heading with panels below it. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A text that people type, which queries of the dashboard contain. */
export interface TextVariable {
  readonly name: string;
  readonly label: string;
  readonly description: string;
}

/** What a dashboard shows, when all of the platform is on. What a component that is off would emit or answer is left out later. */
export interface Definition {
  /** Part of its address, for ever: links and alerts name it. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly folder: 'Platform' | 'Services' | 'Business';
  /** How far back it shows at first: `now-1h`. */
  readonly from?: string;
  /** Whether it shows one service at a time. */
  readonly oneService?: boolean;
  readonly texts?: readonly TextVariable[];
  readonly rows: readonly Row[];
}

export type DashboardOf = (config: EnvironmentConfig) => Definition;
