import { type Cluster, ClusterError, plain, REQUEST_TIMEOUT } from './cluster';

/** An object as it was looked at. */
export interface Seen {
  readonly name: string;
  /** Empty for one that is in no namespace. */
  readonly namespace: string;
  readonly uid: string;
  readonly resourceVersion: string;
}

/** Kinds that the command line deletes by itself, with their paths in the API: https://kubernetes.io/docs/reference/using-api/api-concepts/ */
const GROUPS = {
  persistentvolumeclaims: '/api/v1',
  namespaces: '/api/v1',
  services: '/api/v1',
  endpoints: '/api/v1',
  leases: '/apis/coordination.k8s.io/v1',
} as const;

export type Deletable = keyof typeof GROUPS;

/** What became of it. `changed` is one that is not as it was looked at: it was edited, or is another of the same name. */
export type Deletion = 'deleted' | 'gone' | 'changed';

/**
 * Deletes an object if it is still the one that was looked at, unchanged. The API server compares, so that nothing comes between.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/delete-options/
 *
 * @throws ClusterError with the server's reason: who may not delete which resource
 */
export async function deleteSeen(cluster: Cluster, kind: Deletable, { name, namespace, uid, resourceVersion }: Seen): Promise<Deletion> {
  const options = JSON.stringify({ apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid, resourceVersion } });
  const path = [GROUPS[kind], ...(namespace === '' ? [] : ['namespaces', namespace]), kind, name].join('/');
  const { code, stderr } = await cluster.send(options, 'delete', '--raw', path, '-f', '-', REQUEST_TIMEOUT);
  if (code === 0) return 'deleted';
  if (stderr.includes('(NotFound)')) return 'gone';
  if (stderr.includes('(Conflict)')) return 'changed';
  throw new ClusterError(`kubectl delete ${kind} ${namespace === '' ? '' : `-n ${namespace} `}${name}: ${plain(stderr)}`);
}

/** How often an object is looked at again that changes each time: what writes its status does so now and then. */
const ATTEMPTS = 5;

/**
 * Looks at an object and deletes it as it was seen; looks again when it has changed meanwhile.
 *
 * @param look undefined when it is not to be deleted (any more)
 * @returns whether it was deleted
 */
export async function deleteIf(cluster: Cluster, kind: Deletable, look: () => Promise<Seen | undefined>): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const seen = await look();
    if (seen === undefined) return false;
    const deletion = await deleteSeen(cluster, kind, seen);
    if (deletion !== 'changed') return deletion === 'deleted';
  }
  throw new ClusterError(`${kind} keep changing while they are to be deleted: run the command again`);
}
