import * as z from 'zod';
import type { DeepReadonly } from './readonly';

const text = (what: string) => z.string().min(1).describe(what);

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
        prefix: z.string().default('').describe('What the object name begins with; <platform>/<environment>.tfstate follows.'),
      }),
      z.strictObject({ kind: z.literal('gcs'), bucket: text('Bucket.'), prefix: z.string().default('').describe('Folder in the bucket.') }),
      z.strictObject({
        kind: z.literal('azurerm'),
        resourceGroup: text('Resource group of the storage account.'),
        storageAccount: text('Storage account.'),
        container: text('Blob container.'),
      }),
      z.strictObject({
        kind: z.literal('kubernetes'),
        namespace: z.string().min(1).default('default').describe('Namespace of the Secret that holds the state; it must exist.'),
      }),
    ],
    { error: 'must be an object with a kind: "local", "s3", "gcs", "azurerm" or "kubernetes"' },
  )
  .optional();

export type StateConfig = DeepReadonly<NonNullable<z.output<typeof stateSchema>>>;
