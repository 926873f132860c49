import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Block {
  readonly attributes?: Readonly<Record<string, { readonly optional?: boolean; readonly required?: boolean; readonly type?: unknown }>>;
  readonly block_types?: Readonly<Record<string, { readonly block: Block; readonly nesting_mode: string; readonly min_items?: number }>>;
}

interface ProviderSchemas {
  readonly provider_schemas: Readonly<Record<string, { readonly resource_schemas: Readonly<Record<string, { readonly block: Block }>> }>>;
}

/** What Terraform itself understands in any resource. */
const META_ARGUMENTS = ['//', 'depends_on', 'lifecycle', 'provider', 'count', 'for_each', 'connection', 'provisioner'];

/** The resource types of all providers whose schemas lie in a folder. Reads the file system. */
export function readResourceSchemas(folder: string): ReadonlyMap<string, Block> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return new Map(
    files.flatMap((file) => {
      // As Terraform prints it: https://developer.hashicorp.com/terraform/cli/commands/providers/schema
      const { provider_schemas: schemas } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as ProviderSchemas;
      return Object.values(schemas).flatMap((provider) =>
        Object.entries(provider.resource_schemas).map(([type, { block }]) => [type, block] as const),
      );
    }),
  );
}

/** What a provider would refuse in a resource: attributes that it does not have or only computes, and missing ones. */
export function problemsOf(block: Block, value: Readonly<Record<string, unknown>>, path: string): readonly string[] {
  const { attributes = {}, block_types: blocks = {} } = block;
  const unknown = Object.keys(value).flatMap((key) => {
    if (META_ARGUMENTS.includes(key)) return [];
    const attribute = attributes[key];
    if (attribute !== undefined) {
      return attribute.optional === true || attribute.required === true ? [] : [`${path}.${key} is computed by the provider`];
    }
    return key in blocks ? [] : [`${path}.${key} is unknown to the provider`];
  });
  const missing = Object.entries(attributes).flatMap(([key, { required }]) =>
    required === true && !(key in value) ? [`${path}.${key} is required`] : [],
  );
  const nested = Object.entries(blocks).flatMap(([key, { block: inner, min_items: least = 0 }]) => {
    const given = value[key];
    if (given === undefined) return least > 0 ? [`${path}.${key} is required`] : [];
    const items: readonly unknown[] = Array.isArray(given) ? given : [given];
    return items.flatMap((item, index) =>
      typeof item === 'object' && item !== null
        ? problemsOf(inner, item as Readonly<Record<string, unknown>>, `${path}.${key}[${index}]`)
        : [],
    );
  });
  return [...unknown, ...missing, ...nested];
}
