const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
};

/** A quantity as the API server writes it (`500m`, `16Gi`, `1e3`) as a number; undefined for something else. */
export function parseQuantity(text: string): number | undefined {
  const { amount, unit } = /^(?<amount>[\d.]+(?:[eE][+-]?\d+)?)(?<unit>[a-zA-Z]*)$/.exec(text)?.groups ?? {};
  const factor = unit === undefined ? undefined : FACTORS[unit];
  return amount === undefined || factor === undefined ? undefined : Number(amount) * factor;
}

/** Processor time for people: `1.5 cores`. */
export const coresText = (cores: number): string => `${Number(cores.toFixed(2))} ${cores === 1 ? 'core' : 'cores'}`;
