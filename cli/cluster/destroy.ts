import { objectName } from '../../constructs/core/kubernetes';
import { placeholders } from '../destroy-variables';
import { diagnosticsText } from '../diagnostics';
import type { Summary } from '../events';
import { CommandError } from '../exit';
import { ensureInitialised } from '../init';
import { interruptible } from '../interrupt';
import { note } from '../output';
import type { Progress } from '../progress';
import { type Terraform, destroy as terraformDestroy } from '../terraform';
import { plain } from './cluster';
import type { ClusterSession } from './session';

/** Removes an environment's releases and what Terraform made for them; volumes stay. */
export async function destroy(session: ClusterSession, progress: Progress): Promise<Summary> {
  const { platform, stack } = session;
  const { name } = platform.config;
  const stopping = (): void => note('\nStopping: Terraform ends what is under way and writes its state. Ctrl-C again kills it.');
  return interruptible(stopping, async (interruption) => {
    const variables = { ...placeholders(stack), ...session.terraform.variables };
    const terraform: Terraform = { ...session.terraform, variables, interruption };
    await progress.phase('Preparing Terraform', () => ensureInitialised(terraform, stack));
    if (interruption.stop.aborted) throw new CommandError('Interrupted before anything was removed.', 130);
    let changes: Summary = { add: 0, change: 0, remove: 0 };
    const outcome = await progress.changes(
      'Planning',
      (show) =>
        terraformDestroy(terraform, (event) => {
          show(event);
          if (event.kind === 'summary') changes = event.changes;
        }).outcome,
    );
    switch (outcome.kind) {
      case 'done':
        await removeKubeletService(session);
        return changes;
      case 'killed':
        throw new CommandError(`Terraform was killed: npx o11y destroy ${name} goes on from here.`);
      case 'interrupted':
        throw new CommandError(`Interrupted. Terraform has written its state: npx o11y destroy ${name} goes on from here.`, 130);
      case 'failed':
        throw new CommandError(`The environment could not be removed:\n${diagnosticsText(outcome)}`);
    }
  });
}

/**
 * Removes the list of kubelets that the operator keeps in kube-system for Prometheus: it made that itself, so that no release takes it away.
 * https://github.com/prometheus-operator/prometheus-operator/blob/main/Documentation/getting-started/design.md
 */
async function removeKubeletService({ cluster, platform }: Pick<ClusterSession, 'cluster' | 'platform'>): Promise<void> {
  const name = objectName(platform.config, 'kubelet');
  const { code, stderr } = await cluster.call('delete', 'service,endpoints', name, '-n', 'kube-system', '--ignore-not-found');
  if (code !== 0) note(`The service ${name} in kube-system is left: ${plain(stderr)}`);
}
