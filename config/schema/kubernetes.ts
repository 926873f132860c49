import * as z from 'zod';
import { accessSchema } from './access';
import { addressSchema, CHART_REGISTRY } from './addresses';
import { kindError } from './kinds';
import { namespaceSchema, objectNameSchema, ownNamespaceSchema } from './names';
import type { DeepReadonly } from './readonly';

const chartSourceSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('repository') }),
    z.strictObject({
      kind: z.literal('oci'),
      registry: addressSchema(CHART_REGISTRY).describe('Where all charts lie under their own names.'),
    }),
    z.strictObject({
      kind: z.literal('directory'),
      path: z
        .string()
        .regex(/^(?!\/|[A-Za-z]:)[\w./@-]+$/, {
          error: 'must be a path relative to the folder of cdktf.json: an absolute one differs between machines',
        })
        .describe('Folder with one folder a chart, each with its dependencies, relative to the folder of cdktf.json.'),
    }),
  ],
  { error: kindError('repository', 'oci', 'directory') },
);

const secretsSchema = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('existing') }),
    z.strictObject({
      kind: z.literal('write-only'),
      revision: z.int().min(1).default(1).describe('Raise it after the values have changed: Terraform cannot see that.'),
    }),
  ],
  { error: kindError('existing', 'write-only') },
);

export const kubernetesTargetSchema = z.strictObject({
  kind: z.literal('kubernetes'),
  namespace: ownNamespaceSchema
    .default('observability')
    .describe('Namespace of the platform; it is created. None that Kubernetes or a distribution owns, such as kube-system.'),
  nodeNamespace: ownNamespaceSchema
    .default('observability-node')
    .describe('Namespace of what reads the nodes (node exporter, log collector), which Pod Security keeps apart; it is created.'),
  adoptNamespace: z
    .boolean()
    .default(false)
    .describe(
      'Whether the namespace may be one in which workloads of others run: its network policies, quota and Pod Security hold for them too. Refused before a deployment otherwise.',
    ),
  context: z
    .string()
    .min(1)
    // In the block of a backend Terraform takes these as they are, and OpenTofu evaluates them.
    .refine((name) => !/[$%]\{/.test(name), { error: 'must have no ${ and no %{: rename it (kubectl config rename-context)' })
    .optional()
    .describe("Context of the kubeconfig; the kubeconfig's current one when absent."),
  clientNamespaces: z
    .array(namespaceSchema)
    .default([])
    .describe('Namespaces from which telemetry may be sent and in which services are scraped; all of the cluster when empty.'),
  storageClass: objectNameSchema.optional().describe("Storage class of all volumes; the cluster's default one when absent."),
  priority: z
    .int()
    .min(-1_000_000_000)
    .max(1_000_000_000)
    .default(1_000_000)
    .describe('Value of the priority class of all pods: above 0 the platform stays when a node runs short.'),
  quotaHeadRoom: z
    .number()
    .min(0.1, { error: 'must be at least 0.1: a rolling update starts new pods before it ends old ones' })
    .max(10, { error: 'must be at most 10' })
    .default(0.5)
    .describe('Share by which the quota of the namespace exceeds what the components ask for: 0.5 is half as much again.'),
  charts: z
    .strictObject({ source: chartSourceSchema.prefault({ kind: 'repository' }).describe('Where charts come from.') })
    .prefault({})
    .describe('Helm charts.'),
  secrets: secretsSchema
    .prefault({ kind: 'existing' })
    .describe(
      'Where Secrets come from: made by somebody else, named after the secret with hyphens, with its value under the key "value"; or written from the ephemeral variables TF_VAR_<name>, which no plan and no state holds.',
    ),
  access: accessSchema.describe('What is reachable from outside of the cluster: nothing by default.'),
  istio: z
    .strictObject({ enabled: z.boolean().default(false).describe("Whether the mesh's own telemetry goes through the collector.") })
    .prefault({})
    .describe('Istio service mesh.'),
});

export type KubernetesTargetConfig = DeepReadonly<z.output<typeof kubernetesTargetSchema>>;
