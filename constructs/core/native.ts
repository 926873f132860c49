import { dump } from 'js-yaml';
import { flagName } from '../../config/flags/program';
import { type ByteSize, mebibytes } from '../../config/units';

/** A part of a configuration file in a product's own vocabulary. */
export type Native = Readonly<Record<string, unknown>>;

/** A configuration file in the component's own format: as data where that is YAML, INI or JSON, so that a target may embed it; as text otherwise. */
export type NativeFile = { readonly path: string } & (
  | { readonly data: Native; readonly format?: 'yaml' | 'ini' | 'json' }
  | { readonly content: string }
);

/** YAML in which nothing depends on the reader's version of the language: no aliases, no folded lines, strings quoted where either version needs it. */
export const toYaml = (value: unknown): string => dump(value, { noRefs: true, lineWidth: -1 });

/** What a native file holds, as its program reads it. */
export function textOf(file: NativeFile): string {
  if (!('data' in file)) return file.content;
  switch (file.format) {
    case 'ini':
      return toIni(file.data);
    case 'json':
      return `${JSON.stringify(file.data, null, 2)}\n`;
    default:
      return toYaml(file.data);
  }
}

/** Sections of keys, as Grafana reads them. */
const toIni = (sections: Native): string =>
  Object.entries(sections)
    .map(
      ([section, keys]) =>
        `[${section}]\n${Object.entries(keys ?? {})
          .map(([key, value]) => `${key} = ${value}`)
          .join('\n')}\n`,
    )
    .join('\n');

/** A configuration with `$` doubled in every text, for programs that read `$name` and `${name}` as references to their environment. */
export function escapeReferences<T>(value: T): T {
  const doubled = (part: unknown): unknown => {
    if (typeof part === 'string') return part.replaceAll('$', () => '$$');
    if (Array.isArray(part)) return part.map(doubled);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, child]) => [key, doubled(child)]));
  };
  // Every object keeps its keys, and every text stays one.
  return doubled(value) as T;
}

/**
 * Joins default flags with a user's: one that is set already is replaced, and one that is a list gets the user's items behind its own.
 *
 * @param lists names of flags whose value is a list with commas
 */
export function mergeArguments(defaults: readonly string[], extra: readonly string[], lists: readonly string[] = []): readonly string[] {
  const isList = (argument: string): boolean => lists.includes(flagName(argument));
  const replaced = new Set(extra.map(flagName));
  const kept = defaults.filter((argument) => !replaced.has(flagName(argument)) || isList(argument));
  const joined = lists.flatMap((name) => {
    const items = listItems([...kept, ...extra], name);
    return items.length === 0 ? [] : [`--${name}=${items.join(',')}`];
  });
  return [...[...kept, ...extra].filter((argument) => !isList(argument)), ...joined];
}

/** The items of a flag that is a list, each once, in the order of their appearance. */
export const listItems = (args: readonly string[], name: string): readonly string[] => [
  ...new Set(
    args.flatMap((argument) => (flagName(argument) === name ? argument.slice(argument.indexOf('=') + 1).split(',') : [])).filter(Boolean),
  ),
];

/** Value of GOMEMLIMIT: at 80 % of the limit Go collects garbage harder, before the kernel ends the process. */
export const goMemoryLimit = (limit: ByteSize): string => `${Math.floor(mebibytes(limit) * 0.8)}MiB`;

/** Settings of a collector's memory limiter: it refuses above GOMEMLIMIT only, since what it counts includes garbage that Go has yet to collect. */
export const memoryLimiter = (limit: ByteSize): Native => ({
  check_interval: '1s',
  limit_mib: Math.floor(mebibytes(limit) * 0.9),
  spike_limit_mib: Math.floor(mebibytes(limit) * 0.09),
});
