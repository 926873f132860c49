import * as z from 'zod';
import { addressSchema, REMOTE_WRITE } from './addresses';
import { kindError } from './kinds';
import { instanceNameSchema, secretReferenceSchema } from './names';
import type { DeepReadonly } from './readonly';

/** A store that speaks Prometheus' remote write. https://prometheus.io/docs/prometheus/latest/configuration/configuration/#remote_write */
export const remoteWriteSchema = z.strictObject({
  name: instanceNameSchema.describe('Names the store.'),
  url: addressSchema(REMOTE_WRITE).describe('Where samples are posted.'),
  tenant: z
    .string()
    .regex(/^[\w.-]{1,150}$/, { error: 'must be 1 to 150 letters, digits, underscores, dots and hyphens' })
    .optional()
    .describe('Value of the header X-Scope-OrgID.'),
  authentication: z
    .discriminatedUnion(
      'kind',
      [
        z.strictObject({ kind: z.literal('bearer'), token: secretReferenceSchema.describe('The token.') }),
        z.strictObject({
          kind: z.literal('basic'),
          user: secretReferenceSchema.describe('The secret that holds the user: the operator of Prometheus takes it from nowhere else.'),
          password: secretReferenceSchema.describe('The secret that holds the password.'),
        }),
      ],
      { error: kindError('bearer', 'basic') },
    )
    .optional()
    .describe('How Prometheus shows who it is.'),
});

export type RemoteWriteConfig = DeepReadonly<z.output<typeof remoteWriteSchema>>;
