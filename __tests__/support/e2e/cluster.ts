import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providers } from '../../../config/versions';
import { Laboratory } from '../../../scripts/provider-behaviour/ask';
import { allOf, describeWith, type Need, programNeed } from '../needs';
import { FOREIGN_DATA, folderOf } from '../workplace';
import { run } from './project';

/** A cluster that a suite deploys to. */
export interface TestCluster {
  /** What finds the cluster: Terraform's providers, its state and kubectl each have a variable of their own. */
  readonly variables: Readonly<Record<'KUBECONFIG' | 'KUBE_CONFIG_PATH' | 'TF_VAR_kubeconfig', string>>;
  /** Runs kubectl, and gives what it says. */
  readonly kubectl: (...args: readonly string[]) => Promise<string>;
  /** Names of all objects of some kinds in a namespace, as `kind/name`. */
  readonly objectsIn: (namespace: string, kinds: readonly string[]) => Promise<readonly string[]>;
  /** Removes what an earlier run has left: namespaces with all that is in them, and what belongs to none. */
  readonly remove: (platform: string, namespaces: readonly string[]) => Promise<void>;
}

/** The cluster of a kubeconfig. */
export function clusterAt(kubeconfig: string): TestCluster {
  const variables = { KUBECONFIG: kubeconfig, KUBE_CONFIG_PATH: kubeconfig, TF_VAR_kubeconfig: kubeconfig };
  const kubectl = async (...args: readonly string[]): Promise<string> =>
    (await run('kubectl', args, { cwd: '.', env: variables, expect: 0 })).stdout;
  const names = async (...args: readonly string[]): Promise<readonly string[]> =>
    (await kubectl('get', ...args, '--output', 'name', '--ignore-not-found')).split('\n').filter((line) => line !== '');
  return {
    variables,
    kubectl,
    objectsIn: (namespace, kinds) => names(kinds.join(','), '--namespace', namespace),
    remove: async (platform, namespaces) => {
      await kubectl('delete', 'namespace', ...namespaces, '--ignore-not-found', '--wait=true');
      for (const kind of ['priorityclass', 'clusterrole', 'clusterrolebinding']) {
        const own = (await names(kind)).filter((name) => name.includes(`/${platform}-`));
        if (own.length > 0) await kubectl('delete', ...own);
      }
      for (const kind of ['secret', 'lease']) {
        const state = (await names(kind, '--namespace', 'default')).filter(
          (name) => name.includes('tfstate-') && name.includes(`${platform}-`),
        );
        if (state.length > 0) await kubectl('delete', '--namespace', 'default', ...state);
      }
    },
  };
}

/** What Terraform installs to deploy to a cluster. It is asked only where there is one. */
function providersNeed(): Need {
  const folder = mkdtempSync(join(tmpdir(), 'o11y-providers-'));
  try {
    return new Laboratory(folder, { helm: providers.helm, kubernetes: providers.kubernetes }) && {};
  } catch {
    return { missing: "Terraform's providers helm and kubernetes" };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Tests that need the cluster that a variable names, whole charts and what deploys them. */
export function describeWithCluster(variable: string, title: string, tests: (cluster: TestCluster, charts: string) => void): void {
  const kubeconfig = process.env[variable] ?? '';
  const charts = folderOf('charts');
  const here = allOf(
    { missing: existsSync(kubeconfig) ? undefined : variable },
    { missing: charts === undefined ? FOREIGN_DATA.charts : undefined },
  );
  describeWith(here.missing === undefined ? allOf(programNeed('kubectl'), providersNeed()) : here, title, () =>
    tests(clusterAt(kubeconfig), charts ?? '.'),
  );
}

/**
 * Makes custom resources real where no operator's pod runs: O11Y_CLUSTER_OPERATOR names a program that runs the Prometheus Operator beside
 * a cluster with simulated nodes, once its custom resource definitions are there.
 */
export async function startOperator(): Promise<void> {
  const program = process.env['O11Y_CLUSTER_OPERATOR'];
  if (program !== undefined && program !== '') await run(program, [], { cwd: '.', expect: 0 });
}
