/** More values than any configuration has, and deeper than any is; what is beyond is refused rather than followed. */
const MOST_VALUES = 100_000;
const DEEPEST = 32;

/** Something that is no plain data, and where it is. */
export interface Refusal {
  readonly keys: readonly PropertyKey[];
  readonly rule: string;
}

/** The plain data in a value, and what in it is none. */
export interface PlainCopy {
  readonly value: unknown;
  readonly refusals: readonly Refusal[];
}

/**
 * Copies data, so that what is checked is what is used: a property that is computed, an object with a class of its own (a date,
 * a map) or one that contains itself is no configuration, though it may look like one to a schema.
 * Never throws, whatever it is given.
 */
export function plainCopy(input: unknown): PlainCopy {
  const refusals: Refusal[] = [];
  const above: object[] = [];
  let values = 0;

  const refuse = (keys: readonly PropertyKey[], rule: string): undefined => {
    refusals.push({ keys, rule });
    return undefined;
  };

  const copy = (value: unknown, keys: readonly PropertyKey[]): unknown => {
    values += 1;
    if (typeof value === 'string' && !isText(value)) return refuse(keys, NO_TEXT);
    if (typeof value === 'string' && TOKEN.test(value)) return refuse(keys, 'must be known before a deployment: it is a token of cdktf');
    if (typeof value !== 'object' || value === null) return value;
    if (above.includes(value)) return refuse(keys, 'must not contain itself');
    if (keys.length > DEEPEST) return refuse(keys, `must not be nested more than ${DEEPEST} levels deep`);
    above.push(value);
    try {
      return isList(value) ? copyList(value, keys) : copyObject(value, keys);
    } catch {
      return refuse(keys, 'must be plain data: it cannot be read');
    } finally {
      above.pop();
    }
  };

  const tooMany = (count: number): boolean => values + count > MOST_VALUES;

  const copyList = (list: readonly unknown[], keys: readonly PropertyKey[]): unknown =>
    tooMany(list.length)
      ? refuse(keys, `must be smaller: a configuration has at most ${MOST_VALUES} values`)
      : // Array.from also visits the holes of a list.
        Array.from({ length: list.length }, (_, index) => copyProperty(list, index, keys));

  const copyObject = (object: object, keys: readonly PropertyKey[]): unknown => {
    const prototype: unknown = Object.getPrototypeOf(object);
    // A plain object of another realm (a worker, a test's sandbox) has another Object.prototype.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      return refuse(keys, 'must be plain data: an object without a class, written as { key: value }');
    }
    const own = Reflect.ownKeys(object);
    if (tooMany(own.length)) return refuse(keys, `must be smaller: a configuration has at most ${MOST_VALUES} values`);
    const result: Record<string, unknown> = {};
    for (const key of own) {
      // As a key __proto__ is passed over by one library and sets the prototype in another, in records too, which take any other key.
      if (typeof key === 'symbol' || key === '__proto__') refuse([...keys, key], 'is not a known key: remove it');
      else if (!isText(key)) refuse([...keys, key], NO_TEXT);
      else result[key] = copyProperty(object, key, keys);
    }
    return result;
  };

  const copyProperty = (object: object, key: string | number, keys: readonly PropertyKey[]): unknown => {
    const property = Object.getOwnPropertyDescriptor(object, key);
    if (property === undefined) return undefined;
    return 'value' in property ? copy(property.value, [...keys, key]) : refuse([...keys, key], 'must be a value: it is computed');
  };

  return { value: copy(input, []), refusals };
}

/** How cdktf writes what it knows later, in a text and in the one element of a list. */
const TOKEN = /[$#]\{TfToken\[/;

/** Half a character has no place in UTF-8, and programs take control characters, apart from a tab and the end of a line, for an end or for orders. */
const isText = (text: string): boolean => !/\p{Surrogate}|(?![\t\n])\p{Cc}/u.test(text);
const NO_TEXT = 'must be text, without control characters and halves of characters: remove them';

const isList = (value: object): value is readonly unknown[] => Array.isArray(value);
