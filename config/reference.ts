import * as z from 'zod';
import { BYTES, MILLISECONDS } from './amounts';
import { environmentSchema } from './schema/environment';

/** The part of JSON Schema that the configuration uses. */
interface JsonSchema {
  readonly title?: string;
  readonly description?: string | undefined;
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

interface Row {
  readonly path: string;
  readonly type: string;
  readonly fallback: string;
  readonly description: string;
  /** The kinds of the innermost union that take the key. */
  readonly kinds?: string;
}

const listOf = (units: readonly string[]): string => units.map((unit) => `\`${unit}\``).join(', ');
const isBinary = (unit: string): boolean => unit.endsWith('iB');

const INTRODUCTION = `# Configuration reference

Made from the schema by \`npm run docs\`; edit \`config/schema\` and not this page.

A file in \`config/environments\` is an environment of that name. It holds what differs from the defaults below, so that an empty
object is a whole platform. The editor completes and refuses; \`o11y synth\` reports every problem at once.

- A **duration** is a whole number and one of ${listOf(Object.keys(MILLISECONDS))}: \`15s\`, \`90d\`.
- A **secret** is its name and never its value, \`{ secret: 'redis_password' }\`: on Docker the value comes from \`TF_VAR_redis_password\`, on
  Kubernetes from the key \`value\` of the Secret \`redis-password\`.
- The keys of one \`kind\` alone have its name in brackets.
- A **size** is a number and one of ${listOf(Object.keys(BYTES).filter((unit) => !isBinary(unit)))} (powers of 1000) or ${listOf(Object.keys(BYTES).filter(isBinary))} (powers of 1024).
`;

/** The configuration reference in Markdown: every key with its type, its default and what it means. Pure. */
export function renderConfigReference(): string {
  const schema = z.toJSONSchema(environmentSchema, { unrepresentable: 'any', io: 'input' }) as JsonSchema;
  const sections = Object.entries(schema.properties ?? {}).map(([key, section]) => {
    const isLeaf = section.properties === undefined && section.oneOf === undefined;
    const heading = `## \`${key}\`\n${isLeaf ? '' : `\n${section.description ?? ''}\n`}`;
    return `${heading}\n${table(rows(key, section, schema.required?.includes(key) === true))}`;
  });
  return `${[INTRODUCTION, ...sections].join('\n')}`;
}

const table = (all: readonly Row[]): string =>
  `| key | type | default | meaning |\n| --- | --- | --- | --- |\n${all.map((row) => `| ${[`\`${row.path}\``, row.type, row.fallback, meaning(row)].map(cell).join(' | ')} |`).join('\n')}\n`;

const meaning = ({ description, kinds }: Row): string => (kinds === undefined ? description : `${description} (${kinds})`);

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function rows(path: string, schema: JsonSchema, required: boolean): readonly Row[] {
  const own = { path, type: typeOf(schema), fallback: defaultOf(schema, required), description: schema.description ?? '' };
  if (isSecret(schema)) return [own];
  if (schema.properties !== undefined) {
    const children = Object.entries(schema.properties).flatMap(([key, child]) =>
      rows(`${path}.${key}`, child, schema.required?.includes(key) === true),
    );
    // A section is described above its table; a group whose keys say it all is not described.
    return schema.description === undefined || !path.includes('.') ? children : [own, ...children];
  }
  const kinds = schema.oneOf?.filter(({ properties }) => properties?.['kind']?.const !== undefined) ?? [];
  if (kinds.length > 0) return unionRows(path, schema, kinds, required);
  const { items } = schema;
  return items?.properties === undefined && items?.oneOf === undefined ? [own] : [own, ...rows(`${path}[]`, items, true)];
}

/** Alternatives that `kind` tells apart: the choice, and then what each of them takes besides. */
function unionRows(path: string, schema: JsonSchema, kinds: readonly JsonSchema[], required: boolean): readonly Row[] {
  const preset = typeof schema.default === 'object' && schema.default !== null ? Reflect.get(schema.default, 'kind') : undefined;
  const choice: Row = {
    path: `${path}.kind`,
    type: kinds.map(({ properties }) => literal(properties?.['kind']?.const)).join(' or '),
    fallback: preset === undefined ? (required ? 'required' : 'none') : literal(preset),
    description: schema.description ?? '',
  };
  const of = kinds.flatMap((kind) => {
    const { kind: name, ...others } = kind.properties ?? {};
    return rows(path, { ...kind, description: undefined, properties: others }, true).map((row) => ({ name: literal(name?.const), row }));
  });
  const same = (one: Row, other: Row): boolean => JSON.stringify(one) === JSON.stringify(other);
  // What several kinds take alike is one row.
  const distinct = of.filter(({ row }, index) => of.findIndex((other) => same(other.row, row)) === index);
  return [
    choice,
    ...distinct.map(({ row }): Row => {
      const names = of.filter((other) => same(other.row, row)).map(({ name }) => name);
      return { kinds: names.join(', '), ...row };
    }),
  ];
}

/** A reference to a secret, which is an object of its name. */
const isSecret = ({ properties }: JsonSchema): boolean => properties !== undefined && Object.keys(properties).join() === 'secret';

const literal = (value: unknown): string => `\`${JSON.stringify(value)}\``;

function typeOf(schema: JsonSchema): string {
  if (schema.title !== undefined) return schema.title;
  if (isSecret(schema)) return 'secret';
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' or ');
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return [...new Set(alternatives.map(typeOf))].join(' or ');
  if (schema.type === 'array') return `list of ${schema.items === undefined ? 'objects' : pluralOf(schema.items)}`;
  const bounded = schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER && schema.minimum !== undefined;
  const name = schema.type === 'integer' ? 'whole number' : (schema.type ?? 'any');
  return bounded ? `${name}, ${schema.minimum} to ${schema.maximum}` : name;
}

function pluralOf(schema: JsonSchema): string {
  if (schema.properties !== undefined || schema.oneOf !== undefined) return 'objects';
  return schema.enum === undefined ? `${typeOf(schema)}s` : typeOf(schema);
}

function defaultOf(schema: JsonSchema, required: boolean): string {
  if (Array.isArray(schema.default) && schema.default.length > 8) return `${schema.default.length} entries`;
  if (schema.default !== undefined) return literal(schema.default);
  return required ? 'required' : 'none';
}
