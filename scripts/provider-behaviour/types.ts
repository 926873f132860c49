import { providers } from '../../config/versions';
import type { Provider } from './ask';

interface AskedProvider extends Provider {
  readonly emptyIsAbsent: boolean;
  readonly types: readonly string[];
}

/** The types of resource in the toolkit's stacks, by provider. */
export const ASKED: Readonly<Record<string, AskedProvider>> = {
  docker: { ...providers.docker, emptyIsAbsent: true, types: ['docker_container', 'docker_image', 'docker_network'] },
  helm: { ...providers.helm, emptyIsAbsent: false, types: ['helm_release'] },
  kubernetes: {
    ...providers.kubernetes,
    emptyIsAbsent: true,
    types: [
      'kubernetes_labels',
      'kubernetes_limit_range_v1',
      'kubernetes_namespace_v1',
      'kubernetes_network_policy_v1',
      'kubernetes_pod_disruption_budget_v1',
      'kubernetes_priority_class_v1',
      'kubernetes_resource_quota_v1',
      'kubernetes_secret_v1',
    ],
  },
  terraform: { source: 'terraform.io/builtin/terraform', version: 'of Terraform itself', emptyIsAbsent: false, types: ['terraform_data'] },
};
