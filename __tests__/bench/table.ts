import { isMet, type MeasuredRow, type Row, ratioOf, type Target } from './rows';

const HEADINGS = ['measure', 'value', 'beside', 'ratio', 'target', 'met'] as const;

/** Rows as a table for people, with what qualifies them below it. Pure. */
export function formatTable(rows: readonly Row[]): string {
  const notes: string[] = [];
  const cells = rows.map((row) => {
    const note = 'reason' in row ? row.reason : row.note;
    if (note !== undefined) notes.push(`${row.measure}: ${note}`);
    return 'reason' in row ? [row.measure, 'not measured', '', '', '', ''] : cellsOf(row);
  });
  const all = [[...HEADINGS], ...cells];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((line) => (line[column] ?? '').length)));
  const lines = all.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [lines[0], rule, ...lines.slice(1), '', ...notes.map((note) => `  ${note}`)].join('\n');
}

/** Rows as data, with what the table works out. Pure. */
export const rowsAsData = (rows: readonly Row[]): readonly Readonly<Record<string, unknown>>[] =>
  rows.map((row) => ('reason' in row ? { ...row, measured: false } : { ...row, measured: true, ratio: ratioOf(row), met: isMet(row) }));

function cellsOf(row: MeasuredRow): readonly string[] {
  const ratio = ratioOf(row);
  const met = isMet(row);
  return [
    row.measure,
    quantity(row.value, row.unit),
    row.beside === undefined ? '' : `${quantity(row.beside.value, row.unit)} (${row.beside.what})`,
    ratio === undefined ? '' : `${ratio.toFixed(2)}x`,
    row.target === undefined ? '' : formatTarget(row.target, row.unit),
    met === undefined ? '' : met ? 'yes' : 'NO',
  ];
}

const formatTarget = ({ of, at, limit }: Target, unit: string): string =>
  `${at === 'most' ? '<=' : '>='} ${of === 'ratio' ? `${limit}x` : `${limit} ${unit}`}`;

/** Three figures are more than any of these measurements can tell apart. */
const quantity = (value: number, unit: string): string => `${format(value)} ${unit}`;

function format(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
