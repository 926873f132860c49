import type { ServiceConfig } from '../../config/schema/services';
import type { RenderContext } from '../core/component';
import { addressOf, endpointsWhere, findEndpoint, urlOf } from '../core/context';
import { resourceName } from '../core/naming';
import type { Native } from '../core/native';

/** Containers carry these labels to be found: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#docker_sd_config */
const LABEL = '__meta_docker_container_label_';
/** Docker Compose puts a service's name here. */
const COMPOSE_SERVICE = `${LABEL}com_docker_compose_service`;
const CONTAINER_NAME = '__meta_docker_container_name';
const NETWORK_NAME = '__meta_docker_network_name';

const keep = (source: readonly string[], regex: string): Native => ({ source_labels: source, regex, action: 'keep' });
const drop = (source: readonly string[], regex: string): Native => ({ source_labels: source, regex, action: 'drop' });
const set = (label: string, replacement: string): Native => ({ target_label: label, replacement });
const copy = (source: string, label: string, regex = '(.+)'): Native => ({ source_labels: [source], regex, target_label: label });

/** One job for each component that exposes metrics. Job and instance are the component's name, which survives a restart. */
export const componentJobs = (context: RenderContext): readonly Native[] =>
  endpointsWhere(context.shapes, ({ metricsPath }) => metricsPath !== undefined).map((located) => ({
    job_name: located.component,
    metrics_path: located.endpoint.metricsPath,
    static_configs: [{ targets: [addressOf(context, located)], labels: { instance: located.component } }],
  }));

/** Probes of every health endpoint, sent through the blackbox exporter. */
export function probeJobs(context: RenderContext): readonly Native[] {
  const prober = findEndpoint(context.shapes, 'blackbox-exporter', 'http');
  if (prober === undefined) return [];
  const probed = endpointsWhere(context.shapes, ({ healthPath, protocol }) => healthPath !== undefined && protocol === 'http');
  return [
    {
      job_name: 'health',
      metrics_path: '/probe',
      params: { module: ['http_2xx'] },
      static_configs: probed.map((located) => ({
        targets: [`${urlOf(context, located)}${located.endpoint.healthPath ?? ''}`],
        labels: { instance: located.component },
      })),
      relabel_configs: [{ source_labels: ['__address__'], target_label: '__param_target' }, set('__address__', addressOf(context, prober))],
    },
  ];
}

/** Jobs for what runs beside the platform: labelled containers, and the services of the catalogue. */
export function discoveryJobs(context: RenderContext): readonly Native[] {
  const proxy = findEndpoint(context.shapes, 'docker-socket-proxy', 'http');
  if (context.addressing.discovery !== 'docker' || proxy === undefined) return [];
  const discovery = [{ host: urlOf(context, proxy), refresh_interval: '15s' }];
  const onServicesNetwork = keep([NETWORK_NAME], escapeExpression(resourceName(context.config, 'services')));
  const catalogue = context.config.services.filter((service) => service.metricsPath !== null);
  return [
    {
      job_name: 'containers',
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

const escapeExpression = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
