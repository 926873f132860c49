import * as z from 'zod';
import { portSchema } from '../units';
import { secretReferenceSchema } from './names';
import { resourcesSchema } from './resources';
import { volumeSizeSchema } from './storage';

const githubTeamSchema = z
  .string()
  .regex(/^@[\w-]{1,39}\/[\w-]{1,100}$/, { error: 'must be a team with its organisation, such as "@example/platform"' });

/** https://grafana.com/docs/grafana/latest/setup-grafana/configure-access/configure-authentication/github/ */
const githubLoginSchema = z.strictObject({
  clientId: z
    .string()
    .regex(/^[\w.-]+$/, { error: 'must be the client id of an OAuth application' })
    .describe('Client id of the OAuth application.'),
  clientSecret: secretReferenceSchema.describe('Its client secret.'),
  organizations: z
    .array(z.string().regex(/^[\w-]{1,39}$/, { error: 'must be the name of an organisation: up to 39 letters, digits and hyphens' }))
    .min(1, { error: 'must name an organisation: without one everybody with an account at GitHub could sign in' })
    .describe('Organisations whose members may sign in.'),
  roles: z
    .strictObject({
      admin: z.array(githubTeamSchema).default([]).describe('Teams whose members administrate.'),
      editor: z.array(githubTeamSchema).default([]).describe('Teams whose members edit dashboards.'),
    })
    .prefault({})
    .describe('What members of teams may do; everybody else views.'),
});

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
    github: githubLoginSchema.optional().describe('Sign-in with GitHub; without it only the administrator signs in.'),
    volumeSize: volumeSizeSchema,
    resources: resourcesSchema(),
  })
  .prefault({});
