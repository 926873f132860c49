import type { RouteConfig } from '../../../config/schema/access';
import type { Platform } from '../../../constructs/core/platform';
import { type Finding, failed, ok } from '../../preflight/finding';
import { type Cluster, kubernetesTarget } from '../cluster';
import { objectSchema } from '../objects';

const DEFAULT_CLASS = 'ingressclass.kubernetes.io/is-default-class';

/** Whether what a way in from outside refers to is there: the ingress class or the gateway, and the certificate. */
export async function accessObjectFindings(cluster: Cluster, platform: Platform): Promise<readonly Finding[]> {
  const { access, namespace } = kubernetesTarget(platform);
  const routes = [
    ['target.access.grafana', access.grafana],
    ['target.access.otlp.route', access.otlp?.route],
  ] as const;
  const findings = await Promise.all(
    routes.map(async ([path, route]): Promise<readonly Finding[]> => {
      if (route === undefined) return [];
      return route.kind === 'gateway' ? [await gatewayFinding(cluster, path, route)] : ingressFindings(cluster, path, route, namespace);
    }),
  );
  return findings.flat();
}

async function gatewayFinding(cluster: Cluster, path: string, { gateway }: Extract<RouteConfig, { kind: 'gateway' }>): Promise<Finding> {
  const found = await cluster.find(objectSchema, 'gateways.gateway.networking.k8s.io', gateway.name, '-n', gateway.namespace);
  return found === undefined
    ? failed(
        `gateway ${gateway.name}`,
        `there is no Gateway ${gateway.name} in ${gateway.namespace}, which ${path} names`,
        `correct ${path}.gateway; ${cluster.command} get gateways -A lists them`,
      )
    : ok(`gateway ${gateway.name}`, `the Gateway ${gateway.name} is in ${gateway.namespace}`);
}

async function ingressFindings(
  cluster: Cluster,
  path: string,
  { className, certificate }: Extract<RouteConfig, { kind: 'ingress' }>,
  namespace: string,
): Promise<readonly Finding[]> {
  const classes = (await cluster.list(objectSchema, 'ingressclasses')).map(({ metadata }) => metadata);
  const names = classes.map(({ name }) => name);
  const known = names.length === 0 ? 'it has none: install an ingress controller' : `it has ${names.join(', ')}`;
  const suitable =
    className === undefined ? classes.some(({ annotations }) => annotations[DEFAULT_CLASS] === 'true') : names.includes(className);
  const ingressClass = suitable
    ? ok('ingress class', `${path} is of the ${className === undefined ? 'default ingress class' : `ingress class ${className}`}`)
    : failed(
        'ingress class',
        `the cluster has no ${className === undefined ? 'default ingress class' : `ingress class ${className}`}, which ${path} needs: ${known}`,
        `set ${path}.className; ${cluster.command} get ingressclasses lists them`,
      );
  if (certificate.kind !== 'secret') return [ingressClass];
  const secret = await cluster.find(objectSchema, 'secret', certificate.name, '-n', namespace);
  return [
    ingressClass,
    secret === undefined
      ? failed(
          `secret ${certificate.name}`,
          `there is no Secret ${certificate.name} in ${namespace} with the certificate of ${path}`,
          `${cluster.command} -n ${namespace} create secret tls ${certificate.name} --cert=<file> --key=<file>`,
        )
      : ok(`secret ${certificate.name}`, `the certificate of ${path} is in the Secret ${certificate.name}`),
  ];
}
