import fc from 'fast-check';
import { type ByteSize, bytes, type Duration, durationSchema, goDuration, mebibytes, milliseconds, seconds } from '../../config/units';

const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const BYTES = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;
const keysOf = <T extends object>(object: T): readonly (keyof T)[] => Object.keys(object) as (keyof T)[];

const count = fc.nat(999_999_999);
const durationUnit = fc.constantFrom(...keysOf(MILLISECONDS));
const byteUnit = fc.constantFrom(...keysOf(BYTES));

describe('durations', () => {
  it.each([
    ['0s', 0],
    ['250ms', 250],
    ['15s', 15_000],
    ['2h', 7_200_000],
    ['90d', 7_776_000_000],
    ['1w', 604_800_000],
  ] as const)('%s is %d ms', (duration, expected) => {
    expect(milliseconds(duration)).toBe(expected);
    expect(seconds(duration)).toBe(expected / 1_000);
  });

  it('are a count of their unit', () => {
    fc.assert(fc.property(count, durationUnit, (number, unit) => milliseconds(`${number}${unit}`) === number * MILLISECONDS[unit]));
  });

  it.each(['', '15', 's', '15 s', '1.5h', '-1s', '+1s', '01s', '1h30m', '1S', '1y', '1e3s', '１s', '15s\n', '1000000000s'])(
    '%j is none',
    (text) => {
      expect(durationSchema.safeParse(text).success).toBe(false);
      expect(() => milliseconds(text as Duration)).toThrow(new RangeError(`${text} is not a duration`));
    },
  );

  it('take any text, and read only what says the same again', () => {
    const nearly = fc.oneof(fc.string(), fc.stringMatching(/^[-+ ]?\d{0,10}(\.\d)?(ms|s|m|h|d|w|y|S)?$/));
    fc.assert(
      fc.property(nearly, (text) => {
        const parsed = durationSchema.safeParse(text);
        return parsed.success ? parsed.data === text && Number.isSafeInteger(milliseconds(parsed.data)) : true;
      }),
    );
  });
});

/** What Go's time.ParseDuration makes of a text of one number and one unit. */
function goMilliseconds(text: string): number {
  const match = /^(\d+)(ms|s|m|h)$/.exec(text);
  if (match === null) throw new Error(`Go does not read ${text}`);
  return Number(match[1]) * MILLISECONDS[match[2] as 'ms' | 's' | 'm' | 'h'];
}

describe('goDuration', () => {
  it.each([
    ['90d', '2160h'],
    ['1w', '168h'],
    ['90m', '90m'],
    ['120m', '2h'],
    ['1500ms', '1500ms'],
    ['0d', '0ms'],
  ] as const)('%s is %s', (duration, expected) => expect(goDuration(duration)).toBe(expected));

  it('is as long as the duration, in units that Go knows', () => {
    fc.assert(
      fc.property(count, durationUnit, (number, unit) => goMilliseconds(goDuration(`${number}${unit}`)) === number * MILLISECONDS[unit]),
    );
  });

  it('takes the largest unit that divides it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        (hours) => goDuration(`${hours}h`) === `${hours}h` && goDuration(`${hours * 60}m`) === `${hours}h`,
      ),
    );
  });
});

describe('sizes', () => {
  it.each([
    ['0B', 0],
    ['10GB', 10_000_000_000],
    ['512MiB', 536_870_912],
    ['1.5KiB', 1_536],
    ['0.001B', 0],
    ['256KiB', 262_144],
  ] as const)('%s is %d bytes', (size, expected) => expect(bytes(size)).toBe(expected));

  it('are a count of their unit', () => {
    fc.assert(fc.property(count, byteUnit, (number, unit) => bytes(`${number}${unit}`) === number * BYTES[unit]));
  });

  it('may have three decimals, rounded to whole bytes', () => {
    fc.assert(
      fc.property(fc.nat(9_999), fc.integer({ min: 0, max: 999 }), byteUnit, (whole, thousandths, unit) => {
        const size = `${whole}.${String(thousandths).padStart(3, '0')}` as `${number}`;
        return Math.abs(bytes(`${size}${unit}`) - ((whole * 1_000 + thousandths) * BYTES[unit]) / 1_000) <= 1;
      }),
    );
  });

  it('in mebibytes are rounded down', () => {
    expect(mebibytes('1.9MiB')).toBe(1);
    fc.assert(fc.property(fc.nat(100_000), fc.nat(1023), (whole, rest) => mebibytes(`${whole * 1024 + rest}KiB`) === whole));
  });

  it.each(['', '10', 'MB', '10 MB', '-1MB', '1.2345MB', '.5MB', '10mb', '10Mb', '10K', '1e3MB', '10MB '])('%j is none', (text) =>
    expect(() => bytes(text as ByteSize)).toThrow(new RangeError(`${text} is not a size`)),
  );
});
