import type { KubernetesTargetConfig } from '../../config/schema/kubernetes';
import type { ServiceConfig } from '../../config/schema/services';
import type { RenderContext } from '../core/component';
import type { Native } from '../core/native';
import { atPort, dropComponents, keepRunning, POD, podAnnotation, podInstance, podLabel, podsOf } from './pods';
import { compose, copy, drop, escapeExpression, keep, set } from './relabel';

const SCRAPE = podAnnotation('prometheus.scrape');
const PORT = podAnnotation('prometheus.port');
const PATH = podAnnotation('prometheus.path');

/** The labels that name the service of a pod, the first that is present. */
const SERVICE_NAMES = [podLabel('service'), podLabel('app.kubernetes.io/name')];

/** Where the proxies of a mesh show their metrics, whatever the merged ones of their pod are. https://istio.io/latest/docs/ops/integrations/prometheus/ */
const PROXY = { portName: 'http-envoy-prom', port: 15_090, path: '/stats/prometheus' } as const;

/**
 * What an application's answer without a Content-Type is read as. Prometheus 2 read it so, and 3 refuses it otherwise:
 * https://prometheus.io/docs/prometheus/latest/migration/#scrape-protocols
 */
export const OF_ANY_TYPE: Native = { fallback_scrape_protocol: 'PrometheusText0.0.4' };

/** Jobs for what runs beside the platform in a cluster: annotated pods, the services of the catalogue, and the proxies of a mesh. */
export function podJobs({ config }: RenderContext, { clientNamespaces, istio }: KubernetesTargetConfig): readonly Native[] {
  const discovery = podsOf(clientNamespaces);
  const catalogue = config.services.filter((service) => service.metricsPath !== null);
  return [
    { job_name: 'pods', ...OF_ANY_TYPE, kubernetes_sd_configs: discovery, relabel_configs: annotatedPods(catalogue) },
    ...catalogue.map((service) => ({
      // Prometheus takes the name of a job once, and a service may be called as one of the jobs above; its label `job` is its name.
      job_name: `service/${service.name}`,
      metrics_path: service.metricsPath,
      ...OF_ANY_TYPE,
      kubernetes_sd_configs: discovery,
      relabel_configs: instancesOf(service),
    })),
    ...(istio.enabled ? [{ ...meshJob, kubernetes_sd_configs: discovery }] : []),
  ];
}

/** A pod with `prometheus.scrape` is a target with the same labels that a container with it is on Docker, and with its namespace. */
const annotatedPods = (catalogue: readonly ServiceConfig[]): readonly Native[] => [
  keep([SCRAPE], 'true'),
  dropComponents,
  keepRunning,
  // Leaves pods of catalogue services to the job that the catalogue gives them.
  ...(catalogue.length === 0 ? [] : [drop(SERVICE_NAMES, namedOneOf(catalogue.map(({ name }) => name)))]),
  // Without prometheus.port each declared port is scraped; a container without any has none.
  keep([PORT, POD.port], '\\d+;.*|;\\d+'),
  drop([PORT, POD.protocol], ';(UDP|SCTP)'),
  podInstance,
  // Several ports of one pod are several targets, which must not have the same name.
  compose([PORT, POD.name, POD.port], ';(.+);(\\d+)', 'instance', '$1:$2'),
  compose([POD.address, PORT], '(.+);(\\d+)', '__address__', '$1:$2'),
  compose([POD.address, PORT], '(.*:.*);(\\d+)', '__address__', '[$1]:$2'),
  copy(PATH, '__metrics_path__'),
  ...namedAfterOwner,
  copy(podLabel('app.kubernetes.io/name'), 'job'),
  copy(podLabel('service'), 'job'),
  copy('job', 'service'),
  copy(podLabel('tier'), 'tier'),
  copy(podLabel('version'), 'version'),
  copy(POD.namespace, 'namespace'),
];

/** What says nothing of its service is named after what made it, or else after itself. */
const namedAfterOwner: readonly Native[] = [
  copy(POD.name, 'job'),
  copy(POD.controller, 'job'),
  compose([POD.controllerKind, POD.controller], 'ReplicaSet;(.+)-[a-z0-9]+', 'job', '$1'),
  // Each run of a CronJob is a Job of its own, with the time in its name.
  compose([POD.controllerKind, POD.controller], 'Job;(.+)-[0-9]{8}', 'job', '$1'),
];

const instancesOf = (service: ServiceConfig): readonly Native[] => [
  dropComponents,
  keepRunning,
  keep(SERVICE_NAMES, namedOneOf([service.name])),
  ...atPort(service.port),
  podInstance,
  set('job', service.name),
  set('service', service.name),
  set('tier', service.tier),
  set('version', service.version),
  copy(podLabel('version'), 'version'),
  copy(POD.namespace, 'namespace'),
];

const meshJob: Native = {
  job_name: 'mesh',
  metrics_path: PROXY.path,
  relabel_configs: [
    keep([POD.portName], PROXY.portName),
    keepRunning,
    ...atPort(PROXY.port),
    podInstance,
    set('job', 'mesh'),
    copy(POD.namespace, 'namespace'),
  ],
  // A proxy has thousands of series about itself.
  metric_relabel_configs: [keep(['__name__'], 'istio_.*')],
};

/** Matches `service label;application label` with the first of the two that is present. */
function namedOneOf(names: readonly string[]): string {
  const name = `(?:${names.map(escapeExpression).join('|')})`;
  return `${name};.*|;${name}`;
}
