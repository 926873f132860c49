/** What is on the disk of a store. */
export interface Disk {
  readonly usedBytes?: number;
  /** How that is known. */
  readonly source?: string;
  readonly capacityBytes?: number;
  readonly freeBytes?: number;
  /** Whether the space belongs to others too. */
  readonly isShared: boolean;
}

/** What differs between targets: how a component's containers are called, and who knows its disk. */
export interface Surroundings {
  /** Prometheus' address. */
  readonly prometheus: string;
  /** Labels that choose a component's own containers among those that cAdvisor measures; undefined when it has none. */
  readonly containers: (component: string) => string | undefined;
  readonly disk: (component: string, ask: Ask) => Promise<Disk>;
  /** Labels of the series about out-of-memory kills, when the target has them. */
  readonly kills: (component: string, seconds: number) => string | undefined;
}

/** The value of a query that gives one; undefined when it gives none, or something that is no number. */
export type Ask = (query: string) => Promise<number | undefined>;

/** Why nothing can be measured. */
export const WITHOUT_PROMETHEUS =
  "usage is measured by the platform's own Prometheus, and prometheus.enabled is false: switch it on, or give o11y tune a file with --usage";
