/** Milliseconds of each unit of time. Days and weeks have 24 h and 7 d, as in Prometheus. */
export const MILLISECONDS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Bytes of each unit of data: decimal (SI) and binary (IEC). */
export const BYTES = {
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

export const MIB = BYTES.MiB;
export const GIB = BYTES.GiB;

/** Seconds of a day. */
export const DAY = MILLISECONDS.d / 1_000;

/** How a text says an amount. */
interface Grammar {
  /** What a unit counts for, by how it is spelled; '' where a bare number is an amount. */
  readonly units: Readonly<Record<string, number>>;
  /** A number, as the source of a regular expression without groups that capture. */
  readonly number: string;
  /** Whether amounts follow each other, to be added up: `1h30m`. */
  readonly several?: boolean;
}

/** What a value is, counted in the unit that counts for 1; undefined for one that is no text of the grammar. Pure. */
export type AmountReader = (value: unknown) => number | undefined;

/** The reader of a grammar: of durations and sizes in the configuration, in what programs print and in what Kubernetes writes. */
export function amountReader({ units, number, several = false }: Grammar): AmountReader {
  const part = `(${number})(${Object.keys(units).join('|')})`;
  const whole = new RegExp(several ? `^(?:${part})+$` : `^${part}$`);
  const parts = new RegExp(part, 'g');
  return (value) => {
    if (typeof value !== 'string') return undefined;
    const match = whole.exec(value);
    if (match === null) return undefined;
    const found = several ? [...value.matchAll(parts)] : [match];
    return found.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (units[unit] ?? Number.NaN), 0);
  };
}
