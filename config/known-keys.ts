import * as z from 'zod';

/** The keys that a schema has at a path of an input, for the suggestion beside an unknown one. */
export function knownKeys(whole: z.core.$ZodType, path: readonly PropertyKey[], input: unknown): readonly string[] {
  let schema: z.core.$ZodType | undefined = whole;
  let value = input;
  for (const key of path) {
    schema = schema === undefined ? undefined : childOf(resolve(schema, value), key);
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  }
  const inner = schema === undefined ? undefined : resolve(schema, value);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

/** A schema without what is wrapped around it: its default, that it may be absent, that it is read-only. */
export function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodReadonly
    ? unwrap(schema.unwrap())
    : schema;
}

/** What is within a schema, and of several the one that an input chooses by its `kind`. */
function resolve(wrapped: z.core.$ZodType, input: unknown): z.core.$ZodType {
  const schema = unwrap(wrapped);
  if (!(schema instanceof z.ZodDiscriminatedUnion)) return schema;
  const { discriminator } = schema.def;
  const chosen = typeof input === 'object' && input !== null ? Reflect.get(input, discriminator) : undefined;
  return schema.options.find((option) => option instanceof z.ZodObject && option.shape[discriminator].safeParse(chosen).success) ?? schema;
}

function childOf(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodObject ? schema.shape[String(key)] : undefined;
}
