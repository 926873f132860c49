import * as z from 'zod';
import { kindError } from './kinds';
import { namespaceSchema } from './names';
import type { DeepReadonly } from './readonly';
import { blobContainerSchema, bucketSchema, regionSchema, storageAccountSchema } from './storage';

/** https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules */
const resourceGroupSchema = z
  .string()
  .regex(/^[\p{L}\p{N}_().-]{0,89}[\p{L}\p{N}_()-]$/u, {
    error: 'must be the name of a resource group: up to 90 letters, digits and . _ - ( ), not ending with a dot',
  })
  .describe('Resource group of the storage account.');

const prefixSchema = z
  .string()
  .regex(/^(?:[\w.-]+(?:\/[\w.-]+)*)?$/, { error: 'must be a folder such as "terraform/observability", without a slash at its ends' })
  .default('');

/** Where Terraform keeps its state. Credentials come from the environment, as each backend documents. */
export const stateSchema = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('local') }),
      z.strictObject({
        kind: z.literal('s3'),
        bucket: bucketSchema,
        region: regionSchema,
        prefix: prefixSchema.describe('Folder in the bucket, in which the state is <platform>/<environment>.tfstate.'),
      }),
      z.strictObject({
        kind: z.literal('gcs'),
        bucket: bucketSchema,
        prefix: prefixSchema.describe('Folder in the bucket, in which the state is <platform>/<environment>/default.tfstate.'),
      }),
      z.strictObject({
        kind: z.literal('azurerm'),
        resourceGroup: resourceGroupSchema,
        storageAccount: storageAccountSchema,
        container: blobContainerSchema,
      }),
      z.strictObject({
        kind: z.literal('kubernetes'),
        namespace: namespaceSchema.default('default').describe('Namespace of the Secret that holds the state; it must exist.'),
      }),
    ],
    { error: kindError('local', 's3', 'gcs', 'azurerm', 'kubernetes') },
  )
  .optional();

export type StateConfig = DeepReadonly<NonNullable<z.output<typeof stateSchema>>>;
