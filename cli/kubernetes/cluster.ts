import * as z from 'zod';
import type { KubernetesTargetConfig } from '../../config/schema/kubernetes';
import type { Platform } from '../../constructs/core/platform';
import type { NamespaceRole } from '../../constructs/core/release';
import { CannotDeployError, CommandError } from '../terminal/exit';
import { findKubeconfig } from './kubeconfig';
import { type Answer, type Runner, runProgram } from './run';

/** How long the API server may take for one answer: one that is gone never answers. */
export const REQUEST_TIMEOUT = '--request-timeout=10s';

/** kubectl could not do what it was asked to; the message is its own. */
export class ClusterError extends CommandError {
  override readonly name = 'ClusterError';

  /** Whether the user lacks a right, so that nothing can be said. */
  get forbidden(): boolean {
    return /forbidden/i.test(this.message);
  }
}

/** A cluster as kubectl reaches it: with every way to log in that it knows. */
export interface Cluster {
  /** Arguments that choose the kubeconfig and the context. */
  readonly access: readonly string[];
  /** What a person types to reach the same cluster: `kubectl --context prod`. */
  readonly command: string;
  /** Runs kubectl. Starts a process. @throws CannotDeployError when there is no kubectl */
  readonly call: (...args: readonly string[]) => Promise<Answer>;
  /** The same with a text as its input. */
  readonly send: (input: string, ...args: readonly string[]) => Promise<Answer>;
  /** The objects that `kubectl get` finds; none of a kind that the cluster does not know. @throws ClusterError */
  readonly list: <T extends z.ZodType>(schema: T, ...args: readonly string[]) => Promise<readonly z.output<T>[]>;
  /** The object of a name, or undefined. @throws ClusterError */
  readonly find: <T extends z.ZodType>(schema: T, ...args: readonly string[]) => Promise<z.output<T> | undefined>;
}

/** A client for the cluster of a kubeconfig and a context; the kubeconfig's current one when undefined. */
export function createCluster(kubeconfig: string | undefined, context: string | undefined, run: Runner = runProgram): Cluster {
  const access = [
    ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
    ...(context === undefined ? [] : ['--context', context]),
  ];
  const known = (answer: Answer): Answer => {
    if (answer.code === undefined) throw new CannotDeployError(`there is no kubectl on the PATH: ${INSTALL_KUBECTL}`);
    return answer;
  };
  const call: Cluster['call'] = async (...args) => known(await run(KUBECTL, [...access, ...args]));
  const json = async (args: readonly string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await call('get', ...args, '--ignore-not-found', '-o', 'json', REQUEST_TIMEOUT);
    if (code === 0) return stdout.trim() === '' ? undefined : JSON.parse(stdout);
    if (/doesn't have a resource type|could not find the requested resource/.test(stderr)) return undefined;
    throw new ClusterError(`kubectl get ${args.join(' ')}: ${plain(stderr)}`);
  };
  return {
    access,
    command: context === undefined ? 'kubectl' : `kubectl --context ${context}`,
    call,
    send: async (input, ...args) => known(await run(KUBECTL, [...access, ...args], input)),
    list: async (schema, ...args) => {
      const { items } = listSchema.parse((await json(args)) ?? { items: [] });
      return items.map((item) => schema.parse(item));
    },
    find: async (schema, ...args) => {
      const found = await json(args);
      return found === undefined ? undefined : schema.parse(found);
    },
  };
}

/** The program: from the PATH, as a team on Kubernetes has it. */
export const KUBECTL = 'kubectl';

const listSchema = z.object({ items: z.array(z.unknown()) });

export const INSTALL_KUBECTL = 'install it: https://kubernetes.io/docs/tasks/tools';

/** What kubectl said, in one line without its warnings about versions. */
export const plain = (stderr: string): string =>
  stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('WARNING: version difference') && !/^E\d{4} /.test(line))
    .map((line) => line.replace(/^(error: |Error from server( \(\w+\))?: )/, '').trim())
    .join(' ');

/** The part of a configuration that says how to reach the cluster. @throws RangeError when the target is another */
export function kubernetesTarget({ config }: Platform): KubernetesTargetConfig {
  if (config.target.kind === 'kubernetes') return config.target;
  throw new RangeError(`${config.name} is not deployed to Kubernetes`);
}

/** The cluster of an environment. Reads the file system. @throws CannotDeployError when there is no kubeconfig */
export function openCluster(platform: Platform): { readonly cluster: Cluster; readonly kubeconfig: string | undefined } {
  const found = findKubeconfig();
  if ('problem' in found) throw new CannotDeployError(`${found.problem}: ${found.fix}`);
  return { cluster: createCluster(found.path, kubernetesTarget(platform).context), kubeconfig: found.path };
}

/** Names of the namespaces that have releases. Pure. */
export const namespacesOf = (platform: Platform): readonly string[] => [
  ...new Set(platform.releases.map(({ namespace }) => namespaceName(platform, namespace))),
];

/** Name of the namespace of a role. Pure. */
export function namespaceName(platform: Platform, role: NamespaceRole): string {
  const { namespace, nodeNamespace } = kubernetesTarget(platform);
  return role === 'platform' ? namespace : nodeNamespace;
}
