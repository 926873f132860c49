import type { AttributeChange } from './model';
import { answerAt, type ResourceBehaviour } from './provider/behaviour';

/** How a type of resource is compared; of a type that nobody was asked about nothing is known to make it anew. */
export type Behaviour = ResourceBehaviour & { readonly emptyIsAbsent: boolean };

export const UNASKED: Behaviour = { answers: {}, sets: [], blocks: [], kept: [], defaults: {}, emptyIsAbsent: false };

type Item = Readonly<Record<string, unknown>>;

/** What tells the blocks of a list apart, for people. None of them is ever a secret. */
const IDENTITIES = ['file', 'label', 'target', 'container_path', 'internal', 'name', 'path', 'host', 'host_path', 'cidr'] as const;

/**
 * The attributes of a resource that differ, as its provider compares them: sets without order, a default like what says it, and what is no
 * longer said as it was, where the provider keeps it. Values must be settled: what is unknown before a deployment is no text of the other
 * side's.
 */
export function attributeChanges(behaviour: Behaviour, before: Item, after: Item): readonly AttributeChange[] {
  // Most resources of a stack are what they were, and their files are long.
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return compareBlock({ behaviour, path: '', shown: '' }, before, after);
}

/** Where a comparison is: in terms of the provider's schema, and as it is shown. */
interface Place {
  readonly behaviour: Behaviour;
  readonly path: string;
  readonly shown: string;
}

const step = ({ behaviour, path, shown }: Place, key: string): Place => ({
  behaviour,
  path: path === '' ? key : `${path}.${key}`,
  shown: shown === '' ? key : `${shown}.${key}`,
});

const found = ({ behaviour, path, shown }: Place, shownHere = shown): readonly AttributeChange[] => {
  const answer = answerAt(behaviour, path);
  return answer === 'none' ? [] : [{ path: shownHere, replaces: answer === 'replace' }];
};

function compareBlock(place: Place, before: Item, after: Item): readonly AttributeChange[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].sort().flatMap((key) => {
    const inner = step(place, key);
    const [old, current] = [before[key], after[key]];
    return place.behaviour.blocks.includes(inner.path)
      ? compareBlocks(inner, itemsOf(old), itemsOf(current))
      : compareAttribute(inner, old, current);
  });
}

function compareAttribute(place: Place, before: unknown, after: unknown): readonly AttributeChange[] {
  const { behaviour, path, shown } = place;
  const fallback = behaviour.defaults[path];
  const [old, current] = [before ?? fallback, after ?? fallback];
  if (old === current) return [];
  if (isAbsent(behaviour, current) && behaviour.kept.includes(path)) return [];
  if (textOf(place, old) === textOf(place, current)) return [];
  const keys = differingKeys(place, old, current);
  return keys === undefined ? found(place) : keys.flatMap((key) => found(place, `${shown}[${key}]`));
}

/** Keys of a map, and names of the variables in a list like that of an environment, that differ; undefined for other values. */
function differingKeys(place: Place, before: unknown, after: unknown): readonly string[] | undefined {
  const [old, current] = place.path === 'env' ? [variablesOf(before), variablesOf(after)] : [before ?? {}, after ?? {}];
  if (!isItem(old) || !isItem(current)) return undefined;
  const keys = new Set([...Object.keys(old), ...Object.keys(current)]);
  return [...keys].filter((key) => textOf(place, old[key]) !== textOf(place, current[key])).sort();
}

const variablesOf = (list: unknown): Item =>
  Object.fromEntries(
    (Array.isArray(list) ? list : []).map((entry) => {
      const [, name = '', value = ''] = /^([^=]*)=?([\s\S]*)$/.exec(String(entry)) ?? [];
      return [name, value];
    }),
  );

function compareBlocks(place: Place, before: readonly Item[], after: readonly Item[]): readonly AttributeChange[] {
  const counted = before.length === after.length ? [] : countOf(place);
  const changes = place.behaviour.sets.includes(place.path) ? compareSet(place, before, after) : compareList(place, before, after);
  // Their number is a difference of its own, and shown where they are.
  const replaces = counted.some((change) => change.replaces);
  return replaces && changes.length > 0 ? changes.map((change) => ({ ...change, replaces: true })) : changes.length > 0 ? changes : counted;
}

