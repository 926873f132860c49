import { ConfigError } from '../../config/errors';
import type { EnvironmentConfig } from '../../config/schema/environment';
import type { Addressing, ComponentDefinition, ComponentPlan } from './component';
import { type Edge, edgesOf } from './topology';

/** A whole environment as plain data: what every target deploys, and what the command line and the report read. */
export interface Platform {
  readonly config: EnvironmentConfig;
  readonly components: readonly ComponentPlan[];
  readonly edges: readonly Edge[];
}

/**
 * Renders every component that a configuration asks for.
 *
 * @throws ConfigError when two components have one name, or one calls an endpoint that does not exist
 */
export function resolvePlatform(config: EnvironmentConfig, definitions: readonly ComponentDefinition[], addressing: Addressing): Platform {
  const located = definitions.flatMap((definition) => definition.shapes(config).map((shape) => ({ definition, shape })));
  const shapes = located.map(({ shape }) => shape);
  rejectDuplicates(
    config.name,
    shapes.map(({ name }) => name),
  );
  const context = { config, shapes, addressing };
  const components = located.map(({ definition, shape }) => definition.plan(shape, context));
  return { config, components, edges: edgesOf(components) };
}

function rejectDuplicates(environment: string, names: readonly string[]): void {
  const duplicates = names.filter((name, index) => names.indexOf(name) !== index);
  if (duplicates.length === 0) return;
  throw new ConfigError(duplicates.map((name) => ({ environment, path: name, rule: 'is the name of two components: rename one' })));
}
