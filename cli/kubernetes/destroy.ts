import { objectName } from '../../constructs/core/kubernetes';
import { note } from '../terminal/output';
import type { Progress } from '../terminal/progress';
import { destroyWithTerraform } from '../terraform/destroy';
import type { Summary } from '../terraform/events';
import { plain } from './cluster';
import { requireOwnState } from './preflight/state';
import type { ClusterSession } from './session';

/** Removes an environment's releases and what Terraform made for them; volumes stay. @throws CannotDeployError for another's state */
export const destroy = (session: ClusterSession, progress: Progress): Promise<Summary> =>
  destroyWithTerraform(session, progress, async () => {
    await requireOwnState(session.cluster, session.platform);
    return { finish: () => removeKubeletService(session) };
  });

/**
 * Removes the list of kubelets that the operator keeps in kube-system for Prometheus: it made that itself, so that no release takes it away.
 * https://github.com/prometheus-operator/prometheus-operator/blob/main/Documentation/getting-started/design.md
 */
async function removeKubeletService({ cluster, platform }: Pick<ClusterSession, 'cluster' | 'platform'>): Promise<number> {
  const name = objectName(platform.config, 'kubelet');
  const { code, stdout, stderr } = await cluster.call('delete', 'service,endpoints', name, '-n', 'kube-system', '--ignore-not-found');
  if (code !== 0) note(`The service ${name} in kube-system is left: ${plain(stderr)}`);
  return stdout.split('\n').filter((line) => line.includes(' deleted')).length;
}