const countOf = (place: Place): readonly AttributeChange[] => found(place);

function compareList(place: Place, before: readonly Item[], after: readonly Item[]): readonly AttributeChange[] {
  const length = Math.max(before.length, after.length);
  return Array.from({ length }, (_, index) => {
    const [old = {}, current = {}] = [before[index], after[index]];
    const shown = length === 1 ? place.shown : `${place.shown}[${identityOf(current) ?? identityOf(old) ?? String(index)}]`;
    return compareBlock({ ...place, shown }, old, current);
  }).flat();
}

/** What differs in a set is gone as a whole and there anew as a whole, with all that it says. */
function compareSet(place: Place, before: readonly Item[], after: readonly Item[]): readonly AttributeChange[] {
  const [old, current] = [before, after].map((items) => new Map(items.map((item) => [textOf(place, item), item])));
  const only = (one = new Map<string, Item>(), other = new Map<string, Item>()) =>
    [...one].flatMap(([text, item]) => (other.has(text) ? [] : [item]));
  const differing = [...only(old, current), ...only(current, old)];
  const shown = new Map<string, boolean>();
  for (const item of differing) {
    const key = identityOf(item);
    const path = key === undefined ? place.shown : `${place.shown}[${key}]`;
    shown.set(path, (shown.get(path) ?? false) || saysWhatReplaces(place, item));
  }
  return [...shown].sort(([one], [other]) => (one < other ? -1 : 1)).map(([path, replaces]) => ({ path, replaces }));
}

const saysWhatReplaces = (place: Place, item: Item): boolean =>
  Object.entries(item).some(([key, value]) => {
    const inner = step(place, key);
    if (isAbsent(place.behaviour, value)) return false;
    if (place.behaviour.blocks.includes(inner.path)) return itemsOf(value).some((nested) => saysWhatReplaces(inner, nested));
    return answerAt(place.behaviour, inner.path) === 'replace';
  });

function identityOf(item: Item): string | undefined {
  const key = IDENTITIES.find((name) => typeof item[name] === 'string' || typeof item[name] === 'number');
  return key === undefined ? undefined : String(item[key]);
}

/** A block alone stands for a list of one. */
const itemsOf = (value: unknown): readonly Item[] => (Array.isArray(value) ? value.filter(isItem) : isItem(value) ? [value] : []);

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

const isAbsent = ({ emptyIsAbsent }: Behaviour, value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (emptyIsAbsent && (value === '' || value === false || value === 0 || (typeof value === 'object' && Object.keys(value).length === 0)));

/** The same text for values that the provider takes for the same: numbers and booleans may be written as texts. */
function textOf(place: Place, value: unknown): string {
  const { behaviour, path } = place;
  if (isAbsent(behaviour, value)) return '';
  if (Array.isArray(value)) {
    const texts = value.map((item: unknown) => textOf(place, item));
    return JSON.stringify(behaviour.sets.includes(path) ? [...new Set(texts)].sort() : texts);
  }
  if (!isItem(value)) return String(value);
  const isBlock = path === '' || behaviour.blocks.includes(path);
  const defaults = isBlock
    ? Object.entries(behaviour.defaults).filter(([key]) => key.startsWith(`${path}.`) && !key.slice(path.length + 1).includes('.'))
    : [];
  const whole: Item = { ...Object.fromEntries(defaults.map(([key, fallback]) => [key.slice(path.length + 1), fallback])), ...value };
  const entries = Object.entries(whole).flatMap(([key, inner]) => {
    const text = textOf(
      isBlock ? step(place, key) : place,
      isBlock && behaviour.blocks.includes(step(place, key).path) ? itemsOf(inner) : inner,
    );
    return text === '' ? [] : [[key, text] as const];
  });
  return entries.length === 0 && behaviour.emptyIsAbsent && !isBlock
    ? ''
    : JSON.stringify(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}
