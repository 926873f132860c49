import { TerraformBackend, TerraformRemoteState } from 'cdktf';
import type { Construct } from 'constructs';
import type { EnvironmentConfig } from '../config/schema/environment';
import { stateOf } from '../config/state';

/** A backend as Terraform takes it. https://developer.hashicorp.com/terraform/language/backend */
interface Backend {
  readonly type: string;
  readonly attributes: Readonly<Record<string, string | boolean>>;
}

/**
 * The backend of an environment's state. Nothing in it depends on the machine and nothing is a secret: credentials come from the
 * environment of whoever runs Terraform, such as `KUBE_CONFIG_PATH` and `AWS_PROFILE`. Pure.
 */
function backendOf(config: EnvironmentConfig): Backend {
  const { name, platform, target } = config;
  const state = stateOf(config);
  switch (state.kind) {
    case 'local':
      // Relative to the folder of the synthesised stack, so that it is the same file on every machine and outlives that folder.
      return { type: 'local', attributes: { path: `../../../terraform.${name}.tfstate` } };
    case 's3':
      return {
        type: 's3',
        attributes: {
          bucket: state.bucket,
          key: inFolder(state.prefix, `${platform}/${name}.tfstate`),
          region: state.region,
          encrypt: true,
          // A lock beside the state, for which no table is needed.
          use_lockfile: true,
        },
      };
    case 'gcs':
      return { type: 'gcs', attributes: { bucket: state.bucket, prefix: inFolder(state.prefix, `${platform}/${name}`) } };
    case 'azurerm':
      return {
        type: 'azurerm',
        attributes: {
          resource_group_name: state.resourceGroup,
          storage_account_name: state.storageAccount,
          container_name: state.container,
          key: `${platform}/${name}.tfstate`,
        },
      };
    case 'kubernetes':
      return {
        type: 'kubernetes',
        attributes: {
          // The Secret is `tfstate-default-<suffix>`.
          secret_suffix: `${platform}-${name}`,
          namespace: state.namespace,
          ...(target.kind === 'kubernetes' && target.context !== undefined ? { config_context: target.context } : {}),
        },
      };
  }
}

const inFolder = (folder: string, path: string): string => (folder === '' ? path : `${folder}/${path}`);

/** CDKTF has no class for the Kubernetes backend, and its class for S3 does not know `use_lockfile`. */
class StateBackend extends TerraformBackend {
  constructor(
    scope: Construct,
    private readonly backend: Backend,
  ) {
    super(scope, 'backend', backend.type);
  }

  protected override synthesizeAttributes(): Record<string, string | boolean> {
    return { ...this.backend.attributes };
  }

  getRemoteStateDataSource(scope: Construct, name: string): TerraformRemoteState {
    return new RemoteState(scope, name, this.backend.type, { ...this.backend.attributes });
  }
}

class RemoteState extends TerraformRemoteState {}

/** Gives a stack the backend of its environment's state. */
export function stateBackend(stack: Construct, config: EnvironmentConfig): TerraformBackend {
  return new StateBackend(stack, backendOf(config));
}
