import * as z from 'zod';
import { byteSizeOfAtLeast } from '../units';
import { secretReferenceSchema } from './names';
import type { DeepReadonly } from './readonly';

export const volumeSizeSchema = byteSizeOfAtLeast('1GiB', 'smaller volumes fill up with a write-ahead log')
  .optional()
  .describe('Size of the volume on Kubernetes; computed from retention and capacity when absent.');

const bucketSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/, { error: 'must be the name of a bucket' })
  .describe('Bucket, which must exist.');

/** Annotations of the service account by which the cloud gives its pods an identity, so that no key is needed. */
const identitySchema = z
  .record(z.string(), z.string())
  .default({})
  .describe('Annotations of the service account for the identity that the cloud gives pods; with it no keys are needed.');

/** Where a store of logs or traces keeps its blocks. */
export const blockStorageSchema = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('filesystem') }),
      z.strictObject({
        kind: z.literal('s3'),
        bucket: bucketSchema,
        region: z.string().min(1).describe('Region of the bucket.'),
        endpoint: z
          .string()
          .regex(/^[\w.-]+(:\d{1,5})?$/, { error: 'must be a host, with a port if need be' })
          .optional()
          .describe("Host of a service with S3's interface; Amazon's when absent."),
        accessKey: z
          .strictObject({ id: secretReferenceSchema.describe('Access key id.'), secret: secretReferenceSchema.describe('Secret key.') })
          .optional()
          .describe('Key; the identity of the pod when absent.'),
        identity: identitySchema,
      }),
      z.strictObject({ kind: z.literal('gcs'), bucket: bucketSchema, identity: identitySchema }),
      z.strictObject({
        kind: z.literal('azure'),
        account: z
          .string()
          .regex(/^[a-z0-9]{3,24}$/, { error: 'must be the name of a storage account' })
          .describe('Storage account.'),
        container: bucketSchema.describe('Blob container, which must exist.'),
        accountKey: secretReferenceSchema.optional().describe('Key of the account; the identity of the pod when absent.'),
        identity: identitySchema,
      }),
    ],
    { error: 'must be an object with a kind: "filesystem", "s3", "gcs" or "azure"' },
  )
  .prefault({ kind: 'filesystem' });

export type BlockStorageConfig = DeepReadonly<z.output<typeof blockStorageSchema>>;
