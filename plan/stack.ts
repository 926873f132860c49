import type { StackJson } from './model';

/** A resource as a stack says it. */
export interface Resource {
  /** `docker_container.prometheus` */
  readonly address: string;
  readonly type: string;
  readonly name: string;
  /** Without what is Terraform's own: `lifecycle`, `depends_on`. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Attributes whose differences are ignored; `all` for all of them. */
  readonly ignored: readonly string[] | 'all';
  /** References whose change makes it anew. */
  readonly triggers: readonly string[];
}

/** What a comparison needs of a stack. */
export interface Stack {
  readonly resources: ReadonlyMap<string, Resource>;
  /** The address of a resource before, by the one that it has now. */
  readonly moved: ReadonlyMap<string, string>;
  /** Defaults of variables; undefined for one that must be given. */
  readonly variables: ReadonlyMap<string, unknown>;
  readonly locals: Readonly<Record<string, unknown>>;
}

/** Arguments that Terraform understands in any resource; none of them alone changes it. */
const META_ARGUMENTS: ReadonlySet<string> = new Set([
  '//',
  'connection',
  'count',
  'depends_on',
  'for_each',
  'lifecycle',
  'provider',
  'provisioner',
]);

/** Reads a stack in Terraform's JSON syntax; an empty one for none. https://developer.hashicorp.com/terraform/language/syntax/json */
export function readStack(json: StackJson = {}): Stack {
  const resources = entriesOf(json['resource']).flatMap(([type, byName]) =>
    entriesOf(byName).map(([name, config]): Resource => readResource(type, name, asObject(config))),
  );
  return {
    resources: new Map(resources.map((resource) => [resource.address, resource])),
    moved: new Map(listOf(json['moved']).map((block) => [String(asObject(block)['to']), String(asObject(block)['from'])])),
    variables: new Map(entriesOf(json['variable']).map(([name, variable]) => [name, asObject(variable)['default']])),
    locals: asObject(json['locals']),
  };
}

function readResource(type: string, name: string, all: Readonly<Record<string, unknown>>): Resource {
  const lifecycle = asObject(listOf(all['lifecycle'])[0]);
  const ignored = lifecycle['ignore_changes'];
  return {
    address: `${type}.${name}`,
    type,
    name,
    config: Object.fromEntries(Object.entries(all).filter(([key]) => !META_ARGUMENTS.has(key))),
    ignored: ignored === 'all' ? 'all' : listOf(ignored).map(String),
    triggers: listOf(lifecycle['replace_triggered_by']).map((trigger) => String(trigger).replace(/^\$\{(.*)\}$/, '$1')),
  };
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] => Object.entries(asObject(value));

/** A block alone stands for a list of one. */
const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly unknown[]) : [value];
