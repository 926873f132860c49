import { readByteSize, readDuration } from '../config/units';
import { readQuantity } from '../constructs/core/quantity';
import { BINARY_UNITS, DECIMAL_UNITS, TIME_UNITS, type Unit } from './units';

/** A true minus, as wide as the plus beside which it stands. */
const MINUS = '−';

/** Numbers whose difference says nothing: what they name is elsewhere, not more. */
const NAMING_NUMBER = /(port|revision|\bid|gid|uid|user|group)$|\bports\./i;

/**
 * How far one value is from another, in their own unit: `+15 d`, `−512 MiB (÷2)`, `−50 %`, `+0.5 cores`, `+2 (×3)`. Undefined for values
 * that have no distance: texts, what only exists on one side.
 *
 * @param path of the value: its last key says whether `500m` are cores or minutes, and whether a number counts at all
 */
export function differenceOf(path: string, before: unknown, after: unknown): string | undefined {
  const key = /([^.[\]]*)$/.exec(path)?.[1] ?? '';
  if (/cpu$/i.test(key)) return both(cores, before, after, (from, to) => `${signed(to - from)} cores${factor(from, to)}`);
  return (
    both(readDuration, before, after, (from, to) => withUnit(to - from, TIME_UNITS, 'ms')) ??
    both(size, before, after, (from, to) => {
      const units = [before, after].every((value) => /[kMGT]B$/.test(String(value)) && !/iB$/.test(String(value)));
      return `${withUnit(to - from, units ? DECIMAL_UNITS : BINARY_UNITS, 'B')}${factor(from, to)}`;
    }) ??
    (NAMING_NUMBER.test(path) ? undefined : both(plainNumber, before, after, numbers))
  );
}

function both(
  read: (value: unknown) => number | undefined,
  before: unknown,
  after: unknown,
  say: (from: number, to: number) => string,
): string | undefined {
  const from = read(before);
  const to = read(after);
  return from === undefined || to === undefined || from === to ? undefined : say(from, to);
}

const plainNumber = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);

/** What may be an amount, as it is written: what a base of another version holds may be anything. */
const written = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** Of the quantities that Kubernetes writes, those that can only be bytes: `512Mi`, `20Gi`. */
const size = (value: unknown): number | undefined => (/i$/.test(written(value)) ? readQuantity(value) : readByteSize(value));

const cores = (value: unknown): number | undefined => readQuantity(written(value));

/** A share from 0 to 1 in percent of what it was; other numbers by how much more. */
function numbers(from: number, to: number): string {
  const isShare = [from, to].every((value) => value >= 0 && value <= 1) && !(Number.isInteger(from) && Number.isInteger(to));
  const times = factor(from, to);
  // Five times as much is easier to read than four hundred percent more.
  if (isShare && times.includes('×')) return times.trim().slice(1, -1);
  return isShare && from > 0 ? `${signed(((to - from) / from) * 100)} %` : `${signed(to - from)}${times}`;
}

/** ` (×2)`, ` (÷2)`: where the one is a whole multiple of the other. */
function factor(from: number, to: number): string {
  if (from <= 0 || to <= 0) return '';
  const up = rounded(to / from);
  const down = rounded(from / to);
  if (up >= 2 && Number.isInteger(up)) return ` (×${up})`;
  return down >= 2 && Number.isInteger(down) ? ` (÷${down})` : '';
}

/** In the largest unit that gives few digits: whole, or with one decimal. */
function withUnit(amount: number, units: readonly Unit[], smallest: string): string {
  const exact = units.find(([, length]) => Math.abs(amount) >= length && Number.isInteger(rounded((amount / length) * 10)));
  return exact === undefined ? `${signed(amount)} ${smallest}` : `${signed(amount / exact[1])} ${exact[0]}`;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

const signed = (value: number): string => (value < 0 ? `${MINUS}${rounded(-value)}` : `+${rounded(value)}`);
