import * as z from 'zod';
import { objectName } from '../../../constructs/core/kubernetes';
import { COMPONENT } from '../../../constructs/core/labels';
import { environmentPrefix } from '../../../constructs/core/naming';
import { isOurs, labelledOwner, ownershipOf, ownersOf, ownerText } from '../../../constructs/core/ownership';
import type { Platform } from '../../../constructs/core/platform';
import { readQuantity } from '../../../constructs/core/quantity';
import type { NamespaceRole } from '../../../constructs/core/release';
import { type Finding, failed, ok, warning } from '../../preflight/finding';
import { type Cluster, kubernetesTarget, namespaceName } from '../cluster';
import { objectSchema, quotaSchema } from '../objects';
import { lockedFinding } from './locked';
import { type Request, requestsOf, total } from './requests';
import { stateFindings } from './state';

type Quota = z.output<typeof quotaSchema>;
type Namespace = z.output<typeof objectSchema>;

/** Whether the namespaces can be used, quotas of others leave room, and no release is locked. */
export async function namespaceFindings(cluster: Cluster, platform: Platform): Promise<readonly Finding[]> {
  const nodes = (await cluster.list(objectSchema, 'nodes')).length;
  const requests = requestsOf(platform, nodes);
  const roles = [...new Set(platform.releases.map(({ namespace }) => namespace))];
  const findings = await Promise.all(
    roles.map(async (role) => {
      const name = namespaceName(platform, role);
      const check = `namespace ${name}`;
      const found = await cluster.find(objectSchema, 'namespace', name);
      if (found === undefined) return [ok(check, `the namespace ${name} is still to be made`)];
      const problem = await ownerFinding(cluster, platform, role, found);
      if (problem?.status === 'failed') return [problem];
      const problems = await contentFindings(cluster, platform, name, requests);
      return [problem ?? ok(check, `the namespace ${name} can be used`), ...problems];
    }),
  );
  return [...findings.flat(), ...(await stateFindings(cluster, platform))];
}

/** Whether the namespace is somebody else's: Terraform makes the one for nodes, and takes over the platform's, where Secrets may wait. */
async function ownerFinding(
  cluster: Cluster,
  platform: Platform,
  role: NamespaceRole,
  { metadata: { name, deletionTimestamp, labels } }: Namespace,
): Promise<Finding | undefined> {
  const check = `namespace ${name}`;
  const key = role === 'platform' ? 'target.namespace' : 'target.nodeNamespace';
  if (deletionTimestamp !== undefined)
    return failed(check, `the namespace ${name} is being deleted`, `${cluster.command} wait --for=delete namespace/${name} --timeout=5m`);
  const { config } = platform;
  switch (ownershipOf(config, labels)) {
    case 'own':
      return undefined;
    case 'foreign':
      return failed(check, `the namespace ${name} exists and belongs to ${labelledOwner(labels)}`, `set ${key} to another name`);
    case 'ambiguous':
      return ambiguousFinding(cluster, platform, check, name, key);
    case 'unlabelled':
      break;
  }
  const found = await foreignWorkloads(cluster, name);
  const there = found.length === 1 ? 'runs there' : `and ${found.length - 1} more ${found.length === 2 ? 'runs' : 'run'} there`;
  const fix = `set ${key} to a name of its own`;
  if (role === 'node') {
    return failed(
      check,
      `the namespace ${name} exists and was not made by this environment${found[0] === undefined ? '' : `: ${found[0]} ${there}`}`,
      found.length === 0 ? `${cluster.command} delete namespace ${name}, or ${fix}` : fix,
    );
  }
  if (found[0] === undefined) return undefined;
  const what = `the namespace ${name} is somebody else's: ${found[0]} ${there}, for which its quota, its network policies and Pod Security will hold too`;
  return kubernetesTarget(platform).adoptNamespace
    ? warning(check, what, fix)
    : failed(check, what, `${fix}, or target.adoptNamespace to true when that is meant`);
}

/** What runs pods, and pods that nothing of that kind runs. */
const WORKLOADS = 'deployments,statefulsets,daemonsets,cronjobs,jobs,pods';

