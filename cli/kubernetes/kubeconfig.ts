import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, resolve } from 'node:path';

/** The kubeconfig that kubectl, the Terraform providers and the state backend all read, or why there is no such one. */
export type Kubeconfig =
  | { readonly path: string }
  /** Inside of a cluster: the pod has an identity of its own. */
  | { readonly path: undefined }
  | { readonly problem: string; readonly fix: string };

/** The path that the stack's variable has when nobody sets it. */
const DEFAULT = '~/.kube/config';

/** Variables that name a kubeconfig, the most particular first: the stack's own, kubectl's, and that of Terraform's providers. */
const VARIABLES = ['TF_VAR_kubeconfig', 'KUBECONFIG', 'KUBE_CONFIG_PATH'] as const;

/**
 * Finds the kubeconfig. kubectl merges several files that KUBECONFIG lists; a Terraform provider that is given one path reads one.
 * Reads the file system.
 */
export function findKubeconfig(
  environment: NodeJS.ProcessEnv = process.env,
  exists: (path: string) => boolean = existsSync,
  problemOf: (path: string) => string | undefined = unreadable,
): Kubeconfig {
  const variable = VARIABLES.find((name) => (environment[name] ?? '') !== '');
  if (variable === undefined) {
    const path = absolute(DEFAULT, environment);
    if (exists(path)) return readable(path, 'KUBECONFIG', problemOf);
    if ((environment['KUBERNETES_SERVICE_HOST'] ?? '') !== '') return { path: undefined };
    return { problem: `there is no kubeconfig: ${path} does not exist`, fix: 'export KUBECONFIG=<its path>' };
  }
  const named = (environment[variable] ?? '').split(delimiter).filter((path) => path !== '');
  const found = named.map((path) => absolute(path, environment)).filter(exists);
  const [path] = found;
  if (path === undefined) {
    return {
      problem: `${variable} names ${named.join(' and ')}, which does not exist`,
      fix: `export ${variable}=<path of the kubeconfig>`,
    };
  }
  if (found.length === 1) return readable(path, variable, problemOf);
  return {
    problem: `${variable} names ${found.length} files, and Terraform reads one`,
    fix: 'kubectl config view --raw --flatten > merged.kubeconfig && export KUBECONFIG="$PWD/merged.kubeconfig"',
  };
}

function readable(path: string, variable: string, problemOf: (path: string) => string | undefined): Kubeconfig {
  const problem = problemOf(path);
  return problem === undefined
    ? { path }
    : { problem: `the kubeconfig ${path} ${problem}`, fix: `export ${variable}=<path of the kubeconfig>` };
}

/** Why a file cannot be read, as the rest of a sentence. Reads the file system. */
function unreadable(path: string): string | undefined {
  if (statSync(path).isDirectory()) return 'is a folder';
  try {
    accessSync(path, constants.R_OK);
    return undefined;
  } catch {
    return 'may not be read by this user';
  }
}

/** Terraform runs in another folder. */
const absolute = (path: string, environment: NodeJS.ProcessEnv): string =>
  resolve(path.replace(/^~(?=\/)/, environment['HOME'] ?? homedir()));

/** What Terraform is given besides its own environment, so that it talks to the same cluster as kubectl does. */
export const terraformVariables = (path: string | undefined, context: string | undefined): Readonly<Record<string, string>> => ({
  ...(path === undefined ? { KUBE_IN_CLUSTER_CONFIG: 'true' } : { TF_VAR_kubeconfig: path, KUBE_CONFIG_PATH: path }),
  ...(context === undefined ? {} : { KUBE_CTX: context }),
});
