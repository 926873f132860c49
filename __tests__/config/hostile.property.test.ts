import fc from 'fast-check';
import { load } from 'js-yaml';
import { ConfigError } from '../../config/errors';
import type { EnvironmentConfig } from '../../config/schema/environment';
import { fullKubernetesOverlay, fullOverlay, fullOverlays } from '../support/full-overlays';
import { HOSTILE_KEYS, HOSTILE_VALUES, INTERPOLATIONS, MARK, oneOf, placesOf, valueAt, withKey, withValueAt } from '../support/hostile';
import { define, expectGoodError, outcomeOf, resolve } from '../support/outcome';
import { synthConfig } from '../support/synth';

/** Each place of the schema once, in a configuration that has it: a test beside this one has `fullOverlays` say every key. */
const sites = [
  ...new Map(
    fullOverlays.flatMap((overlay) =>
      placesOf(overlay).map((place) => {
        const kinds = place.map((_, end) => Reflect.get(Object(valueAt(overlay, place.slice(0, end))), 'kind'));
        return [JSON.stringify([place.map((key) => (/^\d+$/.test(key) ? 0 : key)), kinds]), { overlay, place }] as const;
      }),
    ),
  ).values(),
];
const containers = sites.filter(({ overlay, place }) => typeof valueAt(overlay, place) === 'object');
const lists = sites.filter(({ overlay, place }) => Array.isArray(valueAt(overlay, place)));

let taken = 0;
let refused = 0;

/** It is refused with a good error, now or when it is rendered, or it is rendered. */
function check(overlay: unknown): void {
  const result = define(overlay);
  // Rendering takes much longer than all else: one in four.
  const problem = result instanceof ConfigError ? result : taken % 4 === 0 ? resolve(result) : undefined;
  if (problem === undefined) taken += 1;
  else {
    refused += 1;
    expectGoodError(problem);
  }
}

/** Switches a part off, or takes it away, so that what names it names nothing. */
const gone = oneOf(containers.filter(({ place }) => place.length > 0 && place.length < 4));

describe('a configuration with something hostile in it', () => {
  beforeEach(() => {
    taken = 0;
    refused = 0;
  });

  it('a value, at any place', () => {
    const runs = fc.property(oneOf(sites), oneOf(HOSTILE_VALUES), ({ overlay, place }, value) => check(withValueAt(overlay, place, value)));
    fc.assert(runs, { numRuns: 600 });
    expect(refused).toBeGreaterThan(400);
  });

  it('a key, in any object', () => {
    const runs = fc.property(oneOf(containers), oneOf(HOSTILE_KEYS), oneOf(HOSTILE_VALUES), ({ overlay, place }, key, value) =>
      check(withValueAt(overlay, place, withKey(valueAt(overlay, place), key, value))),
    );
    fc.assert(runs, { numRuns: 200 });
    expect(refused).toBeGreaterThan(120);
  });

  it('something twice', () => {
    for (const { overlay, place } of lists) {
      const list = valueAt(overlay, place) as readonly unknown[];
      check(withValueAt(overlay, place, [...list, ...list]));
    }
    expect(taken).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(5);
  });

  it('what names something that is off or not there', () => {
    const runs = fc.property(gone, fc.boolean(), ({ overlay, place }, isOff) =>
      check(withValueAt(overlay, place, isOff ? withKey(valueAt(overlay, place), 'enabled', false) : undefined)),
    );
    fc.assert(runs, { numRuns: 100 });
    expect(taken).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(10);
  });
});

/** How a text may be wrapped to be taken at a place. */
const WRAPPINGS: readonly (readonly [like: RegExp, wrap: (text: string) => string])[] = [
  [/^/, (text) => text],
  [/^https?:/, (text) => `https://x.example/${text}`],
  [/^--/, (text) => `--log.format=${text}`],
  [/^-/, (text) => `-log.format=${text}`],
];

