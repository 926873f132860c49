import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Release } from '../../constructs/core/release';

/**
 * Finds keys that a release sets and its chart does not know: most charts have no schema, and take a misspelled key without a word.
 *
 * `unknownKeys(release, folder)` gives their paths, none when all is well. The folder (`folderOf('chartValues')`) has
 * `<chart>-<version>/values.yaml` for each chart, with values.schema.json where it has one, and in it `<subchart>-<version>/values.yaml`
 * for each chart of its own. A key is known when values.yaml has it, or names it in a comment of the same section (`# storageClassName:`);
 * where the schema refuses what it does not list, when that lists it. Below `{}`, `[]`, an empty value, and what FREE_FORM and HANDED_ON
 * name, every key is: there the chart hands on what it gets.
 */
export function unknownKeys({ chart, values }: Pick<Release, 'chart' | 'values'>, folder: string): readonly string[] {
  const known = knownKeys(join(folder, `${chart.name}-${chart.version}`));
  const own = [...FREE_FORM, ...(UNDOCUMENTED[chart.name] ?? [])];
  return missing(values, known, [])
    .filter((path) => !own.some((free) => startsWith(path, free)) && !path.slice(0, -1).some((key) => HANDED_ON.test(key)))
    .filter((path) => path.at(-1) !== 'fullnameOverride')
    .map((path) => path.join('.'));
}

/** Files of the programs themselves, of which values.yaml has an example that is merged with ours; no chart but one has them. */
const FREE_FORM: readonly (readonly string[])[] = [
  ['alertmanager', 'config'],
  ['grafana', 'grafana.ini'],
];

/** Parts of a pod that charts write as they are given, with an example in values.yaml. Kubernetes' own schema checks them. */
const HANDED_ON = /securityContext$|^podLabels$/i;

/**
 * What values.yaml leaves out and templates read. `fullnameOverride` is read by the helper that names the objects of every chart:
 * https://helm.sh/docs/chart_template_guide/named_templates/
 */
const UNDOCUMENTED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  // templates/deployment.yaml
  jaeger: [['jaeger', 'podLabels']],
};

const startsWith = (path: readonly string[], start: readonly string[]): boolean => start.every((key, index) => key === path[index]);

/** A key's own keys; undefined where anything goes. */
interface Known {
  readonly keys?: ReadonlyMap<string, Known>;
}

const ANYTHING: Known = {};

/** Paths in values of which nothing is known. */
function missing(values: unknown, known: Known, path: readonly string[]): readonly (readonly string[])[] {
  const { keys } = known;
  if (keys === undefined || !isObject(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    const below = keys.get(key);
    return below === undefined ? [[...path, key]] : missing(value, below, [...path, key]);
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The keys of a chart with those of its subcharts. @throws Error when the folder has no values.yaml */
function knownKeys(folder: string): Known {
  const schemaFile = join(folder, 'values.schema.json');
  const schema: unknown = existsSync(schemaFile) ? JSON.parse(readFileSync(schemaFile, 'utf8')) : undefined;
  if (isObject(schema) && schema['additionalProperties'] === false) return fromSchema(schema);
  const text = readFileSync(join(folder, 'values.yaml'), 'utf8');
  const withSubcharts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .reduce((keys, { name }) => merge(keys, under(name.replace(/-\d+\..*$/, ''), knownKeys(join(folder, name)))), fromData(load(text)));
  return fromComments(text).reduce(withComment, withSubcharts);
}

const under = (key: string, known: Known): Known => ({ keys: new Map([[key, known]]) });

const fromData = (data: unknown): Known =>
  isObject(data) && Object.keys(data).length > 0
    ? { keys: new Map(Object.entries(data).map(([key, value]) => [key, fromData(value)])) }
    : ANYTHING;

/** What a schema lists, where it refuses all else. */
const fromSchema = (schema: unknown): Known =>
  isObject(schema) && schema['additionalProperties'] === false && isObject(schema['properties'])
    ? { keys: new Map(Object.entries(schema['properties']).map(([key, below]) => [key, fromSchema(below)])) }
    : ANYTHING;

/** What either of two knows; what one leaves open is open. */
function merge(one: Known, other: Known): Known {
  if (one.keys === undefined || other.keys === undefined) return ANYTHING;
  const keys = new Map(one.keys);
  for (const [key, known] of other.keys) {
    const before = keys.get(key);
    keys.set(key, before === undefined ? known : merge(before, known));
  }
  return { keys };
}

/** What is known when a comment names a key: a section that is open stays open, since the comment shows an example of what it takes. */
function withComment(known: Known, [key, ...below]: readonly string[]): Known {
  if (known.keys === undefined || key === undefined) return known;
  const before = known.keys.get(key);
  if (before === undefined) return below.length === 0 ? { keys: new Map([...known.keys, [key, ANYTHING]]) } : known;
  return { keys: new Map([...known.keys, [key, withComment(before, below)]]) };
}

const KEY = /^( *)(?:(#+) ?)?([\w.-]+):(?:\s|$)/;

/** Keys that are written as comments: `# storageClassName: fast`, each with the sections around it. */
function fromComments(text: string): readonly (readonly string[])[] {
  const sections: { readonly indent: number; readonly key: string }[] = [];
  return text.split('\n').flatMap((line) => {
    const [, spaces = '', hash, key] = KEY.exec(line) ?? [];
    if (key === undefined) return [];
    while ((sections.at(-1)?.indent ?? -1) >= spaces.length) sections.pop();
    const path = [...sections.map((section) => section.key), key];
    if (hash === undefined) sections.push({ indent: spaces.length, key });
    return hash === undefined ? [] : [path];
  });
}
