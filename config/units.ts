import * as z from 'zod';
import { amountReader, BYTES, MIB, MILLISECONDS } from './amounts';

export type DurationUnit = keyof typeof MILLISECONDS;
export type ByteUnit = keyof typeof BYTES;

/** A length of time: a whole number and one unit, such as `15s`, `2h`, `90d`. */
export type Duration = `${number}${DurationUnit}`;

/** An amount of data: a number and one unit, such as `512MiB` (1024²) or `10GB` (1000³). */
export type ByteSize = `${number}${ByteUnit}`;

const WHOLE = '(?:0|[1-9]\\d{0,8})';

/** Milliseconds of a {@link Duration}; undefined for any other value. */
export const readDuration = amountReader({ units: MILLISECONDS, number: WHOLE });

const readSize = amountReader({ units: BYTES, number: `${WHOLE}(?:\\.\\d{1,3})?` });

/** Bytes of a {@link ByteSize}, rounded to whole ones; undefined for any other value. */
export function readByteSize(value: unknown): number | undefined {
  const size = readSize(value);
  return size === undefined ? undefined : Math.round(size);
}

const isDuration = (value: unknown): value is Duration => readDuration(value) !== undefined;
const isByteSize = (value: unknown): value is ByteSize => readByteSize(value) !== undefined;

/** Milliseconds of a duration. @throws RangeError for a text that is no duration */
export function milliseconds(duration: Duration): number {
  const length = readDuration(duration);
  if (length === undefined) throw new RangeError(`${duration} is not a duration`);
  return length;
}

/** Seconds of a duration, with a fraction below one second. */
export const seconds = (duration: Duration): number => milliseconds(duration) / 1_000;

/** Bytes of a size, rounded to whole ones. @throws RangeError for a text that is no size */
export function bytes(size: ByteSize): number {
  const amount = readByteSize(size);
  if (amount === undefined) throw new RangeError(`${size} is not a size`);
  return amount;
}

/** Whole mebibytes of a size, rounded down: the unit of Docker's and Go's memory limits. */
export const mebibytes = (size: ByteSize): number => Math.floor(bytes(size) / MIB);

/** The same length of time in the largest unit up to hours that divides it: Go's `time.ParseDuration` knows no days. */
export function goDuration(duration: Duration): string {
  const total = milliseconds(duration);
  if (total !== 0) {
    for (const unit of ['h', 'm', 's'] as const) {
      if (total % MILLISECONDS[unit] === 0) return `${total / MILLISECONDS[unit]}${unit}`;
    }
  }
  return `${total}ms`;
}

/** Go, in which all the programs are written, counts nanoseconds in 63 bits: 292 years. */
const LONGEST: Duration = '36500d';

/** Schema of a {@link Duration} of at most 100 years. */
export const durationSchema = z
  .custom<Duration>(isDuration, {
    error: `must be a duration: a whole number and one of ${Object.keys(MILLISECONDS).join(', ')}, such as "15s" or "90d"`,
  })
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
    error: `must be a size: a number and one of ${Object.keys(BYTES).join(', ')}, such as "512MiB" or "10GB"`,
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
