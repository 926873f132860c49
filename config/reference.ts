import * as z from 'zod';
import { environmentSchema } from './schema/environment';

/** The part of JSON Schema that the configuration uses. */
interface JsonSchema {
  readonly title?: string;
  readonly description?: string;
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
}

const INTRODUCTION = `# Configuration reference

Made from the schema by \`npm run docs\`; edit \`config/schema\` and not this page.

A file in \`config/environments\` is an environment of that name. It holds what differs from the defaults below, so that an empty
object is a whole platform. The editor completes and refuses; \`o11y synth\` reports every problem at once.

- A **duration** is a whole number and one of \`ms\`, \`s\`, \`m\`, \`h\`, \`d\`, \`w\`: \`15s\`, \`90d\`.
- A **size** is a number and one of \`B\`, \`kB\`, \`MB\`, \`GB\`, \`TB\` (powers of 1000) or \`KiB\`, \`MiB\`, \`GiB\`, \`TiB\` (powers of 1024).
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
  `| key | type | default | meaning |\n| --- | --- | --- | --- |\n${all.map((row) => `| ${[`\`${row.path}\``, row.type, row.fallback, row.description].map(cell).join(' | ')} |`).join('\n')}\n`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function rows(path: string, schema: JsonSchema, required: boolean): readonly Row[] {
  if (schema.properties !== undefined) {
    return Object.entries(schema.properties).flatMap(([key, child]) =>
      rows(`${path}.${key}`, child, schema.required?.includes(key) === true),
    );
  }
  // Alternatives of objects, told apart by one key: the rows of each.
  const alternatives = schema.oneOf?.filter(({ properties }) => properties !== undefined) ?? [];
  if (alternatives.length > 0) return alternatives.flatMap((alternative) => rows(path, alternative, required));
  const own = [{ path, type: typeOf(schema), fallback: defaultOf(schema, required), description: schema.description ?? '' }];
  return schema.items?.properties === undefined ? own : [...own, ...rows(`${path}[]`, schema.items, true)];
}

const literal = (value: unknown): string => `\`${JSON.stringify(value)}\``;

function typeOf(schema: JsonSchema): string {
  if (schema.title !== undefined) return schema.title;
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(literal).join(' or ');
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return [...new Set(alternatives.map(typeOf))].join(' or ');
  if (schema.type === 'array')
    return `list of ${schema.items === undefined || schema.items.properties !== undefined ? 'objects' : `${typeOf(schema.items)}s`}`;
  const bounded = schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER && schema.minimum !== undefined;
  const name = schema.type === 'integer' ? 'whole number' : (schema.type ?? 'any');
  return bounded ? `${name}, ${schema.minimum} to ${schema.maximum}` : name;
}

function defaultOf(schema: JsonSchema, required: boolean): string {
  if (Array.isArray(schema.default) && schema.default.length > 8) return `${schema.default.length} entries`;
  if (schema.default !== undefined) return literal(schema.default);
  return required ? 'required' : 'none';
}
