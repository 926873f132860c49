import { type ByteSize, bytes, type Duration, milliseconds } from '../config/units';

/** A true minus, as wide as the plus beside which it stands. */
const MINUS = '−';

/** Units of a length of time, from the longest; weeks are said in days. */
const TIME_UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

const BINARY_UNITS = [
  ['TiB', 1024 ** 4],
  ['GiB', 1024 ** 3],
  ['MiB', 1024 ** 2],
  ['KiB', 1024],
] as const;

const DECIMAL_UNITS = [
  ['TB', 1e12],
  ['GB', 1e9],
  ['MB', 1e6],
  ['kB', 1e3],
] as const;

/** A quantity of Kubernetes': `512Mi`, `20Gi`. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const QUANTITY = /^(\d{1,9}(?:\.\d{1,3})?)(Ki|Mi|Gi|Ti)$/;
const CORES = /^(\d{1,9}(?:\.\d{1,3})?)(m?)$/;

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
    both(duration, before, after, (from, to) => withUnit(to - from, TIME_UNITS, 'ms')) ??
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

const duration = (value: unknown): number | undefined => parsed(() => milliseconds(value as Duration), value);

function size(value: unknown): number | undefined {
  const match = typeof value === 'string' ? QUANTITY.exec(value) : null;
  return match === null ? parsed(() => bytes(value as ByteSize), value) : bytes(`${Number(match[1])}${match[2] as 'Ki'}B`);
}

function cores(value: unknown): number | undefined {
  const match = CORES.exec(String(value));
  return match === null ? undefined : Number(match[1]) / (match[2] === 'm' ? 1000 : 1);
}

function parsed(read: () => number, value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

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
function withUnit(amount: number, units: readonly (readonly [string, number])[], smallest: string): string {
  const exact = units.find(([, length]) => Math.abs(amount) >= length && Number.isInteger(rounded((amount / length) * 10)));
  return exact === undefined ? `${signed(amount)} ${smallest}` : `${signed(amount / exact[1])} ${exact[0]}`;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

const signed = (value: number): string => (value < 0 ? `${MINUS}${rounded(-value)}` : `+${rounded(value)}`);
