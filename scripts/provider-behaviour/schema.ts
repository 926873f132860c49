/** Parts of what `terraform providers schema -json` prints: https://developer.hashicorp.com/terraform/cli/commands/providers/schema */

/** A type: `string`, `["set", "string"]`, `["object", {…}]`. */
export type AttributeType = string | readonly [string, ...unknown[]];

export interface Attribute {
  /** Absent for attributes that are objects with a schema of their own. */
  readonly type?: AttributeType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

export interface NestedBlock {
  readonly block: Block;
  readonly nesting_mode: string;
  readonly min_items?: number;
}

export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, NestedBlock>>;
}

export interface ResourceSchema {
  readonly version: number;
  readonly block: Block;
}

export interface Schemas {
  readonly provider_schemas: Readonly<Record<string, { readonly resource_schemas?: Readonly<Record<string, ResourceSchema>> }>>;
}

/** Whether a configuration may say it. */
export const isSettable = ({ required, optional }: Attribute): boolean => required === true || optional === true;

/** What comes after `["set", …]`. */
export const elementOf = (type: AttributeType): AttributeType => (typeof type === 'string' ? 'string' : (type[1] as AttributeType));
