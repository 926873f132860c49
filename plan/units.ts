import { BYTES, MILLISECONDS } from '../config/amounts';

/** A unit as people read it, and how much it is. */
export type Unit = readonly [name: string, size: number];

/** Units of a length of time in milliseconds, from the longest; weeks are said in days. */
export const TIME_UNITS: readonly Unit[] = [
  ['d', MILLISECONDS.d],
  ['h', MILLISECONDS.h],
  ['min', MILLISECONDS.m],
  ['s', MILLISECONDS.s],
  ['ms', MILLISECONDS.ms],
];

const unitsOf = (...names: readonly (keyof typeof BYTES)[]): readonly Unit[] => names.map((name) => [name, BYTES[name]]);

/** Units of data in bytes, from the largest. */
export const BINARY_UNITS = unitsOf('TiB', 'GiB', 'MiB', 'KiB');
export const DECIMAL_UNITS = unitsOf('TB', 'GB', 'MB', 'kB');
