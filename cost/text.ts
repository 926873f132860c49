import { GIB, MIB } from '../config/amounts';

const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const SMALL = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** A number for people: three figures at least, thousands apart, no zeros at the end. */
export const numberText = (value: number): string => (Math.abs(value) >= 100 ? WHOLE : SMALL).format(value);

/** `37 GiB`, `0.805 GiB`, `384 MiB`: whole MiB as such. */
export function sizeText(size: number): string {
  const mebibytes = size / MIB;
  const isExact = size < GIB && Number.isInteger(mebibytes);
  return isExact || size < GIB / 10 ? `${numberText(mebibytes)} MiB` : `${numberText(size / GIB)} GiB`;
}

/** Half a cent is rounded up, however its fraction is stored. */
const cents = (dollars: number): string => (Math.round(dollars * 100 + 1e-6) / 100).toFixed(2);

/** `$12.34` */
export const dollarText = (dollars: number): string => `$${cents(dollars)}`;

/** `−$1.20`, `+$0.35` */
export const dollarChangeText = (dollars: number): string => `${dollars < 0 ? '−' : '+'}$${cents(Math.abs(dollars))}`;

/** `1 instance`, `2 instances` */
export const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** `30 %` */
export const percentText = (share: number): string => `${numberText(share * 100)} %`;

/** `1.5 cores`, `1 core` */
export const coresText = (cores: number): string => `${Number(cores.toFixed(2))} ${cores === 1 ? 'core' : 'cores'}`;
