import { objectName } from '../../constructs/core/kubernetes';
import type { Platform } from '../../constructs/core/platform';
import { type Address, formatAddresses } from '../target/addresses';
import type { Access, Operations } from '../target/operations';
import { CommandError } from '../terminal/exit';
import { interruptible } from '../terminal/interrupt';
import { note } from '../terminal/output';
import { ClusterError, kubernetesTarget, namespacesOf, openCluster } from './cluster';
import { existingClaims, purge, remainsOf } from './data';
import { deploy } from './deploy';
import { destroy } from './destroy';
import { lockOf } from './lock';
import { passwordIn } from './password';
import { preflight } from './preflight';
import { openClusterSession } from './session';
import { formatStatus, statusOf } from './status';
import { reachCluster } from './where';

/** An environment of Helm releases in a cluster. */
export const clusterOperations: Operations = {
  removes: 'the releases',
  where: async (platform) => `${namespacesOf(platform).join(' and ')} of ${(await reachCluster(platform)).where}`,
  preflight: (_, platform) => preflight(platform),
  open: async (project, platform) => openClusterSession(project, platform),
  deploy,
  access: accessOf,
  status: async (platform) => {
    const components = await statusOf((await reachCluster(platform)).cluster, platform);
    return { components, text: formatStatus(components), well: components.every(({ state }) => state === 'ready') };
  },
  paused: async () => [],
  password: async (_, platform) => passwordIn((await reachCluster(platform)).cluster, platform),
  destroy: async (project, platform, progress) => {
    const { where } = await reachCluster(platform);
    const session = openClusterSession(project, platform);
    const { remove } = await destroy(session, where, progress);
    return { removed: remove, volumes: await existingClaims(session.cluster, platform) };
  },
  remains: async (platform) => remainsOf(await reachCluster(platform), platform),
  purge: (_, platform, { volumes }) => {
    const { cluster } = openCluster(platform);
    const { name } = platform.config;
    return interruptible(
      () => note('\nStopping when the volume under way is deleted.'),
      async ({ stop }) => {
        const interrupted = new CommandError(`Interrupted: npx o11y purge ${name} goes on from here.`, 130);
        try {
          const deleted = await lockOf(cluster, platform.config)('purge', stop, () => purge(cluster, platform, volumes, stop));
          if (!stop.aborted) return deleted;
        } catch (error) {
          // Ctrl-C reaches kubectl as well.
          if (!stop.aborted || !(error instanceof ClusterError)) throw error;
        }
        throw interrupted;
      },
    );
  },
};

/** The addresses from outside of the cluster, and the commands that open the rest. Pure. */
export function accessOf(platform: Platform): Access {
  const { access, context, namespace } = kubernetesTarget(platform);
  const addresses: readonly Address[] = [
    ...(access.grafana === undefined
      ? []
      : [{ component: 'grafana', endpoint: 'http', url: `https://${access.grafana.host}`, userInterface: true }]),
    ...(access.otlp === undefined
      ? []
      : [{ component: 'otel-collector', endpoint: 'otlp-http', url: `https://${access.otlp.route.host}`, userInterface: false }]),
  ];
  const kubectl = context === undefined ? 'kubectl' : `kubectl --context ${context}`;
  const inside = platform.components.flatMap(({ name, endpoints }) =>
    endpoints
      .filter(({ userInterface }) => userInterface === true)
      .filter(() => !addresses.some(({ component }) => component === name))
      .map(({ port }) => `  ${kubectl} -n ${namespace} port-forward service/${objectName(platform.config, name)} ${port}`),
  );
  const parts = [...(addresses.length === 0 ? [] : [formatAddresses(addresses)]), ...inside];
  return { addresses, text: parts.join('\n') };
}
