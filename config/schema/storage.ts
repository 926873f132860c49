import * as z from 'zod';
import { byteSizeOfAtLeast } from '../units';
import { addressSchema, OBJECT_STORAGE } from './addresses';
import { kindError } from './kinds';
import { secretReferenceSchema } from './names';
import type { DeepReadonly } from './readonly';

export const volumeSizeSchema = byteSizeOfAtLeast('1GiB', 'smaller volumes fill up with a write-ahead log')
  .optional()
  .describe('Size of the volume on Kubernetes; computed from retention and capacity when absent.');

export const bucketSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/, {
    error: 'must be the name of a bucket: 3 to 63 lower-case letters, digits, dots, underscores and hyphens',
  })
  .describe('Bucket, which must exist.');

export const regionSchema = z
  .string()
  .regex(/^[a-z0-9-]{1,63}$/, { error: 'must be a region such as "eu-central-1"' })
  .describe('Region of the bucket.');

export const storageAccountSchema = z
  .string()
  .regex(/^[a-z0-9]{3,24}$/, { error: 'must be the name of a storage account: 3 to 24 lower-case letters and digits' })
  .describe('Storage account.');

export const blobContainerSchema = z
  .string()
  .regex(/^[a-z0-9](?:-?[a-z0-9]){2,62}$/, {
    error: 'must be the name of a blob container: 3 to 63 lower-case letters, digits and hyphens',
  })
  .describe('Blob container, which must exist.');

/** Annotations of the service account by which the cloud gives its pods an identity, such as `eks.amazonaws.com/role-arn`. */
const identitySchema = z
  .record(
    z.string().regex(/^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/),
    z.string({ error: 'must be a text, as values of annotations are' }),
    { error: ({ code }) => (code === 'invalid_key' ? 'must be named as an annotation, such as "eks.amazonaws.com/role-arn"' : undefined) },
  )
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
        region: regionSchema,
        endpoint: addressSchema(OBJECT_STORAGE).optional().describe("Host of a service with S3's interface; Amazon's when absent."),
        accessKey: z
          .strictObject({ id: secretReferenceSchema.describe('Access key id.'), secret: secretReferenceSchema.describe('Secret key.') })
          .optional()
          .describe('Key; the identity of the pod when absent.'),
        identity: identitySchema,
      }),
      z.strictObject({ kind: z.literal('gcs'), bucket: bucketSchema, identity: identitySchema }),
      z.strictObject({
        kind: z.literal('azure'),
        account: storageAccountSchema,
        container: blobContainerSchema,
        accountKey: secretReferenceSchema.optional().describe('Key of the account; the identity of the pod when absent.'),
        identity: identitySchema,
      }),
    ],
    { error: kindError('filesystem', 's3', 'gcs', 'azure') },
  )
  .prefault({ kind: 'filesystem' });

export type BlockStorageConfig = DeepReadonly<z.output<typeof blockStorageSchema>>;