/** Workloads in a namespace, without what they have made themselves, as \`deployment shop\`. */
async function foreignWorkloads(cluster: Cluster, namespace: string): Promise<readonly string[]> {
  const objects = await cluster.list(workloadListSchema, WORKLOADS, '-n', namespace);
  return objects
    .filter(({ metadata }) => metadata.ownerReferences.length === 0 && metadata.labels[COMPONENT] === undefined)
    .map(({ kind, metadata: { name } }) => `${kind.toLowerCase()} ${name}`);
}

const workloadListSchema = z.object({
  kind: z.string().default('Pod'),
  metadata: z.object({
    name: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    ownerReferences: z.array(z.unknown()).default([]),
  }),
});

/** An older version labelled it, with a word that several environments share; its pods are called after the platform. */
async function ambiguousFinding(
  cluster: Cluster,
  platform: Platform,
  check: string,
  name: string,
  key: string,
): Promise<Finding | undefined> {
  const { config } = platform;
  const pods = await cluster.list(objectSchema, 'pods', '-n', name, '-l', COMPONENT);
  const isOwn = ({ metadata }: Namespace): boolean => metadata.name.includes(objectName(config, metadata.labels[COMPONENT] ?? ''));
  if (pods.length > 0 ? pods.some(isOwn) : kubernetesTarget(platform).adoptNamespace) return undefined;
  return failed(
    check,
    `the namespace ${name} exists, and its label may be that of ${ownersOf(environmentPrefix(config)).map(ownerText).join(', or of ')}`,
    `set ${key} to another name, or target.adoptNamespace to true when it is this environment's`,
  );
}

async function contentFindings(
  cluster: Cluster,
  platform: Platform,
  name: string,
  requests: readonly Request[],
): Promise<readonly Finding[]> {
  const [quotas, locked] = await Promise.all([
    cluster.list(quotaSchema, 'resourcequotas', '-n', name),
    cluster.list(objectSchema, 'secrets', '-n', name, '-l', 'owner=helm,status in (pending-install,pending-upgrade,pending-rollback)'),
  ]);
  // Its own is computed from the same numbers, and changes with them.
  const foreign = quotas.filter(({ metadata }) => !isOurs(platform.config, metadata.labels));
  const own = requests.filter(({ namespace }) => namespace === name);
  return [
    ...foreign.flatMap((quota) => quotaFindings(quota, own, name, cluster.command)),
    ...locked.map(({ metadata }) => {
      const release = `release ${metadata.labels['name'] ?? metadata.name}`;
      return lockedFinding(release, `the ${release}`, `secret ${metadata.name}`, name, cluster.command);
    }),
  ];
}

/** What a quota limits, and what the components ask for of it: https://kubernetes.io/docs/concepts/policy/resource-quotas/ */
const NEEDS: Readonly<Record<string, (requests: readonly Request[]) => number>> = {
  cpu: (all) => total(all, ({ requests }) => requests.cpu),
  'requests.cpu': (all) => total(all, ({ requests }) => requests.cpu),
  memory: (all) => total(all, ({ requests }) => requests.memory),
  'requests.memory': (all) => total(all, ({ requests }) => requests.memory),
  'limits.cpu': (all) => total(all, ({ limits }) => limits.cpu),
  'limits.memory': (all) => total(all, ({ limits }) => limits.memory),
  'requests.storage': (all) => all.reduce((sum, { storage }) => sum + storage, 0),
  pods: (all) => total(all, () => 1),
};

function quotaFindings({ metadata, spec }: Quota, requests: readonly Request[], namespace: string, command: string): readonly Finding[] {
  return Object.entries(spec.hard).flatMap(([resource, hard]) => {
    const needed = NEEDS[resource]?.(requests);
    const allowed = readQuantity(hard);
    if (needed === undefined || allowed === undefined || needed <= allowed) return [];
    const amount = /memory|storage/.test(resource) ? `${Math.ceil(needed / 1_048_576)}Mi` : String(Number(needed.toFixed(3)));
    return [
      failed(
        `quota ${metadata.name}`,
        `the quota ${metadata.name} of ${namespace} allows ${hard} of ${resource}, and the components need ${amount}`,
        `raise it: ${command} -n ${namespace} patch resourcequota ${metadata.name} --type merge -p '{"spec":{"hard":{"${resource}":"${amount}"}}}'; or lower resources or replicas`,
      ),
    ];
  });
}
