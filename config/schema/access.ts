import * as z from 'zod';
import { kindError } from './kinds';
import { namespaceSchema, objectNameSchema, secretReferenceSchema } from './names';
import type { DeepReadonly } from './readonly';

const hostSchema = z
  .string()
  .regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, {
    error: 'must be a full host name such as "grafana.example.com"',
  })
  .describe('Host name.');

const certificateSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('cert-manager'),
      issuer: objectNameSchema.describe('Issuer of the certificate.'),
      cluster: z.boolean().default(true).describe('Whether it is a ClusterIssuer; an Issuer of the namespace otherwise.'),
    }),
    z.strictObject({ kind: z.literal('secret'), name: objectNameSchema.describe('Secret with tls.crt and tls.key in the namespace.') }),
  ],
  { error: kindError('cert-manager', 'secret') },
);

/** A way in from outside of the cluster, always over TLS. */
const routeSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({
      kind: z.literal('ingress'),
      host: hostSchema,
      className: objectNameSchema.optional().describe("Ingress class; the cluster's default one when absent."),
      controllerNamespace: namespaceSchema.default('ingress-nginx').describe('Namespace from which the controller connects.'),
      certificate: certificateSchema.describe('Certificate for the host.'),
    }),
    z.strictObject({
      kind: z.literal('gateway'),
      host: hostSchema,
      gateway: z
        .strictObject({
          name: objectNameSchema.describe('Name of the Gateway; its listener for the host ends TLS.'),
          namespace: namespaceSchema.describe('Namespace of the Gateway, from which its proxies connect.'),
          section: objectNameSchema.optional().describe('Listener; all that fit when absent.'),
        })
        .describe('An existing Gateway of the Gateway API.'),
    }),
  ],
  { error: kindError('ingress', 'gateway') },
);

export type RouteConfig = DeepReadonly<z.output<typeof routeSchema>>;

const otlpAuthenticationSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('bearer'), token: secretReferenceSchema.describe('The token that senders present.') }),
    z.strictObject({ kind: z.literal('basic'), htpasswd: secretReferenceSchema.describe('Users and passwords, as htpasswd writes them.') }),
  ],
  { error: kindError('bearer', 'basic') },
);

/** What is reachable from outside of a cluster. */
export const accessSchema = z
  .strictObject({
    grafana: routeSchema.optional().describe("Grafana's way in; without it, kubectl port-forward."),
    otlp: z
      .strictObject({
        route: routeSchema.describe('The way in for OTLP over HTTP.'),
        authentication: otlpAuthenticationSchema.describe('How senders show who they are.'),
      })
      .optional()
      .describe('Telemetry from outside of the cluster.'),
  })
  .prefault({});
