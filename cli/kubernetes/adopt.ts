import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { isOurs } from '../../constructs/core/ownership';
import type { Platform } from '../../constructs/core/platform';
import type { Outcome, Terraform } from '../terraform/terraform';
import type { Cluster } from './cluster';
import { objectSchema } from './objects';

/** An object that exists, and the resource of the stack that it is. */
export interface Adoption {
  /** `kubernetes_network_policy_v1.platform-default-deny` */
  readonly address: string;
  /** What Terraform imports it by: `<namespace>/<name>`, or its name. */
  readonly id: string;
}

/** What kubectl calls a resource of Terraform's provider. */
const KINDS: Readonly<Record<string, string>> = {
  kubernetes_limit_range_v1: 'limitrange',
  kubernetes_namespace_v1: 'namespace',
  kubernetes_network_policy_v1: 'networkpolicy',
  kubernetes_pod_disruption_budget_v1: 'poddisruptionbudget',
  kubernetes_priority_class_v1: 'priorityclass',
  kubernetes_resource_quota_v1: 'resourcequota',
  kubernetes_secret_v1: 'secret',
};

const stackSchema = z.object({
  resource: z.record(
    z.string(),
    z.record(z.string(), z.object({ metadata: z.object({ name: z.string(), namespace: z.string().optional() }).optional() })),
  ),
});

/**
 * The objects that Terraform could not make because they exist, and that are the environment's by their labels: one that was killed has made
 * them and did not come to write it down. Those of others are left out. Starts a process for each.
 *
 * @param text of the synthesised stack
 */
export async function adoptionsOf(
  cluster: Cluster,
  { config }: Platform,
  text: string,
  { diagnostics }: Pick<Outcome, 'diagnostics'>,
): Promise<readonly Adoption[]> {
  const { resource } = stackSchema.parse(JSON.parse(text));
  const refused = diagnostics.filter(({ summary, detail }) => /already exists/.test(`${summary} ${detail}`)).map(({ address }) => address);
  const found = await Promise.all(
    [...new Set(refused)].map(async (address = '') => {
      const [type = '', key = ''] = address.split('.');
      const [kind, metadata] = [KINDS[type], resource[type]?.[key]?.metadata];
      if (kind === undefined || metadata === undefined) return [];
      const { name, namespace } = metadata;
      const object = await cluster.find(objectSchema, kind, name, ...(namespace === undefined ? [] : ['-n', namespace]));
      if (object === undefined || !isOurs(config, object.metadata.labels)) return [];
      return [{ address, id: namespace === undefined ? name : `${namespace}/${name}` }];
    }),
  );
  return found.flat();
}

/** Has Terraform take objects into its state whenever it applies the stack, until `release`. Writes a file into the stack's folder. */
export function adopt({ folder }: Pick<Terraform, 'folder'>, adoptions: readonly Adoption[]): { readonly release: () => void } {
  const file = join(folder, 'adopted.tf');
  const release = (): void => rmSync(file, { force: true });
  // https://developer.hashicorp.com/terraform/language/block/import
  const blocks = adoptions.map(({ address, id }) => `import {\n  to = ${address}\n  id = ${JSON.stringify(id)}\n}\n`);
  if (blocks.length === 0) release();
  else writeFileSync(file, blocks.join(''));
  return { release };
}
