import * as z from 'zod';
import { type Finding, failed, ok, warning } from '../../preflight/finding';
import { isAtLeast } from '../../preflight/tools';
import { type Cluster, INSTALL_KUBECTL, plain } from '../cluster';
import type { Runner } from '../run';

/** The oldest that the charts accept: `kubeVersion` of kube-prometheus-stack and loki. */
const MINIMUM_VERSION = '1.25';

const configSchema = z.object({
  'current-context': z.string().default(''),
  clusters: z.array(z.object({ cluster: z.object({ server: z.string() }) })).nullish(),
});

const versionSchema = z.object({ gitVersion: z.string() });

/** A cluster that answered, or that none did; and what to say of it. */
export interface Access {
  readonly findings: readonly Finding[];
  /** The version of its API server, without a leading v; undefined when it cannot be used. */
  readonly version: string | undefined;
  /** `https://10.0.0.1:6443 (context prod)`; `unknown` without a context. */
  readonly where: string;
}

const unusable = (finding: Finding, where = 'unknown'): Access => ({ findings: [finding], version: undefined, where });

/** Whether there is a kubectl. Starts a process. */
export async function kubectlFinding(run: Runner): Promise<Finding | undefined> {
  const { code } = await run('kubectl', ['version', '--client', '-o', 'json']);
  return code === undefined ? failed('kubectl', 'there is no kubectl on the PATH', INSTALL_KUBECTL) : undefined;
}

/** Whether the API server answers and is new enough; for one that does not answer, which, by which context, and what to do. */
export async function accessFindings(cluster: Cluster, context: string | undefined): Promise<Access> {
  const config = await cluster.call('config', 'view', '--minify', '-o', 'json');
  if (config.code !== 0) return unusable(noContext(plain(config.stderr), context));
  const { 'current-context': current, clusters } = configSchema.parse(JSON.parse(config.stdout));
  const server = clusters?.[0]?.cluster.server ?? 'an unknown address';
  const place = `${server} (context ${context ?? current})`;
  const where = `the API server at ${place}`;
  const answer = await cluster.call('get', '--raw', '/version', '--request-timeout=5s');
  if (answer.code !== 0) return unusable(silent(plain(answer.stderr), where, cluster), place);
  const version = versionSchema.parse(JSON.parse(answer.stdout)).gitVersion.replace(/^v/, '');
  if (!isAtLeast(version, MINIMUM_VERSION)) {
    return unusable(
      failed('API server', `${where} is Kubernetes ${version}; ${MINIMUM_VERSION} or newer is needed`, 'upgrade the cluster'),
      place,
    );
  }
  const chosen =
    context === undefined
      ? [
          warning(
            'context',
            `target.context is not set: the current context of the kubeconfig is used, which is ${current}`,
            `set target.context to "${current}", so that another context is never deployed to by mistake`,
          ),
        ]
      : [];
  return { findings: [ok('API server', `${where}, Kubernetes ${version}`), ...chosen], version, where: place };
}

const noContext = (cause: string, context: string | undefined): Finding =>
  context === undefined
    ? failed('context', `the kubeconfig has no current context: ${cause}`, 'kubectl config use-context <name>, or set target.context')
    : failed(
        'context',
        `the kubeconfig has no context ${context}: ${cause}`,
        'kubectl config get-contexts lists them; correct target.context, or export KUBECONFIG=<another file>',
      );

function silent(cause: string, where: string, { command }: Cluster): Finding {
  const refused = /unauthorized|must be logged in|forbidden|credentials/i.test(cause);
  return refused
    ? failed('API server', `${where} refuses this user: ${cause}`, `log in to the cluster again; ${command} auth whoami says who you are`)
    : failed(
        'API server',
        `${where} cannot be reached: ${cause}`,
        `start the cluster, or the VPN to it, or correct target.context; ${command} cluster-info tries it`,
      );
}
