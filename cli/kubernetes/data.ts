import { setTimeout as sleep } from 'node:timers/promises';
import type * as z from 'zod';
import { stateOf } from '../../config/state';
import { priorityClassName } from '../../constructs/core/kubernetes';
import { environmentPrefix } from '../../constructs/core/naming';
import { isOurs, ownerText } from '../../constructs/core/ownership';
import type { Platform } from '../../constructs/core/platform';
import { countText } from '../../cost/text';
import type { Remains } from '../target/operations';
import { CannotDeployError } from '../terminal/exit';
import { note } from '../terminal/output';
import { type Claim, claimsOf, claimText, unclearClaimsText } from './claims';
import { type Cluster, ClusterError, kubernetesTarget, namespacesOf } from './cluster';
import { contentsOf, contentsText, othersAmong } from './contents';
import { deleteIf } from './deletion';
import { claimSchema, objectSchema, podSchema } from './objects';
import { markedOwner, markedOwnership, type OwnedNamespace, ownedNamespaces } from './owner';
import type { ReachedCluster } from './where';

/** The volume claims that hold an environment's data, as `<namespace>/<name>`. @throws ClusterError */
export async function existingClaims(cluster: Cluster, platform: Platform): Promise<readonly string[]> {
  const { own } = await claimsOf(cluster, platform, await ownedNamespaces(cluster, platform));
  return own.map(claimText);
}

/**
 * What there is of an environment in its cluster.
 *
 * @throws CannotDeployError when nothing of it is there, so that another cluster may be meant
 * @throws ClusterError
 */
export async function remainsOf({ cluster, where }: Pick<ReachedCluster, 'cluster' | 'where'>, platform: Platform): Promise<Remains> {
  const namespaces = await ownedNamespaces(cluster, platform);
  const [claims, running] = await Promise.all([claimsOf(cluster, platform, namespaces), runningPods(cluster, platform, namespaces)]);
  const own = namespaces.filter(({ ownership }) => ownership === 'own').map(({ namespace }) => namespace.metadata.name);
  if (own.length + claims.own.length + claims.unclear.length + running === 0 && !(await hasTraces(cluster, platform)))
    throw absentError(platform, where, namespaces);
  return {
    where,
    running: running === 0 ? undefined : countText(running, 'pod'),
    volumes: claims.own.map(claimText),
    besides: own.map((name) => `the namespace ${name} with its Secrets, unless something of others is in it`),
    leftAlone: unclearClaimsText(cluster.command, claims),
  };
}

/** Number of the environment's pods that are not about to go. */
async function runningPods(cluster: Cluster, platform: Platform, namespaces: readonly OwnedNamespace[]): Promise<number> {
  const pods = await Promise.all(namespaces.map(({ namespace }) => cluster.list(podSchema, 'pods', '-n', namespace.metadata.name)));
  return pods.flat().filter(({ metadata }) => isOurs(platform.config, metadata.labels) && metadata.deletionTimestamp === undefined).length;
}

/** Whether something of an environment is left outside of its namespaces: Terraform's state, or the first thing that it makes. */
async function hasTraces(cluster: Cluster, platform: Platform): Promise<boolean> {
  const { config } = platform;
  const state = stateOf(config);
  const [priority, secret] = await Promise.all([
    cluster.find(objectSchema, 'priorityclass', priorityClassName(config)),
    state.kind === 'kubernetes'
      ? cluster.find(objectSchema, 'secret', `tfstate-default-${environmentPrefix(config)}`, '-n', state.namespace)
      : undefined,
  ]);
  return secret !== undefined || (priority !== undefined && isOurs(config, priority.metadata.labels));
}

/** Says that nothing of an environment is in a cluster, what is in its place, and how to name another. Pure. */
function absentError(platform: Platform, where: string, namespaces: readonly OwnedNamespace[]): CannotDeployError {
  const { config } = platform;
  const { context } = kubernetesTarget(platform);
  const others = namespaces.map(({ namespace: { metadata } }) => {
    const owner = markedOwner(metadata);
    return `  the namespace ${metadata.name} is there, and ${owner === undefined ? 'nothing says whose it is' : `belongs to ${owner}`}`;
  });
  const summary = `nothing of ${ownerText(config)} is in ${where}`;
  return new CannotDeployError(
    [
      `${summary}.`,
      ...others,
      context === undefined
        ? `Nothing was touched. Is it the right cluster? target.context of ${config.name} is not set, so that the kubeconfig's current context was asked; kubectl config get-contexts lists all.`
        : `Nothing was touched. Is it the right cluster? target.context of ${config.name} names the context; KUBECONFIG may name another file.`,
    ].join('\n'),
    summary,
  );
}

