import * as z from 'zod';
import type { Platform } from '../../constructs/core/platform';
import { readQuantity } from '../../constructs/core/quantity';
import type { DeliveredComponent } from '../../constructs/core/release';
import { CommandError } from '../terminal/exit';
import { type Cluster, namespaceName, plain } from './cluster';
import { claimSchema } from './objects';

/** A claim that is smaller than the configuration now says. */
export interface Growth {
  readonly claim: string;
  readonly from: string;
  readonly storageClass: string | undefined;
}

/** A component whose volumes get another size. */
export interface Resize {
  readonly component: string;
  readonly namespace: string;
  readonly size: string;
  /** The StatefulSet that stands in the way: Kubernetes never changes its template of claims. Absent when an operator replaces it. */
  readonly statefulSet?: string;
  readonly growths: readonly Growth[];
}

const statefulSetSchema = z.object({
  spec: z.object({
    volumeClaimTemplates: z
      .array(
        z.object({
          metadata: z.object({ name: z.string() }),
          spec: z.object({ resources: z.object({ requests: z.object({ storage: z.string() }) }) }),
        }),
      )
      .default([]),
  }),
});

/** Name of the StatefulSet of a component; the operator's is called after its kind. */
function statefulSetName({ workload: { kind, name } }: DeliveredComponent): string | undefined {
  switch (kind) {
    case 'StatefulSet':
      return name;
    case 'Prometheus':
    case 'Alertmanager':
      return `${kind.toLowerCase()}-${name}`;
    case 'Deployment':
    case 'DaemonSet':
      return undefined;
  }
}

/** The components whose volumes differ in size from what the configuration says. */
export async function resizesOf(cluster: Cluster, platform: Platform): Promise<readonly Resize[]> {
  const found = await Promise.all(
    platform.releases.flatMap((release) =>
      release.delivers.map((delivered) => resizeOf(cluster, namespaceName(platform, release.namespace), delivered)),
    ),
  );
  return found.flatMap((resize) => resize ?? []);
}

async function resizeOf(cluster: Cluster, namespace: string, delivered: DeliveredComponent): Promise<Resize | undefined> {
  const name = statefulSetName(delivered);
  const { volume } = delivered;
  if (name === undefined || volume === undefined) return undefined;
  const statefulSet = await cluster.find(statefulSetSchema, 'statefulset', name, '-n', namespace);
  const [template] = statefulSet?.spec.volumeClaimTemplates ?? [];
  if (template === undefined || isSame(template.spec.resources.requests.storage, volume)) return undefined;
  const claims = await cluster.list(claimSchema, 'persistentvolumeclaims', '-n', namespace);
  const prefix = `${template.metadata.name}-${name}-`;
  const growths = claims.flatMap(({ metadata, spec }) => {
    const from = spec.resources.requests['storage'] ?? '0';
    const isOwn = metadata.name.startsWith(prefix) && /^\d+$/.test(metadata.name.slice(prefix.length));
    return isOwn && (readQuantity(from) ?? 0) < (readQuantity(volume) ?? 0)
      ? [{ claim: metadata.name, from, storageClass: spec.storageClassName }]
      : [];
  });
  return {
    component: delivered.name,
    namespace,
    size: volume,
    ...(delivered.workload.kind === 'StatefulSet' ? { statefulSet: name } : {}),
    growths,
  };
}

const isSame = (one: string, other: string): boolean => readQuantity(one) === readQuantity(other);

/** Removes StatefulSets and leaves their pods running, so that Helm makes them anew around the same pods and claims. Changes the cluster. */
export async function makeRoom(cluster: Cluster, resizes: readonly Resize[]): Promise<void> {
  for (const { namespace, statefulSet } of resizes) {
    if (statefulSet !== undefined)
      await must(cluster, 'delete', 'statefulset', statefulSet, '-n', namespace, '--cascade=orphan', '--wait=true');
  }
}

/** Asks for the larger volumes, once the quota has room for them. A smaller size leaves the volumes as they are. Changes the cluster. */
export async function growClaims(cluster: Cluster, resizes: readonly Resize[]): Promise<void> {
  for (const { namespace, size, growths } of resizes) {
    const patch = JSON.stringify({ spec: { resources: { requests: { storage: size } } } });
    for (const { claim } of growths) await must(cluster, 'patch', 'persistentvolumeclaim', claim, '-n', namespace, '-p', patch);
  }
}

async function must(cluster: Cluster, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await cluster.call(...args);
  if (code !== 0) throw new CommandError(`${cluster.command} ${args.join(' ')}: ${plain(stderr)}`);
}
