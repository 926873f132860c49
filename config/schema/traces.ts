import * as z from 'zod';
import { portSchema } from '../units';
import { extraArgumentsSchema } from './overrides';
import { resourcesSchema } from './resources';
import { blockStorageSchema, volumeSizeSchema } from './storage';

/** The stores of traces that there are. */
export const TRACE_BACKENDS = ['tempo', 'jaeger', 'none'] as const;

export const tracesSchema = z
  .strictObject({
    backend: z
      .enum(TRACE_BACKENDS, { error: 'must be "tempo", "jaeger" or "none"' })
      .default('tempo')
      .describe('The store of traces; none drops them after their metrics are computed.'),
  })
  .prefault({});

export const tempoSchema = z
  .strictObject({
    port: portSchema.default(3200).describe('Port on the host, on the published address.'),
    resources: resourcesSchema({
      // The live block and a query of it peak well above the idle 100 MiB.
      limits: { memory: '768MiB', cpu: 1 },
    }),
    storage: blockStorageSchema.describe('Where blocks lie; anything but the file system needs Kubernetes.'),
    volumeSize: volumeSizeSchema,
    extraArgs: extraArgumentsSchema,
  })
  .prefault({});

export const jaegerSchema = z
  .strictObject({
    port: portSchema.default(16686).describe('Port of the web interface on the host, on the published address.'),
    resources: resourcesSchema({
      // Badger maps its tables and value log into memory.
      limits: { memory: '768MiB', cpu: 1 },
    }),
    volumeSize: volumeSizeSchema,
    extraArgs: extraArgumentsSchema,
  })
  .prefault({});
