import type { Platform } from '../../constructs/core/platform';
import { CannotDeployError } from '../terminal/exit';
import { type Cluster, kubernetesTarget, openCluster } from './cluster';
import { accessFindings } from './preflight/access';

/** A cluster that has answered, and what it is called in questions and results. */
export interface ReachedCluster {
  readonly cluster: Cluster;
  readonly kubeconfig: string | undefined;
  /** `the cluster at https://10.0.0.1:6443 (context prod)` */
  readonly where: string;
}

/**
 * The cluster of an environment, once its API server has answered: whatever comes after it would wait several times as long for one that is
 * gone. Starts processes.
 *
 * @throws CannotDeployError when there is no kubectl or no kubeconfig, or the server does not answer or refuses this user
 */
export async function reachCluster(platform: Platform): Promise<ReachedCluster> {
  const opened = openCluster(platform);
  const { findings, where } = await accessFindings(opened.cluster, kubernetesTarget(platform).context);
  const problem = findings.find(({ status }) => status === 'failed');
  if (problem !== undefined) throw new CannotDeployError(`${problem.message}: ${problem.fix}`);
  return { ...opened, where: `the cluster at ${where}` };
}
