import type { Platform } from '../../constructs/core/platform';
import type { Project } from '../terraform/project';
import type { TerraformSession } from '../terraform/session';
import { readStack } from '../terraform/stack';
import { findTerraform } from '../terraform/terraform';
import { type Cluster, kubernetesTarget, openCluster } from './cluster';
import { terraformVariables } from './kubeconfig';
import { lockOf } from './lock';

/** What a command needs that changes an environment in a cluster. */
export interface ClusterSession extends TerraformSession {
  readonly cluster: Cluster;
}

/** Finds the programs and the kubeconfig. Touches nothing. @throws CannotDeployError */
export function openClusterSession(project: Project, platform: Platform): ClusterSession {
  const stack = readStack(project, platform.config.name);
  const program = findTerraform();
  const { cluster, kubeconfig } = openCluster(platform);
  const variables = terraformVariables(kubeconfig, kubernetesTarget(platform).context);
  const terraform = { program, folder: stack.folder, variables };
  return { platform, stack, cluster, terraform, hold: lockOf(cluster, platform.config) };
}
