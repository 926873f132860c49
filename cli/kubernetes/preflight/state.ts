import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { stateOf } from '../../../config/state';
import { environmentPrefix } from '../../../constructs/core/naming';
import { labelledOwner, type Owner, ownershipOf } from '../../../constructs/core/ownership';
import type { Platform } from '../../../constructs/core/platform';
import { type Finding, failed } from '../../preflight/finding';
import { CannotDeployError } from '../../terminal/exit';
import type { Cluster } from '../cluster';
import { leaseSchema, objectSchema, secretSchema } from '../objects';
import { lockedFinding } from './locked';

/**
 * Whether Terraform can keep its state in the cluster: in a Secret of a namespace that it does not make, which it locks by a Lease that
 * outlives a process that was killed. The Secret is called after the prefix, which two environments may share: with another's state,
 * Terraform would remove what that has deployed.
 */
export async function stateFindings(cluster: Cluster, { config }: Platform): Promise<readonly Finding[]> {
  const state = stateOf(config);
  if (state.kind !== 'kubernetes') return [];
  const { namespace } = state;
  // The default one is there in every cluster.
  if (config.state !== undefined && (await cluster.find(objectSchema, 'namespace', namespace)) === undefined) {
    return [
      failed(
        'state',
        `there is no namespace ${namespace}, where state.namespace has Terraform keep its state`,
        `${cluster.command} create namespace ${namespace}`,
      ),
    ];
  }
  const prefix = environmentPrefix(config);
  const secret = `tfstate-default-${prefix}`;
  const lease = `lock-${secret}`;
  const [lock, found] = await Promise.all([
    cluster.find(leaseSchema, 'lease', lease, '-n', namespace),
    cluster.find(secretSchema, 'secret', secret, '-n', namespace),
  ]);
  const whose = found === undefined ? undefined : foreignOwner(config, found.data['tfstate'] ?? '');
  return [
    ...(whose === undefined
      ? []
      : [
          failed(
            'state',
            `the state ${secret} in ${namespace} is that of ${whose}, whose deployment would be removed`,
            `set "platform" to another name in the environment's file, or state.namespace to another namespace`,
          ),
        ]),
    ...(lock === undefined || lock.spec.holderIdentity === ''
      ? []
      : [lockedFinding('state', `the state of ${prefix}`, `lease ${lease}`, namespace, cluster.command)]),
  ];
}

/** Whether the state that a command is about to change is the environment's. @throws CannotDeployError when it is another's */
export async function requireOwnState(cluster: Cluster, { config }: Platform): Promise<void> {
  const state = stateOf(config);
  if (state.kind !== 'kubernetes') return;
  const secret = `tfstate-default-${environmentPrefix(config)}`;
  const found = await cluster.find(secretSchema, 'secret', secret, '-n', state.namespace);
  const whose = found === undefined ? undefined : foreignOwner(config, found.data['tfstate'] ?? '');
  if (whose === undefined) return;
  throw new CannotDeployError(
    `the state ${secret} in ${state.namespace} is that of ${whose}. Nothing was touched.`,
    'the state is of another environment',
  );
}

/** Whose a state is, in words, when it is another environment's. */
function foreignOwner(owner: Owner, data: string): string | undefined {
  const labels = namespaceLabels(data);
  return ownershipOf(owner, labels) === 'foreign' ? labelledOwner(labels) : undefined;
}

/** https://github.com/hashicorp/terraform/blob/v1.11.4/internal/states/statefile/version4.go */
const stateSchema = z.object({
  resources: z.array(
    z.object({
      type: z.string(),
      name: z.string(),
      instances: z.array(
        z.object({ attributes: z.looseObject({ labels: z.record(z.string(), z.string()).nullish().catch(undefined) }).nullish() }),
      ),
    }),
  ),
});

/** The labels that a state has given to the platform's namespace: whose it is. None for what is no state, of which Terraform says more. */
function namespaceLabels(data: string): Readonly<Record<string, string>> {
  try {
    const { resources } = stateSchema.parse(JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()));
    const namespace = resources.find(({ type, name }) => type === 'kubernetes_labels' && name === 'platform_namespace');
    return namespace?.instances[0]?.attributes?.labels ?? {};
  } catch {
    return {};
  }
}
