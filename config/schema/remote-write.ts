import * as z from 'zod';
import { instanceNameSchema, secretReferenceSchema } from './names';
import type { DeepReadonly } from './readonly';

/** A store that speaks Prometheus' remote write. https://prometheus.io/docs/prometheus/latest/configuration/configuration/#remote_write */
export const remoteWriteSchema = z.strictObject({
  name: instanceNameSchema.describe('Names the store.'),
  url: z
    .string()
    .regex(/^https?:\/\/[^\s/?#@\\]+(?:\/[^\s?#]*)?$/, {
      error: 'must be an address such as "https://mimir.example.com/api/v1/push", without a user and a password',
    })
    .describe('Where samples are posted.'),
  tenant: z
    .string()
    .regex(/^[\w.-]{1,150}$/, { error: 'must be the name of a tenant' })
    .optional()
    .describe('Value of the header X-Scope-OrgID.'),
  authentication: z
    .discriminatedUnion(
      'kind',
      [
        z.strictObject({ kind: z.literal('bearer'), token: secretReferenceSchema.describe('The token.') }),
        z.strictObject({
          kind: z.literal('basic'),
          user: z.string().min(1).describe('User.'),
          password: secretReferenceSchema.describe('The password.'),
        }),
      ],
      { error: 'must be an object with a kind: "bearer" or "basic"' },
    )
    .optional()
    .describe('How Prometheus shows who it is.'),
});

export type RemoteWriteConfig = DeepReadonly<z.output<typeof remoteWriteSchema>>;