const PROBE = `\${${MARK}}{{${MARK}}}`;
const takes = (overlay: unknown): boolean => !(define(overlay) instanceof ConfigError);

/** Where any text at all is taken, and how. */
const freeSites = [fullOverlay, fullKubernetesOverlay].map((overlay) => ({
  overlay,
  sites: placesOf(overlay).flatMap((place) => {
    const value = valueAt(overlay, place);
    if (typeof value !== 'string') return [];
    const wrap = WRAPPINGS.find(([like, wrapping]) => like.test(value) && takes(withValueAt(overlay, place, wrapping(PROBE))))?.[1];
    return wrap === undefined ? [] : [{ place, wrap }];
  }),
}));

/** A configuration with a text wherever it is taken, and what was written. */
function filled(
  { overlay, sites: free }: (typeof freeSites)[number],
  text: string,
): { config: EnvironmentConfig; written: Set<string> } | undefined {
  const written = new Set<string>();
  let whole: unknown = overlay;
  for (const { place, wrap } of free) {
    const next = withValueAt(whole, place, wrap(text));
    if (!takes(next)) continue;
    whole = next;
    written.add(wrap(text));
  }
  const config = define(whole);
  return config instanceof ConfigError ? undefined : { config, written };
}

const leavesOf = (value: unknown): readonly string[] =>
  typeof value !== 'object' || value === null
    ? [String(value)]
    : Object.entries(value).flatMap(([key, child]) => [key, ...leavesOf(child)]);

/** What Terraform makes of a text: its own expressions, which hold nothing of ours, are left out. */
function afterTerraform(text: string): string {
  const plain = text.replaceAll(/([$%])\1\{|[$%]\{[^}]*\}/g, (found, sigil: string | undefined) => {
    if (sigil === undefined && found.includes(MARK)) throw new Error(`Terraform would evaluate ${found}`);
    return sigil === undefined ? '' : `${sigil}{`;
  });
  return plain;
}

/** What Helm makes of a text in values. */
const afterHelm = (text: string): string => text.replaceAll('{{ `{{` }}', '{{');

/** The texts in a file of YAML or JSON; any other text, and a file of another format, is one. */
function textsIn(file: string): readonly string[] {
  if (!/\n|^\{"/.test(file)) return [file];
  try {
    return leavesOf(load(file));
  } catch {
    return [file];
  }
}

/** How programs have a text spelled: doubled dollars, a string within a statement or a matcher, a literal within an expression. */
const SPELLINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.replaceAll('$', () => '$$'),
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => JSON.stringify(text.replaceAll('$', () => '$$')).slice(1, -1),
  (text) => JSON.stringify(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).slice(1, -1),
  (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
];

/** Every text of a stack with the mark in it is something that was written, as its program reads it. */
function expectAsWritten(stack: string, written: ReadonlySet<string>): number {
  const wanted = [...written].flatMap((text) => SPELLINGS.map((spell) => spell(text)));
  const found = leavesOf(JSON.parse(stack))
    .filter((text) => text.includes(MARK))
    .flatMap((text) => textsIn(afterHelm(afterTerraform(text))))
    .flatMap((text) => textsIn(text))
    .filter((text) => text.includes(MARK));
  for (const text of found) if (!wanted.some((spelled) => text.includes(spelled))) throw new Error(`nobody wrote ${text}`);
  return found.length;
}

describe('what a program on the way might take for an order', () => {
  it('is a text where any text is taken', () => {
    for (const { sites: free } of freeSites) expect(free.length).toBeGreaterThan(5);
    const runs = fc.property(oneOf(freeSites), oneOf(INTERPOLATIONS), (site, text) => {
      const result = filled(site, text);
      if (result === undefined) return;
      const stack = outcomeOf(() => synthConfig(result.config));
      if (stack instanceof ConfigError) return expectGoodError(stack);
      expect(expectAsWritten(stack, result.written)).toBeGreaterThan(0);
    });
    fc.assert(runs, { numRuns: 6 });
  });
});
