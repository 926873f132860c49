import type { EnvironmentConfig } from '../config/schema/environment';
import { differenceOf } from './differences';
import type { ConfigChange } from './model';

/** What names a thing in a list, the first that all of its things have. */
const NAMES = ['name', 'tenant', 'model', 'uid', 'alert', 'record', 'job_name', 'key', 'id', 'title'] as const;

/** Lists longer than this are compared place by place: aligning them takes the square of their length. */
const LONGEST_ALIGNED = 500;

type Item = Readonly<Record<string, unknown>>;

/** What differs between two configurations of an environment. Pure. */
export const configChanges = (before: EnvironmentConfig, after: EnvironmentConfig): readonly ConfigChange[] => changesOf(before, after);

/**
 * What differs between two JSON values, in the order of the first and then of what is new. Objects are compared key by key; lists of things
 * with names by these, so that `services[checkout].port` is the same thing wherever it stands; lists of scalars as sets; other lists item
 * by item, what is equal being the same item. Something that is only on one side is one change, with the whole value. A thing in a list
 * whose name alone differs is a change of its name.
 */
export const changesOf = (before: unknown, after: unknown): readonly ConfigChange[] => compare('', before, after);

function compare(path: string, before: unknown, after: unknown): readonly ConfigChange[] {
  if (before === after || (before === undefined && after === undefined)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(path, before, after);
  if (isItem(before) && isItem(after)) {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap((key) => compare(below(path, key), ownValue(before, key), ownValue(after, key)));
  }
  return textOf(before) === textOf(after) ? [] : [change(path, before, after)];
}

function compareLists(path: string, before: readonly unknown[], after: readonly unknown[]): readonly ConfigChange[] {
  if (before.every(isScalar) && after.every(isScalar)) return compareScalars(path, before, after);
  const name = nameOf([before, after]);
  return name === undefined
    ? compareInPlace(path, before, after)
    : compareNamed(path, name, before as readonly Item[], after as readonly Item[]);
}

/** A difference of `+1 −2` is how many are new and how many are gone; `order` when they are the same. */
function compareScalars(path: string, before: readonly unknown[], after: readonly unknown[]): readonly ConfigChange[] {
  const gone = missing(before, after).length;
  const added = missing(after, before).length;
  if (gone + added === 0 && before.every((value, index) => value === after[index])) return [];
  const difference = [...(added > 0 ? [`+${added}`] : []), ...(gone > 0 ? [`−${gone}`] : [])].join(' ');
  return [{ path, before, after, difference: difference === '' ? 'order' : difference }];
}

/** Those of a list that another has not, as often as it has them. */
function missing(all: readonly unknown[], others: readonly unknown[]): readonly unknown[] {
  const left = [...others];
  return all.filter((value) => {
    const index = left.indexOf(value);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function compareNamed(path: string, name: string, before: readonly Item[], after: readonly Item[]): readonly ConfigChange[] {
  const old = new Map(before.map((item) => [String(item[name]), item]));
  const current = new Map(after.map((item) => [String(item[name]), item]));
  const gone = [...old].filter(([key]) => !current.has(key));
  const added = [...current].filter(([key]) => !old.has(key));
  const renames = renamed(name, gone, added);
  const kept = [...old].flatMap(([key, item]) => {
    const next = current.get(key);
    if (next !== undefined) return compare(`${path}[${key}]`, item, next);
    const to = renames.get(key);
    return [to === undefined ? change(`${path}[${key}]`, item, undefined) : change(`${path}[${key}].${name}`, key, to)];
  });
  const taken = new Set(renames.values());
  const created = added.filter(([key]) => !taken.has(key)).map(([key, item]) => change(`${path}[${key}]`, undefined, item));
  const inOrder = (keys: Iterable<string>, other: ReadonlyMap<string, Item>) => [...keys].filter((key) => other.has(key));
  const [from, to] = [inOrder(old.keys(), current), inOrder(current.keys(), old)];
  const moved = textOf(from) === textOf(to) ? [] : [{ path, before: from, after: to, difference: 'order' }];
  return [...kept, ...created, ...moved];
}

/** Which of the new things is an old one by another name. */
function renamed(
  name: string,
  gone: readonly (readonly [string, Item])[],
  added: readonly (readonly [string, Item])[],
): ReadonlyMap<string, string> {
  const rest = (item: Item): string => textOf({ ...item, [name]: '' });
  const taken = new Set<string>();
  const pairs = gone.flatMap(([from, item]): readonly (readonly [string, string])[] => {
    const match = added.find(([to, other]) => !taken.has(to) && rest(other) === rest(item));
    if (match === undefined) return [];
    taken.add(match[0]);
    return [[from, match[0]]];
  });
  return new Map(pairs);
}

function compareInPlace(path: string, before: readonly unknown[], after: readonly unknown[]): readonly ConfigChange[] {
  const changes: ConfigChange[] = [];
  let [from, to] = [0, 0];
  const gap = (untilOld: number, untilNew: number): void => {
    for (; from < untilOld && to < untilNew; from++, to++) changes.push(...compare(`${path}[${to}]`, before[from], after[to]));
    for (; from < untilOld; from++) changes.push(change(`${path}[${from}]`, before[from], undefined));
    for (; to < untilNew; to++) changes.push(change(`${path}[${to}]`, undefined, after[to]));
  };
  for (const [old, current] of commonItems(before, after)) {
    gap(old, current);
    from++;
    to++;
  }
  gap(before.length, after.length);
  return changes;
}

/** Places of the longest common subsequence. */
function commonItems(before: readonly unknown[], after: readonly unknown[]): readonly (readonly [number, number])[] {
  if (before.length > LONGEST_ALIGNED || after.length > LONGEST_ALIGNED) return [];
  const [left, right] = [before.map(textOf), after.map(textOf)];
  const lengths = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1));
  const at = (row: number, column: number): number => lengths[row]?.[column] ?? 0;
  for (let row = left.length - 1; row >= 0; row--) {
    for (let column = right.length - 1; column >= 0; column--) {
      const longest = left[row] === right[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
      lengths[row]?.fill(longest, column, column + 1);
    }
  }
  const places: (readonly [number, number])[] = [];
  for (let row = 0, column = 0; row < left.length && column < right.length; ) {
    if (left[row] === right[column]) places.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row++;
    else column++;
  }
  return places;
}

/** The key by which all things of all lists are told apart. */
const nameOf = (lists: readonly (readonly unknown[])[]): string | undefined =>
  NAMES.find((name) =>
    lists.every((list) => {
      const names = list.map((item) => (isItem(item) ? item[name] : undefined));
      return names.every((value) => typeof value === 'string' && value !== '') && new Set(names).size === names.length;
    }),
  );

function change(path: string, before: unknown, after: unknown): ConfigChange {
  const difference = differenceOf(path, before, after);
  return {
    path,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(difference === undefined ? {} : { difference }),
  };
}

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** Own keys alone: a configuration may have one that is called `constructor`. */
const ownValue = (item: Item, key: string): unknown => (Object.hasOwn(item, key) ? item[key] : undefined);

const below = (path: string, key: string): string =>
  /^[\w-]+$/.test(key) ? (path === '' ? key : `${path}.${key}`) : `${path}[${JSON.stringify(key)}]`;

/** The same text for the same value, whatever the order of keys. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isItem(inner) ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1))) : inner,
  );
}
