import * as z from 'zod';
import { isOurs, ownershipOf } from '../../constructs/core/ownership';
import type { Platform } from '../../constructs/core/platform';
import { requiredSecrets } from '../../constructs/targets/kubernetes-secrets';
import { type Cluster, ClusterError, namespaceName, plain, REQUEST_TIMEOUT } from './cluster';

const strings = z.record(z.string(), z.string()).default({});

const contentSchema = z.object({
  kind: z.string(),
  metadata: z.object({
    name: z.string(),
    uid: z.string().default(''),
    deletionTimestamp: z.string().optional(),
    labels: strings,
    annotations: strings,
    ownerReferences: z.array(z.object({ uid: z.string() })).default([]),
  }),
  spec: z
    .object({
      template: z.object({ metadata: z.object({ labels: strings }).prefault({}) }).optional(),
      podMetadata: z.object({ labels: strings }).optional(),
    })
    .optional()
    .catch(undefined),
});

/** An object in a namespace. */
export type Content = z.output<typeof contentSchema>;

const listSchema = z.object({ items: z.array(contentSchema) });

/** What a person calls it: `cronjob backup`. */
export const contentText = ({ kind, metadata: { name } }: Content): string => `${kind.toLowerCase()} ${name}`;

/** Names the release that an object is of, and its namespace: https://helm.sh/docs/howto/charts_tips_and_tricks/ */
const RELEASE = 'meta.helm.sh/release-name';
const RELEASE_NAMESPACE = 'meta.helm.sh/release-namespace';

export const isOfRelease = ({ metadata: { annotations } }: Content, namespace: string, names: ReadonlySet<string>): boolean =>
  annotations[RELEASE_NAMESPACE] === namespace && names.has(annotations[RELEASE] ?? '');

/** The labels that a workload gives its pods; undefined for what has no pods. */
export const podLabelsOf = ({ spec }: Content): Readonly<Record<string, string>> | undefined =>
  spec?.template?.metadata.labels ?? spec?.podMetadata?.labels;

/**
 * Every object in a namespace, of every kind that the cluster knows, custom ones too: without those that Kubernetes makes in each namespace,
 * those about to go, and those that go with another of them.
 *
 * @throws ClusterError when one of the kinds cannot be listed: it is then not known what is there
 */
export async function contentsOf(cluster: Cluster, namespace: string): Promise<readonly Content[]> {
  const kinds = await must(cluster, 'api-resources', '--namespaced', '--verbs=list,delete', '-o', 'name');
  const names = kinds.split('\n').filter((kind) => kind !== '' && !EVENTS.test(kind));
  const found = await must(cluster, 'get', names.join(','), '-n', namespace, '--ignore-not-found', '-o', 'json');
  const { items } = listSchema.parse(found.trim() === '' ? { items: [] } : JSON.parse(found));
  const uids = new Set(items.map(({ metadata }) => metadata.uid));
  const services = new Set(items.flatMap(({ kind, metadata }) => (kind === 'Service' ? [metadata.name] : [])));
  return items.filter(
    ({ kind, metadata: { name, deletionTimestamp, ownerReferences } }) =>
      deletionTimestamp === undefined &&
      !MADE_EVERYWHERE.has(`${kind} ${name}`) &&
      !(ownerReferences.length > 0 && ownerReferences.every(({ uid }) => uids.has(uid))) &&
      // They follow the Service of their name, without saying so.
      !(kind === 'Endpoints' && services.has(name)),
  );
}

const EVENTS = /^events(\.|$)/;

/** What Kubernetes and some distributions make in every namespace: https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/ */
const MADE_EVERYWHERE: ReadonlySet<string> = new Set([
  'ServiceAccount default',
  'ConfigMap kube-root-ca.crt',
  'ConfigMap openshift-service-ca.crt',
  'ConfigMap istio-ca-root-cert',
]);

async function must(cluster: Cluster, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await cluster.call(...args, REQUEST_TIMEOUT);
  if (code === 0) return stdout;
  const what = args[0] === 'get' ? `get everything ${args.slice(2, 4).join(' ')}` : args.join(' ');
  throw new ClusterError(`kubectl ${what}: ${plain(stderr)}`);
}

/**
 * What in a namespace is not the environment's: everything whose labels do not say that it is, but for the Secrets that its configuration
 * names, which people make for it. Pure.
 */
export function othersAmong(platform: Platform, namespace: string, contents: readonly Content[]): readonly Content[] {
  const secrets = new Set(
    requiredSecrets(platform).flatMap(({ namespace: role, name }) => (namespaceName(platform, role) === namespace ? [name] : [])),
  );
  return contents.filter(
    ({ kind, metadata: { name, labels } }) =>
      !isOurs(platform.config, labels) &&
      !(kind === 'Secret' && secrets.has(name) && ownershipOf(platform.config, labels) === 'unlabelled'),
  );
}

/** A few of them by name, and the number of the rest. Pure. */
export function contentsText(contents: readonly Content[]): string {
  const names = contents.map(contentText);
  return names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
