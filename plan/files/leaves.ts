import { isRecord, type Json, list, pairUp, same } from '../lenient';

/** One value that differs between two trees. */
export interface Leaf {
  readonly action: 'added' | 'removed' | 'changed';
  /** `timeout`, `policies[errors].type`; of a list of texts `processors[batch]`. Empty for the trees themselves. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * The values that differ between two trees of JSON: the outermost ones, where a whole branch was added or removed. Objects in lists are told apart by
 * what names them, and by their place where nothing does.
 */
export function leaves(before: unknown, after: unknown, path = ''): readonly Leaf[] {
  if (same(before, after)) return [];
  if (before === undefined) return [{ action: 'added', path, after }];
  if (after === undefined) return [{ action: 'removed', path, before }];
  if (isRecord(before) && isRecord(after)) return leavesOfObjects(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) return leavesOfLists(before, after, path);
  return [{ action: 'changed', path, before, after }];
}

function leavesOfObjects(before: Json, after: Json, path: string): readonly Leaf[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => leaves(own(before, key), own(after, key), path === '' ? key : `${path}.${key}`));
}

const own = (value: Json, key: string): unknown => (Object.hasOwn(value, key) ? value[key] : undefined);

function leavesOfLists(before: readonly unknown[], after: readonly unknown[], path: string): readonly Leaf[] {
  const named = namedItems(before, after);
  if (named === undefined) return leavesByPlace(before, after, path);
  const [one, other] = named;
  const found = pairUp(one, other).flatMap(([name, from, to]) => leaves(from, to, `${path}[${name}]`));
  return [...found, ...orderOf([...one.keys()], [...other.keys()], path)];
}

/** A change of the order of what both lists have. */
export function orderOf(before: readonly string[], after: readonly string[], path: string): readonly Leaf[] {
  const [one, other] = [before.filter((name) => after.includes(name)), after.filter((name) => before.includes(name))];
  return same(one, other) ? [] : [{ action: 'changed', path: `order of ${path}`, before: one.join(', '), after: other.join(', ') }];
}

type Named = ReadonlyMap<string, unknown>;

/** What is named in the formats of the platform's programs, the most telling first. */
const NAMES: readonly ((item: Json) => unknown)[] = [
  ...['name', 'uid', 'id', 'job_name', 'alert', 'record', 'key', 'refId', 'matcher', 'url', 'selector'].map(
    (key) =>
      (item: Json): unknown =>
        item[key],
  ),
  ({ labels }) => (isRecord(labels) ? labels['instance'] : undefined),
];

/** The items of both lists by name, when all have one and none has another's. */
function namedItems(before: readonly unknown[], after: readonly unknown[]): readonly [Named, Named] | undefined {
  const isText = (item: unknown): boolean => typeof item === 'string' || typeof item === 'number';
  const namings = [before, after].every((items) => items.every(isText))
    ? [String]
    : NAMES.map(
        (name) =>
          (item: unknown): unknown =>
            isRecord(item) ? name(item) : undefined,
      );
  for (const naming of namings) {
    const [one, other] = [byName(before, naming), byName(after, naming)];
    if (one !== undefined && other !== undefined) return [one, other];
  }
  return undefined;
}

function byName(items: readonly unknown[], naming: (item: unknown) => unknown): Named | undefined {
  const found = new Map<string, unknown>();
  for (const item of items) {
    const name = naming(item);
    if ((typeof name !== 'string' && typeof name !== 'number') || found.has(String(name))) return undefined;
    found.set(String(name), item);
  }
  return found;
}

/** Lists of equal length item by item; of others, what one has and the other has not. */
function leavesByPlace(before: readonly unknown[], after: readonly unknown[], path: string): readonly Leaf[] {
  if (before.length === after.length) return before.flatMap((item, index) => leaves(item, after[index], `${path}[${index}]`));
  return [
    ...missing(before, after).map((item): Leaf => ({ action: 'removed', path: `${path}[]`, before: item })),
    ...missing(after, before).map((item): Leaf => ({ action: 'added', path: `${path}[]`, after: item })),
  ];
}

/** The items of one list that another has not, each as often as it is there more often. */
export function missing(items: readonly unknown[], others: readonly unknown[]): readonly unknown[] {
  const left = new Map<string, number>();
  const keyOf = (item: unknown): string => JSON.stringify(item) ?? '';
  for (const item of list(others)) left.set(keyOf(item), (left.get(keyOf(item)) ?? 0) + 1);
  return items.filter((item) => {
    const count = left.get(keyOf(item)) ?? 0;
    left.set(keyOf(item), count - 1);
    return count <= 0;
  });
}
