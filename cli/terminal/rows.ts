/** What people see as one thing that changes: a component, or all images. */
export interface Row {
  readonly title: string;
  readonly verb: Verb;
  readonly state: 'planned' | 'running' | 'done' | 'failed' | 'stopped';
  /** Whether it stands for many quick things, which are counted and not timed. */
  readonly group: boolean;
  /** Operations that it takes, and those that have ended well. */
  readonly total: number;
  readonly completed: number;
  /** When the first operation started and the last one ended; ms since the epoch. */
  readonly startedAt?: number;
  readonly endedAt?: number;
}

/** What is done to it, while it lasts and afterwards. */
export interface Verb {
  readonly now: string;
  readonly done: string;
}

/** The rows of a run, by their title, in the order of the plan. */
export type Rows = ReadonlyMap<string, Row>;

/** `creating… 6 s`, `created in 6 s`, `creating… 3/12`. */
export function describeRow(row: Row, now: number): string {
  const seconds = (until: number): string => `${Math.round((until - (row.startedAt ?? until)) / 1_000)} s`;
  switch (row.state) {
    case 'planned':
      return 'waiting';
    case 'running':
      return `${row.verb.now}… ${isGroup(row) ? `${row.completed}/${row.total}` : seconds(now)}`;
    case 'done':
      return `${row.verb.done}${isGroup(row) ? ` (${row.total})` : ''} in ${seconds(row.endedAt ?? now)}`;
    case 'stopped':
      return `stopped after ${seconds(row.endedAt ?? now)}`;
    case 'failed':
      return `failed after ${seconds(row.endedAt ?? now)}`;
  }
}

const isGroup = ({ group, total }: Row): boolean => total > 1 && group;
