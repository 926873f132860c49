import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import type { EnvironmentConfig } from '../../config/schema/environment';
import { stateOf } from '../../config/state';
import type { Owner } from '../../constructs/core/ownership';
import { endProviders, type Held, heldError, outlivedText, readHolder } from '../target/held';
import { type Fate, fateOf, type Holder, TOKEN, thisHolder } from '../target/holder';
import { CommandError } from '../terminal/exit';
import { note } from '../terminal/output';
import type { Hold } from '../terraform/session';
import { type Cluster, ClusterError, plain, REQUEST_TIMEOUT } from './cluster';
import { deleteSeen } from './deletion';

/** Says who holds it, as JSON: a holder's identity in a Lease is for people. */
const HOLDER = 'observability-stacks.dev/lock-holder';

/** How often a holder says that it is still there, and for how long each time is good (ms). */
const RENEWAL_MS = 10_000;
const DURATION_MS = 60_000;

/** How long is watched whether a holder that cannot be seen from here still renews (ms): clocks of machines differ, so that its own are not read alone. */
const WATCH_MS = 25_000;

/** How long is waited for a Terraform whose command was killed (ms): it ends by itself, with its state whole. */
const PATIENCE_MS = 600_000;

const leaseSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    resourceVersion: z.string(),
    annotations: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.object({ renewTime: z.string().optional() }).prefault({}),
});

type Lease = z.output<typeof leaseSchema>;

/**
 * The lock of an environment in its cluster, for all who deploy to it: a Lease, which the API server makes once. It is beside Terraform's state
 * where that is in the cluster, since it outlives the environment's own namespaces. https://kubernetes.io/docs/concepts/architecture/leases/
 */
export const lockOf =
  (cluster: Cluster, config: EnvironmentConfig): Hold =>
  async (command, stop, work) => {
    const state = stateOf(config);
    const lock = new LeaseLock(cluster, config, state.kind === 'kubernetes' ? state.namespace : 'default', thisHolder(command));
    await lock.take(stop);
    const renewing = setInterval(() => void lock.renew(), RENEWAL_MS).unref();
    try {
      return await work({ [TOKEN]: lock.holder.token });
    } finally {
      clearInterval(renewing);
      await lock.free();
    }
  };

class LeaseLock {
  /** Neither name has a dot in it, so that no two environments share one. */
  private readonly name: string;
  private readonly annotation: string;

  constructor(
    private readonly cluster: Cluster,
    private readonly owner: Owner,
    private readonly namespace: string,
    readonly holder: Holder,
  ) {
    this.name = `lock.${owner.platform}.${owner.name}`;
    this.annotation = JSON.stringify(holder);
  }

  /** @throws CannotDeployError when somebody else holds it @throws ClusterError */
  async take(stop: AbortSignal): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    let said = false;
    while (!(await this.make())) {
      const lease = await this.look();
      if (lease === undefined) continue;
      const holder = readHolder(lease.metadata.annotations[HOLDER]);
      const fate: Fate = holder === undefined ? { kind: 'unknown' } : fateOf(holder);
      if (fate.kind === 'ended') {
        endProviders(fate.providers);
        await deleteSeen(this.cluster, 'leases', lease.metadata);
        continue;
      }
      const held: Held = {
        lock: this.name,
        remove: `${this.cluster.command} -n ${this.namespace} delete lease ${this.name}`,
        holder,
        fate,
      };
      if (fate.kind === 'unknown' && (await this.isOver(lease, stop))) {
        await deleteSeen(this.cluster, 'leases', lease.metadata);
      } else if (fate.kind === 'outlived' && Date.now() < end) {
        if (!said) note(outlivedText(held, fate.pids));
        said = true;
        await sleep(500, undefined, { signal: stop }).catch(() => {});
      } else throw heldError(this.owner, held);
      if (stop.aborted) throw new CommandError('Interrupted before anything was touched.', 130);
    }
  }

  /** Whether nobody has renewed it for its duration, nor does while it is watched. */
  private async isOver({ metadata, spec }: Lease, stop: AbortSignal): Promise<boolean> {
    if (Date.now() - Date.parse(spec.renewTime ?? '') < DURATION_MS) return false;
    await sleep(WATCH_MS, undefined, { signal: stop }).catch(() => {});
    return !stop.aborted && (await this.look())?.metadata.resourceVersion === metadata.resourceVersion;
  }

  /** Whether it was made: false when there is one. */
  private async make(): Promise<boolean> {
    const now = microTime();
    const lease = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: this.name, namespace: this.namespace, annotations: { [HOLDER]: this.annotation } },
      spec: {
        holderIdentity: `o11y ${this.holder.command} (process ${this.holder.pid} on ${this.holder.host})`,
        leaseDurationSeconds: DURATION_MS / 1_000,
        acquireTime: now,
        renewTime: now,
      },
    };
    const { code, stderr } = await this.cluster.send(JSON.stringify(lease), 'create', '-f', '-', REQUEST_TIMEOUT);
    if (code === 0) return true;
    if (stderr.includes('(AlreadyExists)')) return false;
    throw new ClusterError(`kubectl create lease -n ${this.namespace} ${this.name}: ${plain(stderr)}`);
  }

  private look(): Promise<Lease | undefined> {
    return this.cluster.find(leaseSchema, 'lease', this.name, '-n', this.namespace);
  }

  /** One that was taken off or over stays what it is. Never throws: the next time may do. */
  async renew(): Promise<void> {
    const path = `/metadata/annotations/${HOLDER.replaceAll('/', '~1')}`;
    const patch = [
      { op: 'test', path, value: this.annotation },
      { op: 'replace', path: '/spec/renewTime', value: microTime() },
    ];
    await this.cluster
      .call('patch', 'lease', this.name, '-n', this.namespace, '--type=json', '-p', JSON.stringify(patch), REQUEST_TIMEOUT)
      .catch(() => {});
  }

  /** What cannot be freed is known to be over by its process, or by its time. */
  async free(): Promise<void> {
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      try {
        const lease = await this.look();
        if (lease?.metadata.annotations[HOLDER] !== this.annotation) return;
        if ((await deleteSeen(this.cluster, 'leases', lease.metadata)) !== 'changed') return;
      } catch (error) {
        if (!(error instanceof ClusterError)) throw error;
        await sleep(500);
      }
    }
  }
}

/** An instant as the API writes it: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/ */
const microTime = (): string => new Date().toISOString().replace(/Z$/, '000Z');
