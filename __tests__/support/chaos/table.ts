/** What a disturbance came to. */
export interface Row {
  readonly disturbance: string;
  /** How the command that was disturbed ended. */
  readonly disturbed: string;
  /** How long the one deployment after it took (s). */
  readonly repair: number;
  /** Whether the second plan was empty. */
  readonly planEmpty: boolean;
  /** Stored records that are gone; undefined where nothing was stored before. */
  readonly lost: number | undefined;
  /** Whether the password is the one that the volume was set up with. */
  readonly passwordKept: boolean;
}

const HEADINGS = ['disturbance', 'ended with', 'repaired in', 'second plan', 'records lost', 'password'] as const;

/** For people. Pure. */
export function formatRows(rows: readonly Row[]): string {
  const cells = rows.map(({ disturbance, disturbed, repair, planEmpty, lost, passwordKept }) => [
    disturbance,
    disturbed,
    `${repair.toFixed(1)} s`,
    planEmpty ? 'empty' : 'NOT EMPTY',
    lost === undefined ? '-' : String(lost),
    passwordKept ? 'kept' : 'LOST',
  ]);
  const all = [[...HEADINGS], ...cells];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((line) => (line[column] ?? '').length)));
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
