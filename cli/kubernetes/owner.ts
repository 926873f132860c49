import type * as z from 'zod';
import { ownerLabels } from '../../constructs/core/labels';
import { labelledOwner, type Ownership, ownershipOf } from '../../constructs/core/ownership';
import type { Platform } from '../../constructs/core/platform';
import { type Cluster, ClusterError, kubernetesTarget, namespacesOf, plain, REQUEST_TIMEOUT } from './cluster';
import { objectSchema } from './objects';

export type Namespace = z.output<typeof objectSchema>;

/** A namespace of the configuration that exists. */
export interface OwnedNamespace {
  readonly namespace: Namespace;
  readonly ownership: Ownership;
}

type Marked = Pick<Namespace['metadata'], 'labels' | 'annotations'>;

/**
 * Whose a namespace is, or what the operator made: by its labels, or else by annotations of the same names. Terraform takes a namespace's
 * labels away when it is done with it, and the annotations of {@link keepOwner} stay. Pure.
 */
export const markedOwnership = (platform: Platform, marked: Marked): Ownership => ownershipOf(platform.config, marksOf(marked));

/** The owner that they name, in a message; undefined when they name none. Pure. */
export const markedOwner = (marked: Marked): string | undefined => labelledOwner(marksOf(marked));

const marksOf = ({ labels, annotations }: Marked): Marked['labels'] => (labelledOwner(labels) === undefined ? annotations : labels);

/** The namespaces of the configuration that exist, and whose they are. @throws ClusterError */
export async function ownedNamespaces(cluster: Cluster, platform: Platform): Promise<readonly OwnedNamespace[]> {
  const found = await Promise.all(namespacesOf(platform).map((name) => cluster.find(objectSchema, 'namespace', name)));
  return found.flatMap((namespace) =>
    namespace === undefined ? [] : [{ namespace, ownership: markedOwnership(platform, namespace.metadata) }],
  );
}

/**
 * Writes down on the platform's namespace whose it is, where it outlives its labels. The one for what reads the nodes goes with them, and
 * Terraform has its annotations. Changes the cluster. @throws ClusterError
 */
export async function keepOwner(cluster: Cluster, platform: Platform): Promise<void> {
  const owner = Object.entries(ownerLabels(platform.config)).map(([key, value]) => `${key}=${value}`);
  for (const { namespace, ownership } of await ownedNamespaces(cluster, platform)) {
    const { name, resourceVersion, annotations } = namespace.metadata;
    if (name !== kubernetesTarget(platform).namespace || ownership !== 'own' || ownershipOf(platform.config, annotations) === 'own')
      continue;
    const { code, stderr } = await cluster.call(
      'annotate',
      'namespace',
      name,
      ...owner,
      '--overwrite',
      `--resource-version=${resourceVersion}`,
      REQUEST_TIMEOUT,
    );
    // Changed by others meanwhile: its labels still say whose it is.
    if (code !== 0 && !stderr.includes('(Conflict)')) throw new ClusterError(`kubectl annotate namespace ${name}: ${plain(stderr)}`);
  }
}
