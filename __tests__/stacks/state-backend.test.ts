import { TerraformStack } from 'cdktf';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { stateBackend } from '../../stacks/state-backend';
import { type StackJson, synthText } from '../support/synth';

/** The backend of an environment `prod`, as Terraform reads it. */
function backendIn(overlay: EnvironmentOverlay): unknown {
  const config = defineEnvironment('prod', overlay);
  const text = synthText('prod', (app) => stateBackend(new TerraformStack(app, 'prod'), config));
  return (JSON.parse(text) as StackJson).terraform.backend;
}

const cluster: EnvironmentOverlay = { target: { kind: 'kubernetes' } };

describe('the state of an environment', () => {
  it('is a file beside the project on one engine', () => {
    const local = { local: { path: '../../../terraform.prod.tfstate' } };
    expect(backendIn({})).toEqual(local);
    expect(backendIn({ ...cluster, state: { kind: 'local' } })).toEqual(local);
  });

  it('is a Secret of the cluster that is deployed to', () => {
    expect(backendIn(cluster)).toEqual({ kubernetes: { secret_suffix: 'o11y-prod', namespace: 'default' } });
    expect(
      backendIn({ target: { kind: 'kubernetes', context: 'eu' }, platform: 'shop', state: { kind: 'kubernetes', namespace: 'terraform' } }),
    ).toEqual({ kubernetes: { secret_suffix: 'shop-prod', namespace: 'terraform', config_context: 'eu' } });
  });

  it('is an object in a bucket, encrypted, with a lock beside it', () => {
    const s3 = { kind: 's3', bucket: 'shop-state', region: 'eu-central-1' } as const;
    expect(backendIn({ state: s3 })).toEqual({
      s3: { bucket: 'shop-state', key: 'o11y/prod.tfstate', region: 'eu-central-1', encrypt: true, use_lockfile: true },
    });
    expect(backendIn({ state: { ...s3, prefix: 'a/b' } })).toMatchObject({ s3: { key: 'a/b/o11y/prod.tfstate' } });
    expect(backendIn({ state: { kind: 'gcs', bucket: 'shop-state' } })).toEqual({ gcs: { bucket: 'shop-state', prefix: 'o11y/prod' } });
    expect(backendIn({ state: { kind: 'gcs', bucket: 'shop-state', prefix: 'a' } })).toMatchObject({ gcs: { prefix: 'a/o11y/prod' } });
  });

  it('is a blob', () => {
    expect(backendIn({ state: { kind: 'azurerm', resourceGroup: 'shop', storageAccount: 'shopstate', container: 'state' } })).toEqual({
      azurerm: { resource_group_name: 'shop', storage_account_name: 'shopstate', container_name: 'state', key: 'o11y/prod.tfstate' },
    });
  });

  it('can be read by another stack', () => {
    const config = defineEnvironment('prod', cluster);
    const text = synthText('reader', (app) => {
      const stack = new TerraformStack(app, 'reader');
      stateBackend(stack, config).getRemoteStateDataSource(stack, 'prod', 'prod');
    });
    expect(JSON.parse(text)).toMatchObject({
      data: { terraform_remote_state: { prod: { backend: 'kubernetes', config: { secret_suffix: 'o11y-prod', namespace: 'default' } } } },
    });
  });
});
