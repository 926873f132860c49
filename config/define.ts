import { z } from 'zod';
import { ConfigError, type Problem } from './errors';
import { problemsOf } from './issues';
import { rules } from './rules';
import { type EnvironmentConfig, type EnvironmentOverlay, environmentSchema } from './schema/environment';

/** A file's name without its ending, which becomes part of names of containers and of the Terraform stack. */
const ENVIRONMENT_NAME = /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/;

/**
 * Turns what an environment's file says into its complete configuration: defaults filled in, every value and every rule
 * across values checked, deeply frozen.
 *
 * @param name the environment, which is the name of its file: 1 to 20 lower-case letters, digits and hyphens
 * @param overlay what differs from the defaults
 * @throws ConfigError with all problems at once
 */
export function defineEnvironment(name: string, overlay: EnvironmentOverlay): EnvironmentConfig {
  const nameProblems: readonly Problem[] = ENVIRONMENT_NAME.test(name)
    ? []
    : [{ path: 'name', value: name, rule: 'must be 1 to 20 lower-case letters, digits and hyphens: rename its file' }];
  const parsed = environmentSchema.safeParse(overlay);
  if (!parsed.success) throw refused(name, [...nameProblems, ...parsed.error.issues.flatMap((issue) => problemsOf(issue, overlay, knownKeys))]);
  const config: EnvironmentConfig = { ...parsed.data, name, cluster: parsed.data.cluster ?? `${parsed.data.platform}-${name}` };
  const problems = [...nameProblems, ...rules.flatMap((rule) => rule(config))];
  if (problems.length > 0) throw refused(name, problems);
  return deepFreeze(config);
}

const refused = (environment: string, problems: readonly Problem[]): ConfigError =>
  new ConfigError(problems.map((problem) => ({ ...problem, environment })));

/** The keys that the schema has at a path, for the suggestion beside an unknown one. */
function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  let schema: z.core.$ZodType | undefined = environmentSchema;
  for (const key of path) schema = schema === undefined ? undefined : childOf(unwrap(schema), key);
  const inner = schema === undefined ? undefined : unwrap(schema);
  if (inner instanceof z.ZodObject) return Object.keys(inner.shape);
  if (inner instanceof z.ZodDiscriminatedUnion) return inner.options.flatMap((option) => (option instanceof z.ZodObject ? Object.keys(option.shape) : []));
  return [];
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional || schema instanceof z.ZodReadonly) {
    return unwrap(schema.unwrap());
  }
  return schema;
}

function childOf(schema: z.core.$ZodType, key: PropertyKey): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodObject ? schema.shape[String(key)] : undefined;
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const child of Object.values(value)) deepFreeze(child);
  return value;
}
