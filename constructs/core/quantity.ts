import { amountReader } from '../../config/amounts';
import { type ByteSize, bytes } from '../../config/units';

/** What Kubernetes writes behind a number. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const SUFFIXES = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
  Pi: 1024 ** 5,
  Ei: 1024 ** 6,
} as const;

/** The largest of these that divides a size is the one that it is written with. */
const WRITTEN = ['Ti', 'Gi', 'Mi', 'Ki', 'T', 'G', 'M', 'k'] as const;

/** A size as Kubernetes writes it, the same number of bytes: `512Mi`, `10G`. */
export function quantity(size: ByteSize | number): string {
  const total = typeof size === 'number' ? Math.ceil(size) : bytes(size);
  const suffix = WRITTEN.find((unit) => total !== 0 && total % SUFFIXES[unit] === 0) ?? '';
  return `${total / SUFFIXES[suffix]}${suffix}`;
}

/** Processor time as Kubernetes writes it: `500m`. */
export const cpuQuantity = (cores: number): string => (Number.isInteger(cores) ? String(cores) : `${Math.round(cores * 1_000)}m`);

/** The number that Kubernetes reads from a quantity: bytes of `512Mi`, cores of `500m`, 1000 of `1e3`; undefined for any other value. */
export const readQuantity = amountReader({ units: SUFFIXES, number: '(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?' });

/** The same of a text that must be one. @throws RangeError for another */
export function parseQuantity(text: string): number {
  const amount = readQuantity(text);
  if (amount === undefined) throw new RangeError(`${text} is not a quantity`);
  return amount;
}
