/** What runs on every node of a cluster, in its own namespace and without a service: each pod is looked at by itself. */
export const NODE_COMPONENTS: readonly string[] = ['node-exporter', 'otel-collector-agent'];
