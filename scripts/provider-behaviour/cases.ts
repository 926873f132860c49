import { type Block, isSettable } from './schema';
import { type Pair, pairsFor } from './values';

type Config = Readonly<Record<string, unknown>>;

/** One attribute of a resource that differs, all else being equal. */
export interface Case {
  readonly type: string;
  /** `upload.content`: nested blocks by their names. */
  readonly path: string;
  readonly before: Config;
  readonly after: Config;
}

/** A leaf of a schema, or a block that may be absent. */
interface Place {
  readonly path: readonly string[];
  /** What to try; none for a block, which is there or not. */
  readonly pairs?: readonly Pair[];
}

/** All that a configuration can say in a block. */
function placesIn({ attributes = {}, block_types: blocks = {} }: Block, above: readonly string[] = []): readonly Place[] {
  const own = Object.entries(attributes).flatMap(([name, attribute]): Place[] => {
    if (!isSettable(attribute) || name === 'id') return [];
    const path = [...above, name];
    return [{ path, pairs: attribute.type === undefined ? [] : pairsFor(path.join('.'), attribute.type) }];
  });
  const nested = Object.entries(blocks).flatMap(([name, { block, min_items: least = 0 }]): readonly Place[] => {
    const path = [...above, name];
    return [...(least > 0 ? [] : [{ path }]), ...placesIn(block, path)];
  });
  return [...own, ...nested];
}

/** The least that a provider takes in a block. */
function minimal({ attributes = {}, block_types: blocks = {} }: Block, above: readonly string[]): Config {
  const own = Object.entries(attributes).flatMap(([name, { required, type }]) =>
    required === true && type !== undefined ? [[name, pairsFor([...above, name].join('.'), type)[0]?.[0]]] : [],
  );
  const nested = Object.entries(blocks).flatMap(([name, { block, min_items: least = 0 }]) =>
    least > 0 ? [[name, [minimal(block, [...above, name])]]] : [],
  );
  return Object.fromEntries([...own, ...nested]) as Config;
}

/** The least with a value at a place; `undefined` for a block that is there, with as little as it takes. */
function withValue(block: Block, path: readonly string[], value: unknown, above: readonly string[] = []): Config {
  const [name, ...rest] = path;
  const base = minimal(block, above);
  if (name === undefined) return base;
  const nested = block.block_types?.[name];
  if (nested === undefined) return { ...base, [name]: value };
  const content = withValue(nested.block, rest, value, [...above, name]);
  return { ...base, [name]: nested.nesting_mode === 'single' ? content : [content] };
}

/** Attributes without which another makes no sense to a provider, by type and path. */
const COMPANIONS: Readonly<Record<string, Readonly<Record<string, Config>>>> = {
  docker_container: { memory_swap: { memory: 8 } },
  kubernetes_secret_v1: { data_wo_revision: { data_wo: { a: 'a' } }, binary_data_wo_revision: { binary_data_wo: { a: 'YQ==' } } },
};

/** For each place of a schema the cases to try until a provider takes one. */
export function candidates(type: string, block: Block): ReadonlyMap<string, readonly Case[]> {
  return new Map(
    placesIn(block).map(({ path, pairs }) => {
      const name = path.join('.');
      const companions = COMPANIONS[type]?.[name] ?? {};
      const config = (value: unknown): Config => ({ ...withValue(block, path, value), ...companions });
      const cases =
        pairs === undefined
          ? [{ type, path: name, before: { ...withoutBlock(block, path), ...companions }, after: config(undefined) }]
          : pairs.map(([before, after]) => ({ type, path: name, before: config(before), after: config(after) }));
      return [name, cases];
    }),
  );
}

/** A resource that says no more than it must. */
export function minimalCase(type: string, block: Block): Case {
  const config = minimal(block, []);
  return { type, path: '', before: config, after: config };
}

const withoutBlock = (block: Block, path: readonly string[]): Config => withValue(block, path.slice(0, -1), undefined);
