import * as z from 'zod';
import { portSchema } from '../units';
import { extraArgumentsSchema } from './overrides';
import { resourcesSchema } from './resources';
import { volumeSizeSchema } from './storage';

export const alertmanagerSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether alerts are grouped, silenced and sent.'),
    port: portSchema.default(9093).describe('Port on the host, on the published address.'),
    resources: resourcesSchema({
      // It holds the active alerts and silences only: 25 MiB with a thousand of them.
      limits: { memory: '128MiB', cpu: 0.2 },
      reservations: { memory: '32MiB', cpu: 0.05 },
    }),
    replicas: z
      .union([z.literal(1), z.literal(3)], { error: 'must be 1 or 3' })
      .default(1)
      .describe('Instances on Kubernetes, which tell each other what was sent; three survive the loss of one.'),
    volumeSize: volumeSizeSchema,
    extraArgs: extraArgumentsSchema,
  })
  .prefault({});
