import { COMPONENT, PART_OF } from '../../constructs/core/labels';
import { environmentPrefix } from '../../constructs/core/naming';
import type { Platform } from '../../constructs/core/platform';
import { countText } from '../../cost/text';
import type { Remains } from '../target/operations';
import { note } from '../terminal/output';
import { type Cluster, ClusterError, namespaceName, namespacesOf, plain } from './cluster';
import { claimSchema, objectSchema, podSchema } from './objects';
import { podOwner } from './readiness';

/** A claim of a volume that holds an environment's data. */
interface Claim {
  readonly namespace: string;
  readonly name: string;
}

const text = ({ namespace, name }: Claim): string => `${namespace}/${name}`;

/**
 * The claims among these that are the environment's: those that it labels, those named as a workload of it, and those that a StatefulSet
 * of it has made, which have the labels of the chart's choice, and a name of the template's, the StatefulSet's and a number. Pure.
 */
function ownClaims(
  platform: Platform,
  claims: readonly { readonly metadata: Claim & { readonly labels: Readonly<Record<string, string>> } }[],
): readonly Claim[] {
  const owners = platform.releases.flatMap(({ namespace, delivers }) =>
    delivers.map(({ workload }) => ({ namespace: namespaceName(platform, namespace), ...podOwner(workload) })),
  );
  const isOwn = ({ namespace, name, labels }: (typeof claims)[number]['metadata']): boolean =>
    labels[PART_OF] === environmentPrefix(platform.config) ||
    owners.some(
      (owner) =>
        owner.namespace === namespace &&
        (name === owner.name || (owner.kind === 'StatefulSet' && name.replace(/-\d+$/, '').endsWith(`-${owner.name}`))),
    );
  return claims
    .map(({ metadata }) => metadata)
    .filter(isOwn)
    .map(({ namespace, name }) => ({ namespace, name }));
}

async function findClaims(cluster: Cluster, platform: Platform): Promise<readonly Claim[]> {
  const found = await Promise.all(
    namespacesOf(platform).map((namespace) => cluster.list(claimSchema, 'persistentvolumeclaims', '-n', namespace)),
  );
  return ownClaims(platform, found.flat());
}

/** The volume claims that hold an environment's data, as `<namespace>/<name>`. @throws ClusterError */
export const existingClaims = async (cluster: Cluster, platform: Platform): Promise<readonly string[]> =>
  (await findClaims(cluster, platform)).map(text);

/** What there is of an environment in its cluster. @throws ClusterError */
export async function remainsOf(cluster: Cluster, platform: Platform): Promise<Remains> {
  const names = namespacesOf(platform);
  const [claims, pods, namespaces] = await Promise.all([
    existingClaims(cluster, platform),
    Promise.all(names.map((namespace) => cluster.list(podSchema, 'pods', '-n', namespace, '-l', COMPONENT))),
    existingNamespaces(cluster, platform),
  ]);
  const running = pods.flat().filter(({ metadata }) => metadata.deletionTimestamp === undefined).length;
  return {
    running: running === 0 ? undefined : countText(running, 'pod'),
    volumes: claims,
    besides: namespaces.map((name) => `the namespace ${name} with its Secrets, unless somebody else uses it`),
  };
}

async function existingNamespaces(cluster: Cluster, platform: Platform): Promise<readonly string[]> {
  const found = await Promise.all(namespacesOf(platform).map((name) => cluster.find(objectSchema, 'namespace', name)));
  return found.flatMap((namespace) => (namespace === undefined ? [] : [namespace.metadata.name]));
}

/** Namespaces of the cluster itself, which nobody may remove. */
const CLUSTER = /^(default$|kube-)/;

/**
 * Deletes the environment's volume claims, and then its namespaces: those in which nothing else is.
 *
 * @throws ClusterError
 */
export async function purge(cluster: Cluster, platform: Platform): Promise<void> {
  const claims = await findClaims(cluster, platform);
  for (const { namespace, name } of claims) await remove(cluster, 'persistentvolumeclaim', name, '-n', namespace);
  for (const namespace of await existingNamespaces(cluster, platform)) {
    const users = await usersOf(cluster, namespace);
    if (CLUSTER.test(namespace) || users.length > 0) {
      note(
        `The namespace ${namespace} stays${users.length === 0 ? '' : `: ${users.join(', ')} ${users.length === 1 ? 'is' : 'are'} in it`}.`,
      );
    } else await remove(cluster, 'namespace', namespace);
  }
}

/** Pods and claims that are not about to go. */
async function usersOf(cluster: Cluster, namespace: string): Promise<readonly string[]> {
  const found = await cluster.list(objectSchema, 'pods,persistentvolumeclaims', '-n', namespace);
  return found.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ metadata }) => metadata.name);
}

async function remove(cluster: Cluster, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await cluster.call('delete', ...args, '--ignore-not-found', '--timeout=50s');
  if (code !== 0) throw new ClusterError(`kubectl delete ${args.join(' ')}: ${plain(stderr)}: run the command again`);
}
