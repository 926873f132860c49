import * as z from 'zod';
import { kindError } from './kinds';
import { namespaceSchema } from './names';
import type { DeepReadonly } from './readonly';

const text = (what: string) => z.string().min(1).describe(what);

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
        bucket: text('Bucket.'),
        region: text('Region of the bucket.'),
        prefix: prefixSchema.describe('Folder in the bucket, in which the state is <platform>/<environment>.tfstate.'),
      }),
      z.strictObject({
        kind: z.literal('gcs'),
        bucket: text('Bucket.'),
        prefix: prefixSchema.describe('Folder in the bucket, in which the state is <platform>/<environment>/default.tfstate.'),
      }),
      z.strictObject({
        kind: z.literal('azurerm'),
        resourceGroup: text('Resource group of the storage account.'),
        storageAccount: text('Storage account.'),
        container: text('Blob container.'),
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
