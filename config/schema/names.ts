import * as z from 'zod';

/** A name that becomes part of container, network and Kubernetes object names: a DNS label. */
export const instanceNameSchema = z
  .string({ error: 'must be a name of lower-case letters, digits and hyphens' })
  .regex(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/, {
    error: 'must be 1 to 40 lower-case letters, digits and hyphens, starting with a letter and ending with a letter or digit',
  });

/** The name of an environment's file without its ending, which becomes part of names of containers and of the Terraform stack. */
export const isEnvironmentName = (name: string): boolean => /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/.test(name);

/** The name of a label that Prometheus takes: https://prometheus.io/docs/concepts/data_model/ */
export const labelNameSchema = z.string().regex(/^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/, {
  error: 'must be a label that Prometheus takes: letters, digits and underscores, not starting with a digit or two underscores',
});

/** The name of a namespace, which need not be one that this toolkit makes. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const namespaceSchema = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, {
  error: 'must be the name of a namespace: 1 to 63 lower-case letters, digits and hyphens, starting and ending with a letter or digit',
});

/**
 * Namespaces that Kubernetes, a distribution, a cloud or what they install for the whole cluster owns. What stands for a kind begins with
 * `<name>-`.
 *
 * - https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces, and its reserved prefix `kube-`
 * - https://docs.redhat.com/en/documentation/openshift_container_platform: names that begin with `openshift-` are reserved
 * - https://ranchermanager.docs.rancher.com/reference-guides/rancher-security/psa-restricted-exemptions
 * - https://cloud.google.com/kubernetes-engine/docs: `gke-managed-…`, `gmp-system`, `config-management-system`
 * - https://learn.microsoft.com/en-us/azure/aks: `aks-command`, `aks-istio-system`, `azure-arc`, `app-routing-system`
 * - https://docs.aws.amazon.com/eks: `amazon-cloudwatch`, `amazon-guardduty`, `aws-observability`
 */
const CLUSTER_NAMESPACES: readonly string[] = [
  'default',
  'openshift',
  'istio-system',
  'linkerd',
  'app-routing-system',
  'gatekeeper-system',
];
const CLUSTER_PREFIXES: readonly string[] = [
  'kube',
  'openshift',
  'cattle',
  'fleet',
  'rancher',
  'gke',
  'gmp',
  'anthos',
  'config-management',
  'aks',
  'azure',
  'amazon',
  'aws',
  'eks',
  'ibm',
  'vmware',
  'calico',
  'tigera',
  'cilium',
  'istio',
  'linkerd',
];

const isClusterNamespace = (name: string): boolean =>
  CLUSTER_NAMESPACES.includes(name) || CLUSTER_PREFIXES.some((prefix) => name.startsWith(`${prefix}-`));

/** The name of a namespace that the platform may have for itself: it denies traffic there, sets a quota and Pod Security. */
export const ownNamespaceSchema = instanceNameSchema.refine((name) => !isClusterNamespace(name), {
  error:
    'must be a namespace of its own: this one is of the cluster, and what runs there would be cut off by network policies, a quota and Pod Security. Take a name such as "observability"',
});

/** The name of an object of Kubernetes that is there already. */
export const objectNameSchema = z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/, {
  error:
    'must be the name of a Kubernetes object: lower-case letters, digits, dots and hyphens, starting and ending with a letter or digit',
});

/** Names that the platform's own stack has taken: its variables and the output with Grafana's password. */
const PLATFORM_NAMES: readonly string[] = [
  'docker_data_root',
  'docker_socket',
  'grafana_admin_password',
  'grafana_admin_password_output',
  'kubeconfig',
];

/** No variable of Terraform can have these: https://developer.hashicorp.com/terraform/language/values/variables */
const TERRAFORM_NAMES: readonly string[] = ['count', 'depends_on', 'for_each', 'lifecycle', 'locals', 'providers', 'source', 'version'];

/**
 * A secret by name, never by value: `{ secret: 'redis_password' }`. On Docker the value comes from the environment
 * variable `TF_VAR_redis_password`, on Kubernetes from an existing Secret `redis-password`, whose name ends with a letter or digit.
 */
export const secretReferenceSchema = z
  .strictObject(
    {
      secret: z
        .string({ error: 'must be the name of a secret, such as "redis_password"' })
        .regex(/^[a-z]([a-z0-9_]{0,61}[a-z0-9])?$/, {
          error: 'must be the name of a secret in lower case, such as "redis_password"; its value comes from TF_VAR_redis_password',
        })
        .refine((name) => !PLATFORM_NAMES.includes(name) && !TERRAFORM_NAMES.includes(name), {
          error: 'must be another name: Terraform or the platform uses it itself',
        })
        .describe('Name of the secret; on Docker its value comes from TF_VAR_<name>.'),
    },
    {
      error: ({ code }) =>
        code === 'invalid_type' ? 'must name a secret, such as { secret: "redis_password" }, and never hold its value' : undefined,
    },
  )
  .readonly();
