import { ConfigError } from '../../config/errors';
import type { EnvironmentConfig } from '../../config/schema/environment';
import { type Addressing, type ComponentDefinition, type ComponentPlan, type ComponentShape, planDefaults } from './component';
import type { Release } from './release';
import { type Edge, edgesOf } from './topology';

/** A whole environment as plain data: what every target deploys, and what the command line and the report read. */
export interface Platform {
  readonly config: EnvironmentConfig;
  readonly components: readonly ComponentPlan[];
  readonly edges: readonly Edge[];
  /** The Helm releases that deliver the components; none on Docker. */
  readonly releases: readonly Release[];
}

/**
 * Renders every component that a configuration asks for.
 *
 * @throws ConfigError when two components have one name, a service has a component's, or one calls an endpoint that does not exist
 */
export function resolvePlatform(config: EnvironmentConfig, definitions: readonly ComponentDefinition[], addressing: Addressing): Platform {
  const located = definitions.flatMap((definition) => definition.shapes(config).map((shape) => ({ definition, shape })));
  const shapes = located.map(({ shape }) => shape);
  rejectDuplicates(
    config.name,
    shapes.map(({ name }) => name),
  );
  rejectServicesNamedAsComponents(config, shapes);
  const context = { config, shapes, addressing };
  const components = located.map(
    ({ definition: { product, plan }, shape }): ComponentPlan => ({ ...planDefaults, ...shape, product, ...plan(shape, context) }),
  );
  return { config, components, edges: edgesOf(components), releases: [] };
}

/** A service is found under its name on a network where components are too, and its name is that of its scrape job. */
function rejectServicesNamedAsComponents({ name: environment, services }: EnvironmentConfig, shapes: readonly ComponentShape[]): void {
  const problems = services.flatMap(({ name }, index) =>
    shapes.some((shape) => shape.name === name)
      ? [
          {
            environment,
            path: `services[${index}].name`,
            value: name,
            rule: 'is the name of a component of the platform: rename the service',
          },
        ]
      : [],
  );
  if (problems.length > 0) throw new ConfigError(problems);
}

function rejectDuplicates(environment: string, names: readonly string[]): void {
  const duplicates = names.filter((name, index) => names.indexOf(name) !== index);
  if (duplicates.length === 0) return;
  throw new ConfigError(duplicates.map((name) => ({ environment, path: name, rule: 'is the name of two components: rename one' })));
}

/** Folder of a synthesis' output in which each environment is described as plain data: `platforms/dev.json` holds a {@link Platform}. */
export const PLATFORMS_FOLDER = 'platforms';
