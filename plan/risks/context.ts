import { GIB, MIB } from '../../config/amounts';
import type { Platform } from '../../constructs/core/platform';
import { at, type Json, records, same, text } from '../lenient';
import type { Changes, Pair, Risk, StackJson } from '../model';
import { DECIMAL_UNITS, TIME_UNITS } from '../units';

/** What every rule of a risk sees. The base may be of another version of the toolkit: it is read as if anything could be missing. */
export interface Comparison {
  readonly environment: string;
  /** The base's platform, as it was found; undefined for an environment that is new. */
  readonly base: unknown;
  readonly head: Platform;
  readonly baseStack: StackJson;
  readonly headStack: StackJson;
  /** What else the comparison has found. */
  readonly changes: Changes;
}

/** Finds what may go wrong. Pure, and throws nothing. */
export type RiskRule = (comparison: Comparison) => readonly Risk[];

/** What the rules compare; undefined for an environment that is removed. */
export function comparisonOf({ name, base, head }: Pair, changes: Changes): Comparison | undefined {
  if (head === undefined) return undefined;
  return {
    environment: name,
    base: base?.platform,
    head: head.platform,
    baseStack: base?.stack ?? {},
    headStack: head.stack ?? {},
    changes,
  };
}

/** A value of the base's configuration, by its path; undefined when it has none. */
export const baseValue = ({ base }: Comparison, path: string): unknown => at(base, 'config', ...path.split('.'));

/** A value of the head's configuration, by its path. */
export const headValue = ({ head }: Comparison, path: string): unknown => at(head.config, ...path.split('.'));

/** Whether a key has another value. A key that the base's version did not know has not: its default is what the base did. */
export function isChanged(comparison: Comparison, path: string): boolean {
  const before = baseValue(comparison, path);
  return before !== undefined && !same(before, headValue(comparison, path));
}

/** The components of a platform, as they were found. */
export const componentsOf = (platform: unknown): readonly Json[] => records(at(platform, 'components'));

/** The component of a name. */
export const componentNamed = (platform: unknown, name: string): Json | undefined =>
  componentsOf(platform).find((component) => text(component['name']) === name);

/** The data of a component's file whose path has an ending; an empty object when there is none. */
export function dataOf(platform: unknown, component: string, ending: string): Json {
  const file = records(componentNamed(platform, component)?.['files']).find(({ path }) => text(path).endsWith(ending));
  const data = at(file, 'data');
  return typeof data === 'object' && data !== null ? (data as Json) : {};
}

/** What delivers a component on Kubernetes, as it was found. */
export const deliveryNamed = (platform: unknown, name: string): Json | undefined =>
  deliveriesOf(platform).find((delivered) => text(delivered['name']) === name);

export const deliveriesOf = (platform: unknown): readonly Json[] =>
  records(at(platform, 'releases')).flatMap((release) => records(release['delivers']));

/** A length of time for people: `8 d`, `1.5 h`. */
export function span(duration: number): string {
  const [unit, length] = TIME_UNITS.find(([, least]) => duration >= least) ?? ['ms', 1];
  return `${Math.round((duration / length) * 10) / 10} ${unit}`;
}

/** A size for people: `3.2 GB`. */
export function size(bytes: number): string {
  const [unit, length] = DECIMAL_UNITS.find(([, least]) => bytes >= least) ?? ['kB', 1e3];
  return `${Math.round((bytes / length) * 10) / 10} ${unit}`;
}

/** An amount of memory for people: `1.5 GiB`. */
export const memorySize = (bytes: number): string =>
  bytes >= GIB ? `${Math.round((bytes / GIB) * 10) / 10} GiB` : `${Math.round(bytes / MIB)} MiB`;

/** `a`, `a and b`, `a, b and c`; with more than `most`, `a, b and 4 others`. */
export function listed(names: readonly string[], most = 6): string {
  const shown = names.length > most ? [...names.slice(0, most - 1), `${names.length - most + 1} others`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
