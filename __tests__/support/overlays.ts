import fc from 'fast-check';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { fullKubernetesOverlay, fullOverlay, otherKindsOverlay } from './full-overlays';

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** Values that look like the right ones, and such as no configuration has. */
const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 6,
    arbitrary: oneOf<unknown>('15 days', '0s', '1w', '99999999d', '-1s', '1.5h', '12h', '512', '1.5MiB', '0B', '9000TB', '9001TB', '5MiB'),
  },
  { weight: 6, arbitrary: oneOf<unknown>(0, -0, 1, -1, 0.1, 0.3333, 65535, 65536, 1e21, Number.NaN, Infinity, Number.MIN_VALUE, 2 ** 53) },
  {
    weight: 4,
    arbitrary: oneOf<unknown>(true, false, null, undefined, '', ' ', 'docker', 'kubernetes', 'tempo', 'none', 'redis_password', 'version'),
  },
  {
    weight: 3,
    arbitrary: oneOf<unknown>(
      '${env:HOME}',
      '%{if true}',
      '$${x}',
      '{{ .Values }}',
      '__name__',
      '../..',
      '-',
      'a'.repeat(300),
      '\u0000\u001b[31m',
    ),
  },
  { weight: 3, arbitrary: oneOf<unknown>([], {}, [[]], [null], [undefined], { enabled: 'yes' }, { kind: 'docker' }, new Array(3)) },
  {
    weight: 2,
    arbitrary: fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withSparseArray: true,
      maxDepth: 2,
      maxKeys: 4,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.bigInt(),
      fc.date(),
      fc.func(fc.nat()),
      oneOf<unknown>(Symbol('s'), Symbol.iterator, class A {}, new Map(), /x/, new Error('x')),
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 40, unit: 'binary-ascii' }) },
);

const strangeKey: fc.Arbitrary<PropertyKey> = fc.oneof(
  oneOf<PropertyKey>(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '',
    'enabled',
    'port',
    'a.b',
    'x\ny',
    Symbol('key'),
    'then',
    'toJSON',
  ),
  fc.string({ maxLength: 12 }),
);

const TRAPS = 8;

/** Objects that do something when they are read; by number, as fast-check reads what it generates. */
function trap(kind: number): unknown {
  const explode = (): never => {
    throw new RangeError('trap');
  };
  const cyclic: Record<string, unknown> = {};
  cyclic['retention'] = cyclic;
  switch (kind) {
    case 0:
      return Object.defineProperty({}, 'retention', { get: explode, enumerable: true });
    case 1:
      return new Proxy({}, { get: explode, has: explode, ownKeys: explode, getOwnPropertyDescriptor: explode, getPrototypeOf: explode });
    case 2:
      return cyclic;
    case 3:
      return { toString: explode, valueOf: explode, toJSON: explode, [Symbol.toPrimitive]: explode };
    case 4:
      return Object.freeze({ retention: Object.freeze({ traces: '7d' }) });
    case 5:
      return Array.from({ length: 40 }).reduce((inner: unknown) => ({ retention: inner }), {});
    case 6:
      return new Array(4_000_000_000);
    default:
      return { ['k'.repeat(100_000)]: 'v'.repeat(100_000) };
  }
}

/** Whatever somebody may hand over in place of an environment. */
export const garbage: fc.Arbitrary<{ readonly overlay: unknown }> = fc.oneof(
  { weight: 1, arbitrary: fc.nat(TRAPS - 1).map((kind) => ({ overlay: trap(kind) })) },
  { weight: 11, arbitrary: harmlessGarbage().map((overlay) => ({ overlay })) },
);

function harmlessGarbage(): fc.Arbitrary<unknown> {
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withNullPrototype: true,
        withObjectString: true,
        maxDepth: 3,
        maxKeys: 5,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.dictionary(fc.oneof(oneOf(...Object.keys(fullOverlay)), fc.string()), strangeValue, {
        maxKeys: 4,
        noNullPrototype: false,
      }),
    },
    { weight: 2, arbitrary: fc.json({ maxDepth: 4 }).map((text): unknown => JSON.parse(text)) },
    { weight: 2, arbitrary: fc.tuple(strangeKey, strangeValue).map(([key, value]) => withOwn({}, key, value)) },
  );
}

/** Sets an own property of any name: an assignment to `__proto__` would set the prototype. */
function withOwn(object: object, key: PropertyKey, value: unknown): object {
  return Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Where every value of a tree stands, as the containers' keys. */
function placesOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  return isContainer(value)
    ? Object.keys(value).flatMap((key) => [[...path, key], ...placesOf(Reflect.get(value, key), [...path, key])])
    : [];
}

const starts = [fullOverlay, fullKubernetesOverlay, otherKindsOverlay].map((overlay) => ({ overlay, places: placesOf(overlay) }));

/** One of {@link fullOverlays} with one to three changes: a value replaced, a key added, a key removed. */
export const mutatedOverlay: fc.Arbitrary<{ readonly overlay: unknown }> = fc.oneof(
  ...starts.map(({ overlay, places }) => mutationsOf(overlay, places)),
);

function mutationsOf(start: EnvironmentOverlay, places: readonly (readonly string[])[]): fc.Arbitrary<{ readonly overlay: unknown }> {
  return fc
    .array(
      fc.record({
        place: oneOf(...places),
        change: fc.oneof(
          { weight: 5, arbitrary: strangeValue.map((value) => ({ kind: 'replace' as const, value })) },
          { weight: 1, arbitrary: fc.nat(TRAPS - 1).map((number) => ({ kind: 'trap' as const, number })) },
          { weight: 2, arbitrary: fc.record({ kind: fc.constant('add' as const), key: strangeKey, value: strangeValue }) },
          { weight: 1, arbitrary: fc.constant({ kind: 'remove' as const }) },
        ),
      }),
      { minLength: 1, maxLength: 3 },
    )
    .map((changes) => {
      const overlay: unknown = structuredClone(start);
      // One trap at most, and last: the way to another change must not lead through it.
      const traps = changes.filter(({ change }) => change.kind === 'trap').slice(0, 1);
      for (const { place, change } of [...changes.filter((candidate) => candidate.change.kind !== 'trap'), ...traps]) {
        const key = place.at(-1) ?? '';
        const parent = place
          .slice(0, -1)
          .reduce<unknown>((value, step) => (isContainer(value) ? Reflect.get(value, step) : undefined), overlay);
        if (!isContainer(parent)) continue;
        switch (change.kind) {
          case 'replace':
            withOwn(parent, key, change.value);
            break;
          case 'trap':
            withOwn(parent, key, trap(change.number));
            break;
          case 'add':
            if (Object.isExtensible(parent)) withOwn(parent, change.key, change.value);
            break;
          case 'remove':
            Reflect.deleteProperty(parent, key);
        }
      }
      return { overlay };
    });
}
