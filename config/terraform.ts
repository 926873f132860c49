import type { EnvironmentConfig } from './schema/environment';

/**
 * The oldest Terraform that an environment's stack works with, such as `1.11.0`; the same number of OpenTofu. Pure.
 *
 * - 1.4: `terraform_data`, which holds generated secrets. https://github.com/hashicorp/terraform/blob/v1.4/CHANGELOG.md
 * - 1.10: `use_lockfile` of the S3 backend, in both. https://opentofu.org/docs/v1.10/intro/whats-new/
 * - 1.11: ephemeral variables with write-only attributes, in both. https://opentofu.org/docs/v1.11/intro/whats-new/
 */
export function minimumTerraform({ target, state }: EnvironmentConfig): string {
  if (target.kind === 'kubernetes' && target.secrets.kind === 'write-only') return '1.11.0';
  return state?.kind === 's3' ? '1.10.0' : '1.4.0';
}
