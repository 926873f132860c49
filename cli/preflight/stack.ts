import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Project, stackFolder } from '../project';

const named = z.record(z.string(), z.object({ name: z.string() })).default({});

const stackSchema = z.object({
  resource: z.object({ docker_image: named, docker_container: named, docker_network: named }).prefault({}),
  terraform: z.object({ backend: z.object({ local: z.object({ path: z.string() }).optional() }).prefault({}) }).prefault({}),
});

const stateSchema = z.object({
  resources: z.array(z.object({ type: z.string(), instances: z.array(z.object({ attributes: z.object({ id: z.string().nullish() }) })) })).default([]),
});

/** What a deployment will make, from the synthesised stack itself: nothing here knows how a target makes it. */
export interface StackContents {
  readonly images: readonly string[];
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  /** Ids of what Terraform knows to exist; undefined when its state is elsewhere or cannot be read. */
  readonly known: ReadonlySet<string> | undefined;
}

const names = (resources: Readonly<Record<string, { readonly name: string }>>): readonly string[] =>
  [...new Set(Object.values(resources).map(({ name }) => name))].sort();

/** Reads the synthesised stack of an environment, and its state when that is a file. */
export function readStack(project: Project, environment: string): StackContents {
  const folder = stackFolder(project, environment);
  const { resource, terraform } = stackSchema.parse(JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')));
  const state = terraform.backend.local === undefined ? undefined : join(folder, terraform.backend.local.path);
  return {
    images: names(resource.docker_image),
    containers: names(resource.docker_container),
    networks: names(resource.docker_network),
    known: state === undefined ? undefined : readState(state),
  };
}

function readState(file: string): ReadonlySet<string> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? new Set() : undefined;
  }
  try {
    const { resources } = stateSchema.parse(JSON.parse(text));
    return new Set(resources.flatMap(({ instances }) => instances.flatMap(({ attributes: { id } }) => id ?? [])));
  } catch {
    return undefined;
  }
}
