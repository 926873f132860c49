import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providers } from '../../../config/versions';
import { Laboratory } from '../../../scripts/provider-behaviour/ask';
import { allOf, describeWith, type Need, programNeed } from '../needs';
import { FOREIGN_DATA, folderOf } from '../workplace';
import { run } from './project';

/**
 * The cluster that the suite deploys to. On one with simulated nodes nothing runs; O11Y_CLUSTER_OPERATOR names a program that then runs the
 * Prometheus Operator beside it, once its custom resource definitions are there.
 */
export const KUBECONFIG = process.env['O11Y_CLUSTER'] ?? '';

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

/** Tests that need a cluster, whole charts and what deploys them. */
export function describeWithCluster(title: string, tests: (charts: string) => void): void {
  const charts = folderOf('charts');
  const here = allOf(
    { missing: existsSync(KUBECONFIG) ? undefined : 'O11Y_CLUSTER' },
    { missing: charts === undefined ? FOREIGN_DATA.charts : undefined },
  );
  describeWith(here.missing === undefined ? allOf(programNeed('kubectl'), providersNeed()) : here, title, () => tests(charts ?? '.'));
}

/** What finds the cluster: Terraform's providers, its state and kubectl each have a variable of their own. */
export const CLUSTER_VARIABLES = { KUBECONFIG, KUBE_CONFIG_PATH: KUBECONFIG, TF_VAR_kubeconfig: KUBECONFIG };

/** Runs kubectl, and gives what it says. */
export async function kubectl(...args: readonly string[]): Promise<string> {
  return (await run('kubectl', args, { cwd: '.', env: CLUSTER_VARIABLES, expect: 0 })).stdout;
}

/** Names of all objects of some kinds in a namespace, as `kind/name`. */
export async function objectsIn(namespace: string, kinds: readonly string[]): Promise<readonly string[]> {
  const output = await kubectl('get', kinds.join(','), '--namespace', namespace, '--output', 'name', '--ignore-not-found');
  return output.split('\n').filter((line) => line !== '');
}

/** Makes custom resources real where no operator's pod runs. */
export async function startOperator(): Promise<void> {
  const program = process.env['O11Y_CLUSTER_OPERATOR'];
  if (program !== undefined && program !== '') await run(program, [], { cwd: '.', expect: 0 });
}

/** Removes what an earlier run has left: namespaces with all that is in them, and what belongs to none. */
export async function removeFromCluster(platform: string, namespaces: readonly string[]): Promise<void> {
  await kubectl('delete', 'namespace', ...namespaces, '--ignore-not-found', '--wait=true');
  for (const kind of ['priorityclass', 'clusterrole', 'clusterrolebinding']) {
    const names = (await kubectl('get', kind, '--output', 'name')).split('\n').filter((name) => name.includes(`/${platform}-`));
    if (names.length > 0) await kubectl('delete', ...names);
  }
  for (const kind of ['secret', 'lease']) {
    const names = (await kubectl('get', kind, '--namespace', 'default', '--output', 'name')).split('\n');
    const state = names.filter((name) => name.includes(`tfstate-`) && name.includes(`${platform}-`));
    if (state.length > 0) await kubectl('delete', '--namespace', 'default', ...state);
  }
}
