import { defineEnvironment } from './define';
import { ConfigError, configError } from './errors';
import { formatPath } from './issues';
import type { EnvironmentConfig, EnvironmentOverlay } from './schema/environment';

type Key = string | number;

/** A change of one value, as it is written on a command line. */
export interface Setting {
  readonly keys: readonly Key[];
  /** Absent: the key is taken away, so that its default holds. */
  readonly value?: unknown;
}

const EXAMPLE = 'must be a path and a value, such as sampling.traces.ratio=0.05';

const FIRST_KEY = /^[A-Za-z_$][\w$-]*/;

/** What may follow: `.key`, `[0]`, `[name]`, `["any text"]`. */
const NEXT_KEY = /^(?:\.([A-Za-z_$][\w$-]*)|\[(\d{1,6})\]|\[([A-Za-z][\w.-]*)\]|\["([^"\\]*)"\])/;

/**
 * Reads `sampling.traces.ratio=0.05`. The value is JSON where it can be read as that, and a text otherwise: `0.05`, `true`, `null`,
 * `["a"]`, `15d`, `"15"`. With nothing behind the `=` the default holds.
 *
 * @throws ConfigError for what is no path and value
 */
export function parseSetting(text: string): Setting {
  const end = text.indexOf('=');
  const keys = end < 1 ? undefined : parsePath(text.slice(0, end));
  if (keys === undefined) throw configError('--set', text, EXAMPLE);
  const value = text.slice(end + 1);
  return value === '' ? { keys } : { keys, value: parseValue(value) };
}

function parsePath(path: string): readonly Key[] | undefined {
  const [first] = FIRST_KEY.exec(path) ?? [];
  if (first === undefined) return undefined;
  const keys: Key[] = [first];
  for (let rest = path.slice(first.length); rest !== ''; ) {
    const [part, key, index, name, quoted] = NEXT_KEY.exec(rest) ?? [];
    if (part === undefined) return undefined;
    keys.push(index === undefined ? (key ?? name ?? quoted ?? '') : Number(index));
    rest = rest.slice(part.length);
  }
  return keys;
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * A configuration with some of its values changed, checked and completed as if an environment's file had said so.
 *
 * @throws ConfigError with all problems, as for a file
 */
export function withSettings(config: EnvironmentConfig, settings: readonly Setting[]): EnvironmentConfig {
  const { name, cluster, ...rest } = config;
  // A name that follows from others keeps following from them.
  const complete: unknown = cluster === `${config.platform}-${name}` ? rest : { ...rest, cluster };
  const changed = settings.reduce((value, { keys, value: next }) => setAt(name, value, keys, [], next), complete);
  // What it is worth is for the schema to say.
  return defineEnvironment(name, changed as EnvironmentOverlay);
}

function setAt(environment: string, target: unknown, keys: readonly Key[], above: readonly Key[], next: unknown): unknown {
  const [key, ...below] = keys;
  if (key === undefined) return next;
  if (Array.isArray(target)) return setInList(environment, target, keys, above, next);
  const path = formatPath([...above, key]);
  const problem = (rule: string): ConfigError => new ConfigError([{ environment, path, rule }]);
  if (typeof key === 'number') throw problem(`is not there: ${formatPath(above)} is no list`);
  if (target !== undefined && (typeof target !== 'object' || target === null))
    throw problem(`is not a known key: ${formatPath(above)} is a value`);
  const object: Readonly<Record<string, unknown>> = { ...target };
  const child = setAt(environment, Object.hasOwn(object, key) ? object[key] : undefined, below, [...above, key], next);
  // Another kind has other keys.
  if (key === 'kind' && below.length === 0) return { kind: child };
  return Object.fromEntries([...Object.entries(object).filter(([other]) => other !== key), ...(child === undefined ? [] : [[key, child]])]);
}

function setInList(
  environment: string,
  list: readonly unknown[],
  [key, ...below]: readonly Key[],
  above: readonly Key[],
  next: unknown,
): readonly unknown[] {
  const index = typeof key === 'number' ? key : list.findIndex((item) => nameOf(item) === key);
  // One behind the last is a new entry.
  if (index < 0 || index > list.length) {
    const names = list.flatMap((item) => nameOf(item) ?? []);
    const path = `${formatPath(above)}[${key}]`;
    const rule = `is not there: the list has ${list.length === 1 ? '1 entry' : `${list.length} entries`}`;
    throw new ConfigError([{ environment, path, rule: names.length === 0 ? rule : `${rule}: ${names.join(', ')}` }]);
  }
  const child = setAt(environment, list[index], below, [...above, index], next);
  const [before, after] = [list.slice(0, index), list.slice(index + 1)];
  return child === undefined ? [...before, ...after] : [...before, child, ...after];
}

/** By what an entry of a list is called. */
function nameOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const name: unknown = Reflect.get(item, 'name') ?? Reflect.get(item, 'service') ?? Reflect.get(item, 'model');
  return typeof name === 'string' ? name : undefined;
}
