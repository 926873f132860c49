import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { z } from 'zod';
import { ConfigError } from '../../config/errors';
import { unwrap } from '../../config/known-keys';
import { environmentSchema } from '../../config/schema/environment';
import { fullOverlays } from '../support/full-overlays';
import { define, expectGoodError, resolve } from '../support/outcome';
import { garbage, mutatedOverlay } from '../support/overlays';
import { plausibleOverlay } from '../support/plausible-overlays';

const isDeepFrozen = (value: unknown): boolean =>
  typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isDeepFrozen));

const outputSchema = environmentSchema.extend({ name: z.string(), cluster: z.string() });
const prototypes = [Object.prototype, Array.prototype, Function.prototype] as const;
const fingerprint = (): string => prototypes.map((prototype) => Reflect.ownKeys(prototype).map(String).join()).join('|');

let valid = 0;
let onKubernetes = 0;
let refused = 0;

function check({ overlay }: { readonly overlay: unknown }): void {
  const result = define(overlay);
  if (result instanceof ConfigError) {
    refused += 1;
    expectGoodError(result);
    return;
  }
  valid += 1;
  if (result.target.kind === 'kubernetes') onKubernetes += 1;
  if (!isDeepFrozen(result)) throw new Error('not frozen');
  // Complete: nothing is left for the schema to fill in.
  if (!isDeepStrictEqual(outputSchema.parse(result), result)) throw new Error('not complete');
  // Rendering takes ten times as long as all of the above: one configuration in eight.
  const problem = valid % 8 === 0 ? resolve(result) : undefined;
  if (problem !== undefined) expectGoodError(problem);
}

/** 10,300 configurations in all; a failure names the seed that repeats it. */
const holds = (overlays: fc.Arbitrary<{ readonly overlay: unknown }>, numRuns: number): void =>
  fc.assert(fc.property(overlays, check), { numRuns });

describe('defineEnvironment, with any input at all', () => {
  const before = fingerprint();
  beforeEach(() => {
    valid = 0;
    onKubernetes = 0;
    refused = 0;
  });
  afterEach(() => expect(fingerprint()).toBe(before));

  it('refuses garbage with a ConfigError', () => {
    holds(garbage, 6_500);
    expect(refused).toBeGreaterThan(1_500);
  });

  it('takes or refuses a valid configuration with something changed', () => {
    holds(mutatedOverlay, 3_000);
    expect(valid).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(1_500);
  });

  it('takes what people write', () => {
    holds(
      plausibleOverlay.map((overlay) => ({ overlay })),
      800,
    );
    expect(valid).toBeGreaterThan(350);
    expect(onKubernetes).toBeGreaterThan(150);
  });

  it('starts its changes from configurations that say every key', () => {
    expect(fullOverlays.map(define).filter((result) => result instanceof ConfigError)).toEqual([]);
    const said = new Set(fullOverlays.flatMap((overlay) => keysOf(overlay)));
    expect(keysOfSchema(environmentSchema).filter((key) => !said.has(key))).toEqual([]);
  });
});

function keysOf(value: unknown, path = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path];
  if (Array.isArray(value)) return [path, ...value.flatMap((item) => keysOf(item, `${path}[]`))];
  const kind: unknown = Reflect.get(value, 'kind');
  return [
    path,
    ...(typeof kind === 'string' ? [`${path}.kind=${kind}`] : []),
    ...Object.entries(value).flatMap(([key, child]) => keysOf(child, `${path}.${key}`.replace(/^\./, ''))),
  ];
}

/** Keys of one alternative, and which it is: `state.kind=s3`. */
function keysOfKind(option: z.core.$ZodType, path: string): readonly string[] {
  const keys = keysOfSchema(option, path);
  if (!(option instanceof z.ZodObject)) return keys;
  const { kind } = option.shape;
  return kind instanceof z.ZodLiteral ? [...keys, `${path}.kind=${[...kind.values].join()}`] : keys;
}

function keysOfSchema(wrapped: z.core.$ZodType, path = ''): readonly string[] {
  const schema = unwrap(wrapped);
  if (schema instanceof z.ZodDiscriminatedUnion) {
    return schema.options.flatMap((option) => [path, ...keysOfKind(option, path)]);
  }
  if (schema instanceof z.ZodArray) return [path, ...keysOfSchema(schema.element, `${path}[]`)];
  if (schema instanceof z.ZodObject) {
    return [path, ...Object.entries(schema.shape).flatMap(([key, child]) => keysOfSchema(child, `${path}.${key}`.replace(/^\./, '')))];
  }
  return [path];
}
