import { objectName, priorityClassName } from '../../constructs/core/kubernetes';
import { isOurs, labelledOwner, ownershipOf } from '../../constructs/core/ownership';
import type { Platform } from '../../constructs/core/platform';
import { CannotDeployError } from '../terminal/exit';
import { note } from '../terminal/output';
import type { Progress } from '../terminal/progress';
import { destroyWithTerraform } from '../terraform/destroy';
import type { Summary } from '../terraform/events';
import { ensureInitialised } from '../terraform/init';
import { keepOwnerOfClaims } from './claims';
import { type Cluster, ClusterError } from './cluster';
import { type Content, contentsOf, contentsText, contentText, isOfRelease, othersAmong, podLabelsOf } from './contents';
import { remainsOf } from './data';
import { type Deletable, deleteIf } from './deletion';
import { type Managed, managedBy } from './managed';
import { objectSchema } from './objects';
import { keepOwner, markedOwner, markedOwnership, ownedNamespaces } from './owner';
import { requireOwnState } from './preflight/state';
import type { ClusterSession } from './session';

/**
 * Removes an environment's releases and what Terraform made for them; volumes stay.
 *
 * @param where what the cluster is called
 * @throws CannotDeployError before anything is touched when nothing of it is in the cluster, or when something of others would go with it
 */
export async function destroy(session: ClusterSession, where: string, progress: Progress): Promise<Summary> {
  const { cluster, platform } = session;
  await remainsOf({ cluster, where }, platform);
  return destroyWithTerraform(session, progress, async ({ terraform, stack }) => {
    await progress.phase('Checking', async () => {
      await requireOwnState(cluster, platform);
      await ensureInitialised(terraform, stack);
      await refuseOthers(cluster, platform, await managedBy(terraform));
      // What says whose data and namespaces are goes with the rest.
      await keepOwnerOfClaims(cluster, platform);
      await keepOwner(cluster, platform);
    });
    return { finish: () => removeKubeletService(session) };
  });
}

/** What of others Terraform would remove, and why it would, one line each. @throws CannotDeployError that lists them */
export async function refuseOthers(cluster: Cluster, platform: Platform, managed: Managed): Promise<void> {
  const names = (await ownedNamespaces(cluster, platform)).map(({ namespace }) => namespace.metadata.name);
  const found = await Promise.all(names.map(async (name) => ({ name, contents: await contentsOf(cluster, name) })));
  const clusterWide = await Promise.all([
    ...names.map((name) => cluster.find(objectSchema, 'namespace', name)),
    cluster.find(objectSchema, 'priorityclass', priorityClassName(platform.config)),
  ]);
  const problems = [
    ...managedProblems(platform, managed, [
      ...found.flatMap(({ name, contents }) => contents.map((content) => ({ ...content, namespace: name }))),
      ...clusterWide.flatMap((object) => (object === undefined ? [] : [{ ...object, namespace: '' }])),
    ]),
    ...found.flatMap(({ name, contents }) => [
      ...releaseProblems(platform, managed, name, contents),
      ...namespaceProblems(platform, managed, name, contents, cluster.command),
    ]),
  ];
  if (problems.length === 0) return;
  throw new CannotDeployError(
    [
      `${platform.config.name} cannot be removed: something of others would go with it:`,
      ...problems.map((line) => `  ${line}`),
      'Nothing was touched.',
    ].join('\n'),
    problems.join('; '),
  );
}

/** Something that is there under a name that the state has. */
interface Present {
  readonly kind: string;
  readonly namespace: string;
  readonly metadata: Pick<Content['metadata'], 'name' | 'uid' | 'labels'>;
}

/** Objects that the state knows and that are another's by now. Pure. */
function managedProblems({ config }: Platform, { objects }: Managed, present: readonly Present[]): readonly string[] {
  return present.flatMap(({ kind, namespace, metadata: { name, uid, labels } }) => {
    const known = objects.find((object) => object.kind === kind && object.namespace === namespace && object.name === name);
    if (known === undefined) return [];
    const what = `${kind.toLowerCase()} ${namespace === '' ? '' : `${namespace}/`}${name}`;
    const ownership = ownershipOf(config, labels);
    if (ownership === 'foreign') return [`${what} belongs to ${labelledOwner(labels)}`];
    const isAnother = ownership === 'unlabelled' && known.uid !== '' && known.uid !== uid;
    return isAnother ? [`${what} is not the one that was deployed: somebody has made it anew`] : [];
  });
}

/** Workloads of a release that the state knows, whose pods are another's by now. Pure. */
function releaseProblems({ config }: Platform, { releases }: Managed, namespace: string, contents: readonly Content[]): readonly string[] {
  const names = new Set(releases.filter((release) => release.namespace === namespace).map(({ name }) => name));
  return contents.flatMap((content) => {
    const labels = podLabelsOf(content);
    if (labels === undefined || !isOfRelease(content, namespace, names) || ownershipOf(config, labels) !== 'foreign') return [];
    return [`${contentText(content)} in ${namespace} belongs to ${labelledOwner(labels)}`];
  });
}

/** What is in a namespace that Terraform would remove with all that is in it. Pure. */
function namespaceProblems(
  platform: Platform,
  { objects, releases }: Managed,
  namespace: string,
  contents: readonly Content[],
  command: string,
): readonly string[] {
  if (!objects.some(({ kind, name }) => kind === 'Namespace' && name === namespace)) return [];
  const names = new Set(releases.filter((release) => release.namespace === namespace).map(({ name }) => name));
  const isHelms = ({ kind, metadata: { labels } }: Content): boolean =>
    kind === 'Secret' && labels['owner'] === 'helm' && names.has(labels['name'] ?? '');
  const others = othersAmong(platform, namespace, contents).filter(
    (content) => !isOfRelease(content, namespace, names) && !isHelms(content) && !isOwnPod(platform, content),
  );
  if (others.length === 0) return [];
  return [
    `the namespace ${namespace}, which goes with all that is in it, has ${contentsText(others)}: move or delete ${others.length === 1 ? 'it' : 'them'} first (${command} -n ${namespace} get all)`,
  ];
}

/** A workload without labels of its own, whose pods have ours. */
const isOwnPod = ({ config }: Platform, content: Content): boolean => isOurs(config, podLabelsOf(content) ?? {});

/**
 * Removes the list of kubelets that the operator keeps in kube-system for Prometheus: it made that itself, so that no release takes it away.
 * https://github.com/prometheus-operator/prometheus-operator/blob/main/Documentation/getting-started/design.md
 */
export async function removeKubeletService({ cluster, platform }: Pick<ClusterSession, 'cluster' | 'platform'>): Promise<number> {
  const name = objectName(platform.config, 'kubelet');
  const kinds: readonly Deletable[] = ['services', 'endpoints'];
  const removed = await Promise.all(
    kinds.map((kind) =>
      deleteIf(cluster, kind, async () => {
        const found = await cluster.find(objectSchema, kind, name, '-n', 'kube-system');
        if (found === undefined || markedOwnership(platform, found.metadata) === 'own') return found?.metadata;
        const owner = markedOwner(found.metadata);
        const reason = owner === undefined ? 'nothing says whose it is' : `it belongs to ${owner}`;
        if (kind === 'services') note(`The service ${name} in kube-system stays: ${reason}.`);
        return undefined;
      }).catch((error: unknown) => {
        if (!(error instanceof ClusterError)) throw error;
        note(`The ${kind} ${name} in kube-system are left: ${error.message}`);
        return false;
      }),
    ),
  );
  return removed.filter(Boolean).length;
}
