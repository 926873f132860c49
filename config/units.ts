import * as z from 'zod';

/** The units of a {@link Duration} and their length in milliseconds. Days and weeks have 24 h and 7 d, as in Prometheus. */
const DURATION_UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** The units of a {@link ByteSize} and their number of bytes: decimal (SI) and binary (IEC). */
const BYTE_UNITS = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
} as const;

export type DurationUnit = keyof typeof DURATION_UNITS;
export type ByteUnit = keyof typeof BYTE_UNITS;

/** A length of time: a whole number and one unit, such as `15s`, `2h`, `90d`. */
export type Duration = `${number}${DurationUnit}`;

/** An amount of data: a number and one unit, such as `512MiB` (1024²) or `10GB` (1000³). */
export type ByteSize = `${number}${ByteUnit}`;

const DURATION = /^(0|[1-9]\d{0,8})(ms|s|m|h|d|w)$/;
const BYTE_SIZE = /^(0|[1-9]\d{0,8}|(?:0|[1-9]\d{0,8})\.\d{1,3})(B|kB|MB|GB|TB|KiB|MiB|GiB|TiB)$/;

const isDuration = (value: unknown): value is Duration => typeof value === 'string' && DURATION.test(value);
const isByteSize = (value: unknown): value is ByteSize => typeof value === 'string' && BYTE_SIZE.test(value);

/** Milliseconds of a duration. @throws RangeError for a text that is no duration */
export function milliseconds(duration: Duration): number {
  const match = DURATION.exec(duration);
  if (match === null) throw new RangeError(`${duration} is not a duration`);
  return Number(match[1]) * DURATION_UNITS[match[2] as DurationUnit];
}

/** Seconds of a duration, with a fraction below one second. */
export const seconds = (duration: Duration): number => milliseconds(duration) / 1_000;

/** Bytes of a size, rounded to whole ones. @throws RangeError for a text that is no size */
export function bytes(size: ByteSize): number {
  const match = BYTE_SIZE.exec(size);
  if (match === null) throw new RangeError(`${size} is not a size`);
  return Math.round(Number(match[1]) * BYTE_UNITS[match[2] as ByteUnit]);
}

/** Whole mebibytes of a size, rounded down: the unit of Docker's and Go's memory limits. */
export const mebibytes = (size: ByteSize): number => Math.floor(bytes(size) / BYTE_UNITS.MiB);

/** The same length of time in the largest unit up to hours that divides it: Go's `time.ParseDuration` knows no days. */
export function goDuration(duration: Duration): string {
  const total = milliseconds(duration);
  if (total !== 0) {
    for (const unit of ['h', 'm', 's'] as const) {
      if (total % DURATION_UNITS[unit] === 0) return `${total / DURATION_UNITS[unit]}${unit}`;
    }
  }
  return `${total}ms`;
}

/** Go, in which all the programs are written, counts nanoseconds in 63 bits: 292 years. */
const LONGEST: Duration = '36500d';

/** Schema of a {@link Duration} of at most 100 years. */
export const durationSchema = z
  .custom<Duration>(isDuration, { error: 'must be a duration: a whole number and one of ms, s, m, h, d, w, such as "15s" or "90d"' })
  .meta({ title: 'duration' })
  .refine((value) => !isDuration(value) || milliseconds(value) <= milliseconds(LONGEST), { error: `must be at most ${LONGEST}` });

/** Schema of a {@link Duration} of at least `minimum`, because of `reason`. */
export const durationOfAtLeast = (minimum: Duration, reason: string) =>
  durationSchema.refine((value) => !isDuration(value) || milliseconds(value) >= milliseconds(minimum), {
    error: `must be at least ${minimum}: ${reason}`,
  });

/** A {@link durationOfAtLeast} that is also at most `maximum`, because of `reason`. */
export const durationFromTo = (minimum: Duration, minimumReason: string, maximum: Duration, maximumReason: string) =>
  durationOfAtLeast(minimum, minimumReason).refine((value) => !isDuration(value) || milliseconds(value) <= milliseconds(maximum), {
    error: `must be at most ${maximum}: ${maximumReason}`,
  });

/** Beyond 2^53 bytes a number of JavaScript is no longer exact, and its text no longer only digits. */
const LARGEST: ByteSize = '9000TB';

/** Schema of a {@link ByteSize} of at most 9000 TB. */
const byteSizeSchema = z
  .custom<ByteSize>(isByteSize, {
    error: 'must be a size: a number and one of B, kB, MB, GB, TB, KiB, MiB, GiB, TiB, such as "512MiB" or "10GB"',
  })
  .meta({ title: 'size' })
  .refine((value) => !isByteSize(value) || bytes(value) <= bytes(LARGEST), { error: `must be at most ${LARGEST}` });

/** Schema of a {@link ByteSize} of at least `minimum`, because of `reason`. */
export const byteSizeOfAtLeast = (minimum: ByteSize, reason: string) =>
  byteSizeSchema.refine((value) => !isByteSize(value) || bytes(value) >= bytes(minimum), {
    error: `must be at least ${minimum}: ${reason}`,
  });

/** Schema of a share from 0 to 1: 0.1 is 10 %. */
export const ratioSchema = z
  .number({ error: 'must be a number from 0 to 1: 0.1 means 10 %' })
  .min(0, { error: 'must be from 0 to 1: 0.1 means 10 %' })
  .max(1, { error: 'must be from 0 to 1: 0.1 means 10 %' });

/** Schema of an amount of processor time in cores, to a thousandth: 0.5 is half a core. */
export const cpuSchema = z
  .number({ error: 'must be a number of cores, such as 0.5' })
  .min(0.01, { error: 'must be at least 0.01 cores: Docker takes no less' })
  .max(256, { error: 'must be at most 256 cores' })
  // What the engine would round, the next plan would see as a change.
  .refine((value) => Number(value.toFixed(3)) === value, { error: 'must have at most three decimals, such as 0.125' });

/** Schema of a TCP port that is published or listened on. */
export const portSchema = z
  .int({ error: 'must be a whole number from 1 to 65535' })
  .min(1, { error: 'must be a port from 1 to 65535' })
  .max(65535, { error: 'must be a port from 1 to 65535' });
