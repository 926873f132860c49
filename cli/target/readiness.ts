/** How one component is. */
export interface Readiness {
  readonly component: string;
  readonly state: 'ready' | 'waiting' | 'failed';
  /** What it waits for, or why it failed. */
  readonly reason: string;
}

/** How often a component may end by itself before it counts as failed: one that starts before what it needs may do so once. */
export const RESTARTS_TOLERATED = 2;

/** 137 is SIGKILL, which the kernel sends to what goes over its memory limit. */
export const exitText = (code: number): string => `exit code ${code}${code === 137 ? ' (killed: its memory limit may be too low)' : ''}`;