/** How long claims may take to go once nothing has them mounted (ms). */
const PATIENCE_MS = 50_000;

/**
 * Deletes an environment's volume claims, and then its namespaces: those in which nothing else is. Each object is looked at again, and
 * deleted only as it was seen. Cut off at any moment, the next call goes on.
 *
 * @param names the claims that the question named
 * @returns names of the claims that it deleted
 * @throws ClusterError
 */
export async function purge(
  cluster: Cluster,
  platform: Platform,
  names: readonly string[],
  stop?: AbortSignal,
): Promise<readonly string[]> {
  const deleted: Claim[] = [];
  for (const name of names) {
    if (stop?.aborted === true) break;
    let last: Claim | undefined;
    const isDeleted = await deleteIf(cluster, 'persistentvolumeclaims', async () => {
      const { own } = await claimsOf(cluster, platform, await ownedNamespaces(cluster, platform));
      last = own.find((claim) => claimText(claim) === name);
      return last?.metadata;
    });
    if (isDeleted && last !== undefined) deleted.push(last);
    else if (last === undefined) note(`${name} stays: it is not this environment's any more, or it is gone.`);
  }
  await untilGone(cluster, deleted);
  if (stop?.aborted !== true) await removeNamespaces(cluster, platform);
  return deleted.map(claimText);
}

/** Waits until claims are gone: one that a pod has mounted stays until that has ended. */
async function untilGone(cluster: Cluster, claims: readonly Claim[]): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  for (const { metadata } of claims) {
    for (;;) {
      const found = await cluster.find(claimSchema, 'persistentvolumeclaim', metadata.name, '-n', metadata.namespace);
      if (found?.metadata.uid !== metadata.uid) break;
      if (Date.now() > end) {
        throw new ClusterError(
          `${metadata.namespace}/${metadata.name} goes as soon as no pod has it mounted any more: ${cluster.command} -n ${metadata.namespace} describe persistentvolumeclaim ${metadata.name} names those that have; then run the command again`,
        );
      }
      await sleep(500);
    }
  }
}

/** Removes the environment's namespaces in which nothing of others is. */
async function removeNamespaces(cluster: Cluster, platform: Platform): Promise<void> {
  for (const name of namespacesOf(platform)) {
    let reason: string | undefined = 'it is gone';
    const isDeleted = await deleteIf(cluster, 'namespaces', async () => {
      const namespace = await cluster.find(objectSchema, 'namespace', name);
      if (namespace === undefined || namespace.metadata.deletionTimestamp !== undefined) return undefined;
      reason = await reasonToStay(cluster, platform, namespace);
      return reason === undefined ? { ...namespace.metadata, namespace: '' } : undefined;
    });
    if (isDeleted) note(`Deleted the namespace ${name}.`);
    else if (reason !== 'it is gone') note(`The namespace ${name} stays: ${reason}.`);
  }
}

/** Namespaces of the cluster itself, which nobody may remove. */
const CLUSTER = /^(default$|kube-|openshift-)/;

/** Why a namespace may not be removed; undefined when nothing but the environment's own is in it. */
async function reasonToStay(cluster: Cluster, platform: Platform, namespace: z.output<typeof objectSchema>): Promise<string | undefined> {
  const { name } = namespace.metadata;
  if (CLUSTER.test(name)) return "it is the cluster's";
  if (markedOwnership(platform, namespace.metadata) !== 'own') {
    const owner = markedOwner(namespace.metadata);
    return owner === undefined ? 'nothing says whose it is' : `it belongs to ${owner}`;
  }
  if (kubernetesTarget(platform).adoptNamespace) return 'target.adoptNamespace says that others use it';
  const others = await contentsOf(cluster, name).then(
    (contents) => othersAmong(platform, name, contents),
    (error: unknown) => {
      if (error instanceof ClusterError) return error;
      throw error;
    },
  );
  if (others instanceof ClusterError) return `what is in it cannot be seen (${others.message})`;
  return others.length === 0 ? undefined : `${contentsText(others)} ${others.length === 1 ? 'is' : 'are'} in it`;
}
