import * as z from 'zod';
import { byteSizeOfAtLeast, portSchema } from '../units';
import { extraArgumentsSchema } from './overrides';
import { resourcesSchema } from './resources';
import { blockStorageSchema, volumeSizeSchema } from './storage';

export const lokiSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether logs are stored.'),
    port: portSchema.default(3100).describe('Port on the host, on the published address.'),
    maxLineSize: byteSizeOfAtLeast('1KiB', '0 would mean without a limit').default('256KiB').describe('Longer lines are cut, not refused.'),
    resources: resourcesSchema({
      // Chunks of every active stream stay in memory until they are full or two hours old.
      limits: { memory: '768MiB', cpu: 1 },
    }),
    replicas: z.int().min(1).max(16).default(1).describe('Instances on Kubernetes; more than one need object storage.'),
    storage: blockStorageSchema.describe('Where chunks and the index lie; anything but the file system needs Kubernetes.'),
    volumeSize: volumeSizeSchema,
    extraArgs: extraArgumentsSchema,
  })
  .prefault({});
