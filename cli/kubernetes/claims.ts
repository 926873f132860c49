import * as z from 'zod';
import { ownerLabels } from '../../constructs/core/labels';
import { isOurs, ownershipOf } from '../../constructs/core/ownership';
import type { Platform } from '../../constructs/core/platform';
import type { Workload } from '../../constructs/core/release';
import { type Cluster, ClusterError, namespaceName, plain, REQUEST_TIMEOUT } from './cluster';
import { claimSchema, podSchema } from './objects';
import { type OwnedNamespace, ownedNamespaces } from './owner';
import { podOwner } from './readiness';

const mountingSchema = podSchema.extend({
  spec: z.object({
    volumes: z.array(z.object({ persistentVolumeClaim: z.object({ claimName: z.string() }).optional() })).default([]),
  }),
});

export type MountingPod = z.output<typeof mountingSchema>;
export type Claim = z.output<typeof claimSchema>;

/** The claims in an environment's namespaces that are or may be its own. */
export interface Claims {
  readonly own: readonly Claim[];
  /** Those that are left alone, and why, as the rest of a sentence. */
  readonly unclear: readonly { readonly claim: Claim; readonly reason: string }[];
}

/** `observability/storage-o11y-loki-0` */
export const claimText = ({ metadata: { namespace, name } }: Claim): string => `${namespace}/${name}`;

/** The names that Kubernetes or the operator gives to claims of a workload: template, StatefulSet, number. Pure. */
function claimNames(workload: Workload): RegExp {
  const { name } = podOwner(workload);
  switch (workload.kind) {
    case 'Prometheus':
    case 'Alertmanager':
      return new RegExp(`^${name}-db-${name}-\\d+$`);
    case 'StatefulSet':
      // Templates of the charts are one word: behind a hyphen another platform's name may begin.
      return new RegExp(`^[a-z0-9]+-${name}-\\d+$`);
    case 'Deployment':
    case 'DaemonSet':
      return new RegExp(`^${name}$`);
  }
}

/**
 * Which claims hold an environment's data. Labels decide. One without them is the environment's when its namespace is, and a workload of the
 * environment has its name. None is that a pod of others has mounted. Pure.
 *
 * @param claims and pods, of those namespaces alone
 */
function judgeClaims(
  platform: Platform,
  namespaces: readonly OwnedNamespace[],
  claims: readonly Claim[],
  pods: readonly MountingPod[],
): Claims {
  const { config } = platform;
  const workloads = platform.releases.flatMap(({ namespace, delivers }) =>
    delivers.map(({ workload }) => ({ namespace: namespaceName(platform, namespace), workload })),
  );
  const own: Claim[] = [];
  const unclear: { readonly claim: Claim; readonly reason: string }[] = [];
  for (const claim of claims) {
    const { name, namespace, labels } = claim.metadata;
    const ownership = ownershipOf(config, labels);
    if (ownership === 'foreign') continue;
    const isNamed = workloads.some((other) => other.namespace === namespace && claimNames(other.workload).test(name));
    if (ownership === 'unlabelled' && !isNamed) continue;
    const guest = pods.find(
      ({ metadata, spec }) =>
        metadata.namespace === namespace &&
        !isOurs(config, metadata.labels) &&
        spec.volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === name),
    );
    const inOwn = namespaces.some((other) => other.namespace.metadata.name === namespace && other.ownership === 'own');
    if (guest !== undefined)
      unclear.push({ claim, reason: `the pod ${guest.metadata.name}, which is not this environment's, has it mounted` });
    else if (ownership === 'ambiguous') unclear.push({ claim, reason: 'its label may be that of another environment' });
    else if (ownership === 'own' || inOwn) own.push(claim);
    else unclear.push({ claim, reason: 'neither it nor its namespace says whose it is' });
  }
  return { own, unclear };
}

/** The claims of an environment. @throws ClusterError */
export async function claimsOf(cluster: Cluster, platform: Platform, namespaces: readonly OwnedNamespace[]): Promise<Claims> {
  const found = await Promise.all(
    namespaces.map(async ({ namespace: { metadata } }) =>
      Promise.all([
        cluster.list(claimSchema, 'persistentvolumeclaims', '-n', metadata.name),
        cluster.list(mountingSchema, 'pods', '-n', metadata.name),
      ]),
    ),
  );
  return judgeClaims(
    platform,
    namespaces,
    found.flatMap(([claims]) => claims),
    found.flatMap(([, pods]) => pods),
  );
}

/** Says which claims are left alone, why, and how to delete them. Pure. */
export const unclearClaimsText = (command: string, { unclear }: Claims): string | undefined =>
  unclear.length === 0
    ? undefined
    : unclear
        .map(({ claim, reason }) => {
          const { namespace, name } = claim.metadata;
          return `Left alone: ${claimText(claim)}: ${reason}. If nobody needs it: ${command} -n ${namespace} delete persistentvolumeclaim ${name}`;
        })
        .join('\n');

/**
 * Labels the claims without labels that pods of the environment have mounted: StatefulSets make claims with labels of their chart alone, and
 * once the pods are gone nothing says any more whose the data is. Changes the cluster. @throws ClusterError
 */
export async function keepOwnerOfClaims(cluster: Cluster, platform: Platform): Promise<void> {
  const namespaces = await ownedNamespaces(cluster, platform);
  const owner = Object.entries(ownerLabels(platform.config)).map(([key, value]) => `${key}=${value}`);
  for (const { namespace } of namespaces) {
    const { name } = namespace.metadata;
    const [claims, pods] = await Promise.all([
      cluster.list(claimSchema, 'persistentvolumeclaims', '-n', name),
      cluster.list(mountingSchema, 'pods', '-n', name),
    ]);
    const mounting = (claim: string): readonly MountingPod[] =>
      pods.filter(({ spec }) => spec.volumes.some(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName === claim));
    for (const { metadata } of claims) {
      const users = mounting(metadata.name);
      const isUsedByUs = users.length > 0 && users.every((pod) => isOurs(platform.config, pod.metadata.labels));
      if (!isUsedByUs || ownershipOf(platform.config, metadata.labels) !== 'unlabelled') continue;
      const { code, stderr } = await cluster.call('label', 'persistentvolumeclaim', metadata.name, '-n', name, ...owner, REQUEST_TIMEOUT);
      if (code !== 0 && !stderr.includes('(NotFound)')) {
        throw new ClusterError(`kubectl label persistentvolumeclaim -n ${name} ${metadata.name}: ${plain(stderr)}`);
      }
    }
  }
}
