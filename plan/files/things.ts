import { pairUp } from '../lenient';
import type { NativeChange } from '../model';
import { type Leaf, leaves, orderOf } from './leaves';
import { short, shortPair } from './short';

/** Something in a configuration file that people have a name for: a scrape job, a route, a panel. */
export interface Thing {
  /** `scrape job`. */
  readonly kind: string;
  /** Unique among those of its kind in the file. */
  readonly name: string;
  /** What it says; differences in it are told key by key. */
  readonly value: unknown;
  /** What is in it and has a name of its own: told one by one when it is there on both sides. */
  readonly parts?: readonly Thing[];
}

/** Beyond that many differences in one thing nobody reads them: their number says as much. */
const MOST = 6;

/** What differs between two files of things. The same difference in many things of a kind is told once, with their number. */
export const compareThings = (before: readonly Thing[], after: readonly Thing[]): readonly NativeChange[] =>
  fold(compareAll(before, after));

/** A change, and the key path in its thing that it is at; none for a thing that comes or goes. */
interface Found {
  readonly change: NativeChange;
  readonly path?: string;
}

const compareAll = (before: readonly Thing[], after: readonly Thing[]): readonly Found[] =>
  pairUp(indexed(before), indexed(after)).flatMap(([, one, other]) => compareThing(one, other));

/** So many things of a kind in which the same key differs are one change: the address of Grafana is in every alert. */
const MANY = 5;

function fold(found: readonly Found[]): readonly NativeChange[] {
  const keyOf = ({ change, path }: Found): string => (path === undefined ? '' : JSON.stringify([change.action, change.kind, path]));
  const counts = new Map<string, number>();
  for (const one of found) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  const told = new Set<string>();
  return found.flatMap((one): readonly NativeChange[] => {
    const key = keyOf(one);
    const count = counts.get(key) ?? 0;
    if (key === '' || count < MANY) return [one.change];
    if (told.has(key)) return [];
    told.add(key);
    return [{ action: one.change.action, kind: one.change.kind, name: `${count} ${one.change.kind}s: ${one.path ?? ''}` }];
  });
}

/** A change of the order of things of a kind, in files where the first that fits wins. */
export const compareOrder = (kind: string, before: readonly Thing[], after: readonly Thing[]): readonly NativeChange[] => {
  const names = (things: readonly Thing[]): readonly string[] => [...indexed(things).values()].map(({ name }) => name);
  return orderOf(names(before), names(after), '').map((leaf) => {
    const [from, to] = shortPair(leaf.before, leaf.after);
    return { action: 'changed', kind, name: 'order', ...ends(from, to) };
  });
};

/** By kind and name; of several with one name, the second is another thing. */
function indexed(things: readonly Thing[]): ReadonlyMap<string, Thing> {
  const found = new Map<string, Thing>();
  for (const thing of things) {
    let { name } = thing;
    for (let number = 2; found.has(`${thing.kind} ${name}`); number += 1) name = `${thing.name} (${number})`;
    found.set(`${thing.kind} ${name}`, { ...thing, name });
  }
  return found;
}

function compareThing(before: Thing | undefined, after: Thing | undefined): readonly Found[] {
  if (before === undefined) return after === undefined ? [] : [{ change: flat('added', after.kind, after.name, plain(after.value)) }];
  if (after === undefined) return [{ change: flat('removed', before.kind, before.name, plain(before.value)) }];
  return [...compareValues(after, before.value), ...compareAll(before.parts ?? [], after.parts ?? [])];
}

/** What a thing says, when that is one text or number. */
const plain = (value: unknown): unknown => ((typeof value === 'string' && value !== '') || typeof value === 'number' ? value : undefined);

function compareValues({ kind, name, value }: Thing, before: unknown): readonly Found[] {
  const found = leaves(before, value);
  if (found.length <= MOST) return found.map((leaf) => foundAt(leaf, kind, name));
  return [{ change: { action: 'changed', kind, name: `${name}: ${found.length} values` } }];
}

function foundAt(leaf: Leaf, kind: string, name: string): Found {
  const path = short(leaf.path) ?? '';
  const change = { action: leaf.action, kind, name: path === '' ? name : `${name}: ${path}`, ...endsOf(leaf) };
  return path === '' ? { change } : { change, path };
}

/** An item of a list that is its own name is not said twice. */
function endsOf({ path, before, after }: Leaf): Pick<NativeChange, 'before' | 'after'> {
  const [from, to] = shortPair(before, after);
  const isName = (value: unknown): boolean => typeof value === 'string' && path.endsWith(`[${value}]`);
  return ends(isName(before) ? undefined : from, isName(after) ? undefined : to);
}

/** Every key path of a file on its own: for programs whose files have no names for people. */
export const compareKeys = (before: unknown, after: unknown, kind = 'key'): readonly NativeChange[] =>
  leaves(before, after).map((leaf) => ({
    action: leaf.action,
    kind,
    name: leaf.path === '' ? 'everything' : (short(leaf.path) ?? ''),
    ...endsOf(leaf),
  }));

/** The two ends of a change, without those that are not there. */
const ends = (before: string | undefined, after: string | undefined): Pick<NativeChange, 'before' | 'after'> => ({
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

/** A thing that is told as one value. */
export const flat = (action: NativeChange['action'], kind: string, name: string, value?: unknown): NativeChange => ({
  action,
  kind,
  name,
  ...(action === 'removed' ? ends(short(value), undefined) : ends(undefined, short(value))),
});
