import type { Platform } from '../../../constructs/core/platform';
import { type Finding, failed, warning } from '../../preflight/finding';
import { nodeFinding, terraformFinding } from '../../preflight/tools';
import { type Cluster, ClusterError, createCluster, kubernetesTarget } from '../cluster';
import { findKubeconfig } from '../kubeconfig';
import { type Runner, runProgram } from '../run';
import { accessFindings, kubectlFinding } from './access';
import { accessObjectFindings } from './access-objects';
import { capacityFindings } from './capacity';
import { chartFindings } from './charts';
import { definitionFindings } from './definitions';
import { namespaceFindings } from './namespaces';
import { clusterSecretFindings } from './secrets';
import { storageFindings } from './storage';
import { valuesFindings } from './values';
import { volumeFindings } from './volumes';

/** Finds what would keep a deployment to a cluster from working, before anything is touched. Starts processes, asks servers. */
export async function preflight(platform: Platform, run: Runner = runProgram): Promise<readonly Finding[]> {
  const [terraform, inCluster, charts] = await Promise.all([
    terraformFinding(platform.config),
    clusterFindings(platform, run),
    chartFindings(platform),
  ]);
  return [nodeFinding(), terraform, ...inCluster.slice(0, 1), ...charts, ...inCluster.slice(1)];
}

/** What the cluster is asked, and the charts with its version. */
async function clusterFindings(platform: Platform, run: Runner): Promise<readonly Finding[]> {
  const { context } = kubernetesTarget(platform);
  const noKubectl = await kubectlFinding(run);
  const kubeconfig = findKubeconfig();
  const missing = [
    ...(noKubectl === undefined ? [] : [noKubectl]),
    ...('problem' in kubeconfig ? [failed('kubeconfig', kubeconfig.problem, kubeconfig.fix)] : []),
  ];
  if ('problem' in kubeconfig || noKubectl !== undefined) return [...missing, ...(await valuesFindings(platform, undefined, run))];
  const cluster = createCluster(kubeconfig.path, context, run);
  const { findings, version } = await accessFindings(cluster, context);
  if (version === undefined) return [...findings, ...(await valuesFindings(platform, undefined, run))];
  const asked = await Promise.all([
    ...CHECKS.map(([title, check]) => guarded(title, check, cluster, platform)),
    valuesFindings(platform, version, run),
  ]);
  return [...findings, ...asked.flat()];
}

type Check = (cluster: Cluster, platform: Platform) => Promise<readonly Finding[]>;

const CHECKS: readonly (readonly [string, Check])[] = [
  ['capacity', capacityFindings],
  ['storage class', storageFindings],
  ['volumes', volumeFindings],
  ['namespaces', namespaceFindings],
  ['definitions', definitionFindings],
  ['access', accessObjectFindings],
  ['secrets', clusterSecretFindings],
];

/** A check for which the user lacks a right says so, and keeps nobody from deploying. */
async function guarded(title: string, check: Check, cluster: Cluster, platform: Platform): Promise<readonly Finding[]> {
  try {
    return await check(cluster, platform);
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    return error.forbidden
      ? [warning(title, `cannot be checked: ${error.message}`, 'ask for the right to read it, or go on without this check')]
      : [failed(title, `cannot be checked: ${error.message}`, 'run the command again')];
  }
}
