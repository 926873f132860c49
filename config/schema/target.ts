import * as z from 'zod';
import { byteSizeOfAtLeast } from '../units';
import { kindError } from './kinds';
import { kubernetesTargetSchema } from './kubernetes';

const dockerTargetSchema = z.strictObject({
  kind: z.literal('docker'),
  publishedAddress: z
    .union([z.ipv4(), z.ipv6()], { error: 'must be an IP address of the host, such as "127.0.0.1"' })
    .default('127.0.0.1')
    .describe('Address of the host on which ports are published. Anything but the loopback address opens the platform to the network.'),
  logRotation: z
    .strictObject({
      maxSize: byteSizeOfAtLeast('16KiB', 'the engine writes lines of up to that length')
        .default('10MB')
        .describe("Size at which a container's log file is rotated."),
      maxFiles: z.int().min(1).max(100).default(3).describe('Log files kept for each container.'),
    })
    .prefault({})
    .describe("Rotation of the platform's own containers' logs (json-file)."),
});

/** Where the environment is deployed to. */
export const targetSchema = z
  .discriminatedUnion('kind', [dockerTargetSchema, kubernetesTargetSchema], { error: kindError('docker', 'kubernetes') })
  .prefault({ kind: 'docker' });

export type DockerTargetConfig = z.output<typeof dockerTargetSchema>;
