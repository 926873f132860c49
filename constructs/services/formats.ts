import type { EnvironmentConfig } from '../../config/schema/environment';
import type { ServiceConfig } from '../../config/schema/services';
import { bytes } from '../../config/units';
import { resourceName } from '../core/naming';
import { type Native, toYaml } from '../core/native';
import type { Variables } from './environment';

/** The labels by which Prometheus finds a container; on Kubernetes those of prometheus.* are annotations. */
const scraping = ({ port, metricsPath }: ServiceConfig): Variables =>
  metricsPath === null ? {} : { 'prometheus.scrape': 'true', 'prometheus.port': `${port}`, 'prometheus.path': metricsPath };

const labels = ({ name, tier, version }: ServiceConfig): Variables => ({ service: name, tier, version });

/** Values that a shell or a reader of such files would take apart are in quotes. */
const quoted = (value: string): string => (/^[\w./:@%+,=-]*$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`);

/** A file of variables: one a line. */
export const dotenv = (variables: Variables): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${quoted(value)}`)
    .join('\n');

/** Docker Compose replaces what follows a dollar sign. */
const literal = (value: string): string => value.replaceAll('$', '$$$$');

/** A service of a Compose file: where it runs, how it is found, and where its output goes. https://docs.docker.com/reference/compose-file/services/ */
export function composeFragment(config: EnvironmentConfig, service: ServiceConfig, variables: Variables): string {
  const rotation = config.target.kind === 'docker' ? config.target.logRotation : undefined;
  const fragment: Native = {
    services: {
      [service.name]: {
        environment: Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, literal(value)])),
        labels: { ...scraping(service), ...labels(service) },
        networks: ['observability'],
        ...(rotation === undefined
          ? {}
          : {
              logging: {
                driver: 'json-file',
                options: {
                  'max-size': `${bytes(rotation.maxSize)}`,
                  'max-file': `${rotation.maxFiles}`,
                  // So that the log of a container is found by its service.
                  labels: Object.keys(labels(service)).join(','),
                },
              },
            }),
      },
    },
    networks: { observability: { name: resourceName(config, 'services'), external: true } },
  };
  return toYaml(fragment).trimEnd();
}

/** What only the cluster knows of a pod. https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ */
const POD_FIELDS = { POD_NAME: 'metadata.name', POD_NAMESPACE: 'metadata.namespace' } as const;

const RESOURCE = 'OTEL_RESOURCE_ATTRIBUTES';

/** Replicas of a service are told apart by their pods. The cluster replaces `$(NAME)` by variables that come before. */
const inPod = ({ name }: ServiceConfig, variables: Variables): Variables =>
  variables[RESOURCE] === undefined
    ? variables
    : {
        ...variables,
        [RESOURCE]: [
          variables[RESOURCE],
          `service.instance.id=$(POD_NAMESPACE).$(POD_NAME).${name}`,
          'k8s.namespace.name=$(POD_NAMESPACE)',
          'k8s.pod.name=$(POD_NAME)',
          `k8s.container.name=${name}`,
        ].join(','),
      };

/** A patch of a Deployment with the service's environment, labels and annotations. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/ */
export function kubernetesFragment(service: ServiceConfig, variables: Variables): string {
  const fragment: Native = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: service.name },
    spec: {
      template: {
        metadata: {
          labels: { 'app.kubernetes.io/name': service.name, ...labels(service) },
          ...(service.metricsPath === null ? {} : { annotations: scraping(service) }),
        },
        spec: {
          containers: [
            {
              name: service.name,
              ports: [{ name: 'http', containerPort: service.port }],
              env: [
                ...Object.entries(POD_FIELDS).map(([name, fieldPath]) => ({ name, valueFrom: { fieldRef: { fieldPath } } })),
                ...Object.entries(inPod(service, variables)).map(([name, value]) => ({ name, value })),
              ],
            },
          ],
        },
      },
    },
  };
  return toYaml(fragment).trimEnd();
}
