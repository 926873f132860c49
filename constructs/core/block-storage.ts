import { OBJECT_STORAGE } from '../../config/schema/addresses';
import type { BlockStorageConfig } from '../../config/schema/storage';
import type { ComponentPlan, ExternalCall, SecretSource } from './component';
import { externalCall } from './external-call';

type S3 = Extract<BlockStorageConfig, { kind: 's3' }>;
type Azure = Extract<BlockStorageConfig, { kind: 'azure' }>;

/** What a store's plan says about object storage: nothing on a file system. */
export type StorageAccess = Pick<ComponentPlan, 'secretEnvironment' | 'externalCalls'>;

/** What the pods of a store carry for the identity that their cloud gives them. */
export interface PodIdentity {
  /** Annotations of the service account. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** Variable with the key of an Azure storage account, which Tempo reads by itself. https://learn.microsoft.com/cli/azure/storage */
export const AZURE_KEY_VARIABLE = 'AZURE_STORAGE_KEY';

/** How a store shows Azure who it is: by a key, by the identity of its service account, or by that of its node. */
export function azureCredential({ accountKey, identity }: Azure): 'key' | 'service account' | 'node' {
  if (accountKey !== undefined) return 'key';
  return Object.keys(identity).length > 0 ? 'service account' : 'node';
}

/** Host of a bucket's region, or of the service that is named. https://docs.aws.amazon.com/general/latest/gr/s3.html */
export const s3Endpoint = ({ endpoint, region }: Pick<S3, 'endpoint' | 'region'>): string => endpoint ?? `s3.${amazon(region)}`;

const amazon = (region: string): string => `${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;

/** The secrets and the calls of a store that keeps its blocks there. */
export function storageAccess(storage: BlockStorageConfig): StorageAccess {
  switch (storage.kind) {
    case 'filesystem':
      return {};
    case 's3':
      return {
        ...(storage.accessKey === undefined
          ? {}
          : {
              secretEnvironment: {
                AWS_ACCESS_KEY_ID: given(storage.accessKey.id.secret),
                AWS_SECRET_ACCESS_KEY: given(storage.accessKey.secret.secret),
              },
            }),
        externalCalls: [blocksAt(s3Endpoint(storage)), ...amazonIdentity(storage)],
      };
    case 'gcs':
      return { externalCalls: [blocksAt('storage.googleapis.com'), ...GOOGLE_IDENTITY] };
    case 'azure':
      return {
        ...(storage.accountKey === undefined ? {} : { secretEnvironment: { [AZURE_KEY_VARIABLE]: given(storage.accountKey.secret) } }),
        externalCalls: [blocksAt(`${storage.account}.blob.core.windows.net`), ...azureIdentity(storage)],
      };
  }
}

/** What the pods and their service account need for the cloud to know them. */
export function podIdentity(storage: BlockStorageConfig): PodIdentity {
  if (storage.kind === 'filesystem') return { annotations: {}, labels: {} };
  return {
    annotations: storage.identity,
    // Azure gives its token only to pods that ask for it: https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
    labels: storage.kind === 'azure' && azureCredential(storage) === 'service account' ? { 'azure.workload.identity/use': 'true' } : {},
  };
}

const given = (name: string): SecretSource => ({ kind: 'given', name });

const blocksAt = (address: string): ExternalCall => externalCall(address, OBJECT_STORAGE, 'blocks');

const identityAt = (host: string, port: number): ExternalCall => ({ host, port, purpose: 'identity' });

/** An annotated service account's token is exchanged for a key; without annotations an agent on the node gives one. https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html */
function amazonIdentity({ accessKey, identity, region }: S3): readonly ExternalCall[] {
  if (accessKey !== undefined) return [];
  return [Object.keys(identity).length > 0 ? identityAt(`sts.${amazon(region)}`, 443) : identityAt('169.254.170.23', 80)];
}

/** Both ports of the metadata server: which of them a policy sees depends on the cluster's network. https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity#network-policies */
const GOOGLE_IDENTITY: readonly ExternalCall[] = [identityAt('metadata.google.internal', 80), identityAt('metadata.google.internal', 988)];

function azureIdentity(storage: Azure): readonly ExternalCall[] {
  switch (azureCredential(storage)) {
    case 'key':
      return [];
    case 'service account':
      return [identityAt('login.microsoftonline.com', 443)];
    case 'node':
      return [identityAt('169.254.169.254', 80)];
  }
}
