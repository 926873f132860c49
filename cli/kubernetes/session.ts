import type { Platform } from '../../constructs/core/platform';
import type { Project } from '../terraform/project';
import { readStack, type Stack } from '../terraform/stack';
import { findTerraform, type Terraform } from '../terraform/terraform';
import { type Cluster, kubernetesTarget, openCluster } from './cluster';
import { terraformVariables } from './kubeconfig';

/** What a command needs that changes an environment in a cluster. */
export interface ClusterSession {
  readonly platform: Platform;
  readonly stack: Stack;
  readonly terraform: Terraform;
  readonly cluster: Cluster;
}

/** Finds the programs and the kubeconfig. Touches nothing. @throws CannotDeployError */
export function openClusterSession(project: Project, platform: Platform): ClusterSession {
  const stack = readStack(project, platform.config.name);
  const program = findTerraform();
  const { cluster, kubeconfig } = openCluster(platform);
  const variables = terraformVariables(kubeconfig, kubernetesTarget(platform).context);
  return { platform, stack, cluster, terraform: { program, folder: stack.folder, variables } };
}
