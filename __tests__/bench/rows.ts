/** What a number is to be held to: the measured value itself, or its ratio to what it is measured beside. */
export interface Target {
  readonly of: 'value' | 'ratio';
  readonly at: 'most' | 'least';
  readonly limit: number;
}

/** One line of the table that was measured. */
export interface MeasuredRow {
  readonly measure: string;
  readonly value: number;
  readonly unit: string;
  /** What it is measured beside, in the same unit. */
  readonly beside?: { readonly what: string; readonly value: number };
  /** `value / beside` for a cost; `beside / value` for "times faster". Default: cost. */
  readonly ratioIs?: 'cost' | 'speed-up';
  readonly target?: Target;
  /** Spread, counts and whatever else qualifies the number. */
  readonly note?: string;
}

/** One line that could not be measured on this machine, and why. */
export interface UnmeasuredRow {
  readonly measure: string;
  readonly reason: string;
}

export type Row = MeasuredRow | UnmeasuredRow;

/** Something that a measurement needs is not on this machine: an engine, a program, a package registry. */
export class NotMeasurable extends Error {
  override readonly name = 'NotMeasurable';
}

/** A group of measurements that is run as one. */
export interface Section {
  readonly name: string;
  readonly run: (options: BenchOptions) => Promise<readonly Row[]>;
}

export interface BenchOptions {
  /** How long the platform is left alone before its memory is read (s). */
  readonly idleSeconds: number;
  /** Tells a person what is going on. */
  readonly progress: (text: string) => void;
}

/** The middle of several runs, which one disturbed run does not move. @throws RangeError without a run */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new RangeError('a median needs at least one value');
  return (upper + lower) / 2;
}

/** `median of 9, 0.31 to 0.45`: how far apart the runs were. */
export const spread = (values: readonly number[], digits = 2): string =>
  `median of ${values.length}, ${Math.min(...values).toFixed(digits)} to ${Math.max(...values).toFixed(digits)}`;

export function ratioOf({ value, beside, ratioIs }: MeasuredRow): number | undefined {
  if (beside === undefined) return undefined;
  return ratioIs === 'speed-up' ? beside.value / value : value / beside.value;
}

/** Whether a row keeps its target; undefined when it has none. */
export function isMet(row: MeasuredRow): boolean | undefined {
  if (row.target === undefined) return undefined;
  const number = row.target.of === 'value' ? row.value : ratioOf(row);
  if (number === undefined) return undefined;
  return row.target.at === 'most' ? number <= row.target.limit : number >= row.target.limit;
}
