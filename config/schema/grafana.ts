import * as z from 'zod';
import { portSchema } from '../units';
import { resourcesSchema } from './resources';

export const grafanaSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether there is a web interface over all stores.'),
    port: portSchema.default(3001).describe('Port on the host, on the published address; 3000 is often taken by an application.'),
    adminUser: z
      .string()
      // In Grafana's settings file other characters have a meaning: $ and % expand, # and ; begin a comment.
      .regex(/^[a-zA-Z0-9][\w.@+-]{0,99}$/, { error: 'must be 1 to 100 letters, digits and . _ @ + -, starting with a letter or digit' })
      .default('admin')
      .describe('Name of the administrator; the password is generated.'),
    resources: resourcesSchema(),
  })
  .prefault({});
