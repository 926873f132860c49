import { DAY, GIB, MIB } from '../config/amounts';
import type { ByteSize, Duration } from '../config/units';

/** A number with so many significant digits. */
export const significant = (value: number, digits: number): number => Number(value.toPrecision(digits));

/** Up to so many significant digits, never down. */
export function significantAtLeast(value: number, digits: number): number {
  if (value <= 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(value)) - digits + 1);
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(digits + 1));
}

/** The least size in steps that people write: of 16 MiB up to a quarter of a GiB, of 64 MiB up to one, of 256 MiB above. */
export function memorySize(value: number): ByteSize {
  const step = value <= GIB / 4 ? 16 * MIB : value <= GIB ? 64 * MIB : 256 * MIB;
  const size = Math.max(step, Math.ceil(value / step) * step);
  return size % GIB === 0 ? `${size / GIB}GiB` : `${size / MIB}MiB`;
}

/** The least number of cores in steps of 0.05; to a hundredth below that. */
export const coreCount = (value: number): number =>
  value <= 0.05 ? Math.max(0.01, Math.ceil(value * 100 - 1e-9) / 100) : Number((Math.ceil(value * 20 - 1e-9) / 20).toFixed(2));

/** The least whole number of GB. */
export const gigabytes = (value: number): ByteSize => `${Math.max(1, Math.ceil(value / 1e9))}GB`;

/** The least whole number of GiB. */
export const gibibytes = (value: number): ByteSize => `${Math.max(1, Math.ceil(value / GIB))}GiB`;

/** A day's log lines in the largest unit that leaves two digits. */
export function dailyBytes(value: number): ByteSize {
  const mega = significantAtLeast(Math.max(1e6, value) / 1e6, 2);
  return mega >= 1_000 ? `${mega / 1_000}GB` : `${Math.ceil(mega)}MB`;
}

/** The longest whole number of days, or of hours below two days. */
export const shorterDuration = (seconds: number): Duration =>
  seconds >= 2 * DAY ? `${Math.floor(seconds / DAY)}d` : `${Math.max(1, Math.floor(seconds / 3_600))}h`;

/** A measured time for people, in whole units: `45s`, `12m`, `6h`, `3d`. */
export function durationText(seconds: number): Duration {
  if (seconds < 120) return `${Math.round(seconds)}s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)}m`;
  return seconds < 2 * DAY ? `${Math.round(seconds / 3_600)}h` : `${Math.round(seconds / DAY)}d`;
}

/** Bytes for people: `12.3 MB`. */
export function bytesText(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const index = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
  return `${significant(value / 1000 ** index, 3)} ${units[index]}`;
}
