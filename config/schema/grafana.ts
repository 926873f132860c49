import { z } from 'zod';
import { portSchema } from '../units';
import { resourcesSchema } from './resources';

export const grafanaSchema = z
  .strictObject({
    enabled: z.boolean().default(true).describe('Whether there is a web interface over all stores.'),
    port: portSchema.default(3001).describe('Port on the host, on the published address; 3000 is often taken by an application.'),
    adminUser: z.string().min(1, { error: 'must not be empty' }).default('admin').describe('Name of the administrator; the password is generated.'),
    resources: resourcesSchema(),
  })
  .prefault({});
