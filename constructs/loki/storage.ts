import type { BlockStorageConfig } from '../../config/schema/storage';
import { AZURE_KEY_VARIABLE, azureCredential } from '../core/block-storage';
import type { Native } from '../core/native';

/** Where Loki keeps chunks and index, as `common.storage`. https://grafana.com/docs/loki/latest/configure/#common */
export function lokiStorage(storage: BlockStorageConfig, directory: string): Native {
  switch (storage.kind) {
    case 'filesystem':
      return { filesystem: { chunks_directory: `${directory}/chunks`, rules_directory: `${directory}/rules` } };
    case 's3':
      return {
        s3: {
          bucketnames: storage.bucket,
          region: storage.region,
          // Other services than Amazon's have no host name for each bucket.
          ...(storage.endpoint === undefined ? {} : { endpoint: storage.endpoint, s3forcepathstyle: true }),
        },
      };
    case 'gcs':
      return { gcs: { bucket_name: storage.bucket } };
    case 'azure':
      return {
        azure: { account_name: storage.account, container_name: storage.container, ...AZURE_CREDENTIALS[azureCredential(storage)] },
      };
  }
}

const AZURE_CREDENTIALS = {
  // The program takes a key from its file alone, in which -config.expand-env=true puts it.
  key: { account_key: `\${${AZURE_KEY_VARIABLE}}` },
  'service account': { use_federated_token: true },
  node: { use_managed_identity: true },
} as const;
