/**
 * Reading what another version of the toolkit may have written: whatever is missing or of another kind is empty, and nothing throws.
 */

export type Json = Readonly<Record<string, unknown>>;

/** The object that a value is; an empty one for anything else. */
export const record = (value: unknown): Json => (isRecord(value) ? value : {});

export const isRecord = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The list that a value is; an empty one for anything else. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The objects of a list. */
export const records = (value: unknown): readonly Json[] => list(value).filter(isRecord);

/** The texts of a list. */
export const texts = (value: unknown): readonly string[] => list(value).filter((item) => typeof item === 'string');

/** The text that a value is: that of a number too, and none for anything else. */
export const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** What is below an object's keys; undefined where one is missing. */
export const at = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((parent, key) => (isRecord(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined), value);

/** An object without some of its keys. */
export const without = (value: Json, ...keys: readonly string[]): Json =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));

/** Whether two values of JSON say the same. The order of an object's keys says nothing. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one))
    return Array.isArray(other) && one.length === other.length && one.every((item, index) => same(item, other[index]));
  if (!isRecord(one) || !isRecord(other)) return false;
  const keys = definedKeys(one);
  return keys.length === definedKeys(other).length && keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]));
}

/** A key without a value is not there: JSON, as which one of the sides was read, has no such keys. */
const definedKeys = (value: Json): readonly string[] => Object.keys(value).filter((key) => value[key] !== undefined);

/** Objects of a list by their name. */
export const byName = (value: unknown): ReadonlyMap<string, Json> => new Map(records(value).map((item) => [text(item['name']), item]));

/** What two maps have at each key: first those of the one in its order, then those that the other alone has. */
export const pairUp = <T>(
  one: ReadonlyMap<string, T>,
  other: ReadonlyMap<string, T>,
): readonly (readonly [key: string, one: T | undefined, other: T | undefined])[] =>
  [...new Set([...one.keys(), ...other.keys()])].map((key) => [key, one.get(key), other.get(key)]);
