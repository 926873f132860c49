import type { ServiceConfig } from '../../config/schema/services';
import type { RenderContext } from '../core/component';
import { addressOf, endpointsWhere, findEndpoint, type LocatedEndpoint, urlOf } from '../core/context';
import { resourceName } from '../core/naming';
import type { Native } from '../core/native';
import { NODE_COMPONENTS } from '../discovery/node-components';
import { OF_ANY_TYPE, podJobs } from './pod-jobs';
import { atPort, clusterOf, keepComponent, keepRunning, platformPods, podInstance } from './pods';
import { copy, drop, escapeExpression, keep, set } from './relabel';

/** Containers carry these labels to be found: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#docker_sd_config */
const LABEL = '__meta_docker_container_label_';
/** Docker Compose puts a service's name here. */
const COMPOSE_SERVICE = `${LABEL}com_docker_compose_service`;
const CONTAINER_NAME = '__meta_docker_container_name';
const NETWORK_NAME = '__meta_docker_network_name';

/** One job for each component that exposes metrics, named after it. On Docker its only instance is too; on a cluster each pod is one. */
export function componentJobs(context: RenderContext): readonly Native[] {
  const cluster = clusterOf(context);
  return endpointsWhere(context.shapes, ({ metricsPath }) => metricsPath !== undefined).map((located) => ({
    job_name: located.component,
    metrics_path: located.endpoint.metricsPath,
    ...(cluster === undefined
      ? { static_configs: [{ targets: [addressOf(context, located)], labels: { instance: located.component } }] }
      : { kubernetes_sd_configs: platformPods(cluster), relabel_configs: podsOfEndpoint(located) }),
  }));
}

const podsOfEndpoint = ({ component, endpoint }: LocatedEndpoint): readonly Native[] => [
  keepComponent(component),
  keepRunning,
  ...atPort(endpoint.port),
  podInstance,
];

/** The job through which every health endpoint is probed from inside. Its series say in `component` what is probed, in `instance` which one. */
export const PROBE_JOB = 'health';

/** The scrape pool of a component of which every pod is probed by itself; all others are in one, {@link PROBE_JOB}. */
const probePool = (component: string): string => `${PROBE_JOB}/${component}`;

/** Whether a scrape pool is one of probes. */
export const isProbePool = (pool: string): boolean => pool === PROBE_JOB || pool.startsWith(probePool(''));

/** Probes of every health endpoint, sent through the blackbox exporter. */
export function probeJobs(context: RenderContext): readonly Native[] {
  const prober = findEndpoint(context.shapes, 'blackbox-exporter', 'http');
  if (prober === undefined) return [];
  const cluster = clusterOf(context);
  const onEveryNode = ({ component }: LocatedEndpoint): boolean => cluster !== undefined && NODE_COMPONENTS.includes(component);
  const probed = endpointsWhere(context.shapes, ({ healthPath, protocol }) => healthPath !== undefined && protocol === 'http');
  const probe = { metrics_path: '/probe', params: { module: ['http_2xx'] } };
  const throughProber = [
    { source_labels: ['__address__'], target_label: '__param_target' },
    set('__address__', addressOf(context, prober)),
  ];
  return [
    {
      job_name: PROBE_JOB,
      ...probe,
      static_configs: probed
        .filter((located) => !onEveryNode(located))
        .map((located) => ({
          targets: [`${urlOf(context, located)}${located.endpoint.healthPath ?? ''}`],
          labels: { instance: located.component, component: located.component },
        })),
      relabel_configs: throughProber,
    },
    ...(cluster === undefined ? [] : probed.filter(onEveryNode)).map((located) => ({
      job_name: probePool(located.component),
      ...probe,
      ...(cluster === undefined ? {} : { kubernetes_sd_configs: platformPods(cluster) }),
      relabel_configs: [
        ...podsOfEndpoint(located),
        { source_labels: ['__address__'], target_label: '__address__', replacement: `http://$1${located.endpoint.healthPath ?? ''}` },
        ...throughProber,
        set('job', PROBE_JOB),
        set('component', located.component),
      ],
    })),
  ];
}

/** Jobs for what runs beside the platform: labelled containers, and the services of the catalogue. */
export function discoveryJobs(context: RenderContext): readonly Native[] {
  const cluster = clusterOf(context);
  if (cluster !== undefined) return podJobs(context, cluster);
  const proxy = findEndpoint(context.shapes, 'docker-socket-proxy', 'http');
  if (context.addressing.discovery !== 'docker' || proxy === undefined) return [];
  const discovery = [{ host: urlOf(context, proxy), refresh_interval: '15s' }];
  const onServicesNetwork = keep([NETWORK_NAME], escapeExpression(resourceName(context.config, 'services')));
  const catalogue = context.config.services.filter((service) => service.metricsPath !== null);
  return [
    {
      job_name: 'containers',
      ...OF_ANY_TYPE,
      docker_sd_configs: discovery,
      relabel_configs: [
        keep([`${LABEL}prometheus_scrape`], 'true'),
        onServicesNetwork,
        ...(catalogue.length === 0 ? [] : ownJobOf(catalogue)),
        // A container without prometheus.port is scraped on each port that it exposes.
        {
          source_labels: ['__meta_docker_network_ip', `${LABEL}prometheus_port`],
          regex: '(.+);(\\d+)',
          target_label: '__address__',
          replacement: '$1:$2',
        },
        copy(`${LABEL}prometheus_path`, '__metrics_path__'),
        copy(CONTAINER_NAME, 'job', '/?(.+)'),
        copy(COMPOSE_SERVICE, 'job'),
        copy(`${LABEL}service`, 'job'),
        copy(CONTAINER_NAME, 'instance', '/?(.+)'),
        copy('job', 'service'),
        copy(`${LABEL}tier`, 'tier'),
        copy(`${LABEL}version`, 'version'),
      ],
    },
    ...catalogue.map((service) => ({
      // Prometheus takes the name of a job once, and a service may be called as one of the jobs above; its label `job` is its name.
      job_name: `service/${service.name}`,
      metrics_path: service.metricsPath,
      ...OF_ANY_TYPE,
      docker_sd_configs: discovery,
      relabel_configs: [
        onServicesNetwork,
        // Any of the three names makes a container an instance of the service.
        keep([`${LABEL}service`, COMPOSE_SERVICE, CONTAINER_NAME], namedOneOf([service.name])),
        { source_labels: ['__meta_docker_network_ip'], target_label: '__address__', replacement: `$1:${service.port}` },
        copy(CONTAINER_NAME, 'instance', '/?(.+)'),
        set('job', service.name),
        set('service', service.name),
        set('tier', service.tier),
        set('version', service.version),
        copy(`${LABEL}version`, 'version'),
      ],
    })),
  ];
}

/** Leaves containers of catalogue services to the job that the catalogue gives them. */
const ownJobOf = (services: readonly ServiceConfig[]): readonly Native[] => [
  drop([`${LABEL}service`, COMPOSE_SERVICE, CONTAINER_NAME], namedOneOf(services.map(({ name }) => name))),
];

/** Matches `label;compose service;/container name` with the first of the three that is present. */
function namedOneOf(names: readonly string[]): string {
  const name = `(?:${names.map(escapeExpression).join('|')})`;
  return `(?:${name};.*;.*|;${name};.*|;;/${name})`;
}
