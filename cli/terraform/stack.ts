import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as z from 'zod';
import { type Project, stackFolder } from './project';

const named = z.record(z.string(), z.object({ name: z.string() })).default({});

const stackSchema = z.object({
  terraform: z.object({
    backend: z.object({ local: z.object({ path: z.string() }).optional() }).prefault({}),
    required_providers: z.unknown(),
  }),
  resource: z
    .object({
      docker_image: named,
      docker_container: named,
      docker_network: named,
      terraform_data: z.record(z.string(), z.unknown()).default({}),
    })
    .prefault({}),
  variable: z.record(z.string(), z.object({ default: z.unknown().optional() })).default({}),
});

/** A synthesised stack, as far as the command line reads it. */
export interface Stack {
  readonly folder: string;
  /** The text of `cdk.tf.json`. */
  readonly text: string;
  /** What decides about initialisation: the backend and the providers, as text. */
  readonly requirements: string;
  /** File of the state, relative to the working directory; undefined when the state is not in a file. */
  readonly stateFile: string | undefined;
  /** Names of the images, containers and networks that it makes. */
  readonly images: readonly string[];
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  /** Names of the values that are generated once, and kept in the state. */
  readonly generated: readonly string[];
  /** Names of the variables, and of those among them that have no default. */
  readonly variables: readonly string[];
  readonly requiredVariables: readonly string[];
}

/** Reads the synthesised stack of an environment. Reads the file system. */
export function readStack(project: Project, environment: string): Stack {
  const folder = stackFolder(project, environment);
  const text = readFileSync(join(folder, 'cdk.tf.json'), 'utf8');
  const { terraform, resource, variable } = stackSchema.parse(JSON.parse(text));
  const local = terraform.backend.local?.path;
  return {
    folder,
    text,
    requirements: JSON.stringify(terraform),
    stateFile: local === undefined ? undefined : relative('.', join(folder, local)),
    images: namesOf(resource.docker_image),
    containers: namesOf(resource.docker_container),
    networks: namesOf(resource.docker_network),
    generated: Object.keys(resource.terraform_data),
    variables: Object.keys(variable),
    requiredVariables: Object.entries(variable).flatMap(([name, { default: value }]) => (value === undefined ? [name] : [])),
  };
}

const namesOf = (resources: Readonly<Record<string, { readonly name: string }>>): readonly string[] => [
  ...new Set(Object.values(resources).map(({ name }) => name)),
];
