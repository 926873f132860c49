type Paint = (text: string) => string;

/** Colours of the terminal; each leaves the text as it is where there is none. */
export interface Colours {
  readonly green: Paint;
  readonly yellow: Paint;
  readonly red: Paint;
  readonly dim: Paint;
  readonly bold: Paint;
}

/**
 * Colours for a stream: only on a terminal, and not where NO_COLOR is set or the terminal is dumb.
 *
 * @see https://no-color.org
 */
export function coloursFor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv = process.env): Colours {
  const on = stream.isTTY === true && (environment['NO_COLOR'] ?? '') === '' && environment['TERM'] !== 'dumb';
  const paint =
    (start: number, end: number): Paint =>
    (text) =>
      on ? `\u001b[${start}m${text}\u001b[${end}m` : text;
  return { green: paint(32, 39), yellow: paint(33, 39), red: paint(31, 39), dim: paint(2, 22), bold: paint(1, 22) };
}

/** Writes a line of a command's result. */
export const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Writes a line about what is going on: it is not part of the result. */
export const note = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/**
 * Goes on with the work when nobody reads what is said of it any more: a reader that has seen enough, as in `o11y deploy dev 2>&1 | head`, a
 * terminal that is closed, a full disk. A result that is lost to anything but the reader's own wish is a failure.
 */
export function outliveReaders(): void {
  process.stderr.on('error', () => {});
  process.stdout.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || lost) return;
    lost = true;
    note(`✖ The result cannot be written: ${code === 'ENOSPC' ? 'no space is left where standard output goes' : message}`);
    process.on('exit', () => {
      process.exitCode = 1;
    });
  });
}

let lost = false;

/** Writes the result for a machine. */
export const printJson = (value: unknown): void => print(JSON.stringify(value, undefined, 2));

/** Rows in columns of equal width, two blanks apart; the first row is the header. No blanks at the end of a line. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows.reduce<readonly number[]>((known, row) => row.map((cell, column) => Math.max(known[column] ?? 0, cell.length)), []);
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Bytes in the unit that people compare with a limit: `87 MiB`. */
export const mebibyteText = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MiB`;
