import * as z from 'zod';
import type { Platform } from '../../../constructs/core/platform';
import type { Release } from '../../../constructs/core/release';
import { type Finding, failed, ok, warning } from '../../preflight/finding';
import { isAtLeast } from '../../preflight/tools';
import { type Cluster, kubernetesTarget, namespaceName, namespacesOf } from '../cluster';
import { objectSchema } from '../objects';

/** The definition by which the version of all of the operator's is told. */
const PROMETHEUSES = 'prometheuses.monitoring.coreos.com';
const OPERATOR_VERSION = 'operator.prometheus.io/version';

/** Whether the custom resource definitions are there that nobody here installs, and those of the operator are its own. */
export async function definitionFindings(cluster: Cluster, platform: Platform): Promise<readonly Finding[]> {
  const definitions = await cluster.list(objectSchema, 'customresourcedefinitions.apiextensions.k8s.io');
  const names = new Set(definitions.map(({ metadata }) => metadata.name));
  const missing = requiredDefinitions(platform).flatMap(({ name, user, fix }) =>
    names.has(name) ? [] : [failed(`definition ${name}`, `the cluster does not know ${name}, which ${user} needs`, fix)],
  );
  const release = platform.releases.find(({ delivers }) => delivers.some(({ workload }) => workload.kind === 'Prometheus'));
  const operator =
    release === undefined
      ? []
      : await operatorFindings(
          cluster,
          platform,
          release,
          definitions.find(({ metadata }) => metadata.name === PROMETHEUSES)?.metadata.annotations[OPERATOR_VERSION],
        );
  return [...missing, ...operator];
}

interface Definition {
  readonly name: string;
  readonly user: string;
  readonly fix: string;
}

function requiredDefinitions(platform: Platform): readonly Definition[] {
  const { access } = kubernetesTarget(platform);
  const routes = [
    ['target.access.grafana', access.grafana],
    ['target.access.otlp.route', access.otlp?.route],
  ] as const;
  return routes.flatMap(([user, route]): readonly Definition[] => {
    if (route?.kind === 'gateway')
      return [
        { name: 'httproutes.gateway.networking.k8s.io', user, fix: 'install the Gateway API: https://gateway-api.sigs.k8s.io/guides' },
      ];
    if (route?.kind === 'ingress' && route.certificate.kind === 'cert-manager')
      return [{ name: 'certificates.cert-manager.io', user, fix: 'install cert-manager: https://cert-manager.io/docs/installation' }];
    return [];
  });
}

const operatorSchema = objectSchema.extend({
  spec: z.object({ template: z.object({ spec: z.object({ containers: z.array(z.object({ args: z.array(z.string()).default([]) })) }) }) }),
});

/** Whether an operator makes pods of what is in a namespace: https://github.com/prometheus-operator/prometheus-operator/blob/main/Documentation/platform/operator.md */
function manages(args: readonly string[], namespace: string): boolean {
  const lists = (flag: string): readonly (readonly string[])[] =>
    args.filter((arg) => arg.startsWith(`${flag}=`)).map((arg) => arg.slice(flag.length + 1).split(','));
  const allowed = [...lists('--namespaces'), ...lists('--prometheus-instance-namespaces')];
  return allowed.every((names) => names.includes(namespace)) && !lists('--deny-namespaces').some((names) => names.includes(namespace));
}

/** Helm installs the operator's definitions where there are none, and never changes them. */
async function operatorFindings(
  cluster: Cluster,
  platform: Platform,
  release: Release,
  found: string | undefined,
): Promise<readonly Finding[]> {
  const operators = await cluster.list(operatorSchema, 'deployments', '-A', '-l', 'app.kubernetes.io/component=prometheus-operator');
  const own = namespaceName(platform, release.namespace);
  const foreign = operators.filter(
    ({ metadata, spec }) =>
      (metadata.namespace !== own || metadata.labels['release'] !== release.name) &&
      manages(
        spec.template.spec.containers.flatMap(({ args }) => args),
        own,
      ),
  );
  const others = foreign.map(({ metadata: { name, namespace } }) =>
    warning(
      `operator ${namespace}/${name}`,
      `another Prometheus operator runs: ${name} in ${namespace}, which would manage this platform's objects too unless it is told not to`,
      `set prometheusOperator.denyNamespaces to ["${namespacesOf(platform).join('", "')}"] in its release, or remove it`,
    ),
  );
  if (found === undefined) return others;
  const wanted = operatorVersion(release);
  if (wanted === undefined || isAtLeast(found, wanted))
    return [...others, ok('definitions of the operator', `the definitions of monitoring.coreos.com are there, of operator ${found}`)];
  const { repository, name, version } = release.chart;
  return [
    ...others,
    failed(
      'definitions of the operator',
      `the definitions of monitoring.coreos.com are of operator ${found}, and ${release.name} brings ${wanted}: Helm never upgrades them`,
      `helm show crds ${name} --repo ${repository} --version ${version} | ${cluster.command} apply --server-side --force-conflicts -f -`,
    ),
  ];
}

/** The version of the operator that a release brings, where its values say it. */
function operatorVersion({ values }: Release): string | undefined {
  const tag = ['prometheusOperator', 'image', 'tag'].reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    values,
  );
  return typeof tag === 'string' ? tag.replace(/^v/, '') : undefined;
}
