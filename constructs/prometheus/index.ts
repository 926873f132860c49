import { ruleGroups } from '../../alert-rules';
import { PROGRAMS } from '../../config/flags/programs';
import { REMOTE_WRITE } from '../../config/schema/addresses';
import { images } from '../../config/versions';
import type { ComponentDefinition, ComponentDetails, ComponentShape, Connection, RenderContext } from '../core/component';
import { connectionTo, endpointsWhere, findEndpoint } from '../core/context';
import { externalCall } from '../core/external-call';
import { mergeArguments } from '../core/native';
import { componentOf } from '../targets/component';
import { remoteWriteSecrets } from './remote-write';
import { CONFIGURATION_FILE, FEATURES, RULES_FILE, renderPrometheus } from './render';

/** Prometheus: stores metrics, scrapes every component and labelled container, evaluates rules. */
export const prometheus: ComponentDefinition = {
  product: 'prometheus',
  part: 'metrics',
  shapes: ({ prometheus: { enabled, port } }) =>
    enabled
      ? [
          {
            name: 'prometheus',
            endpoints: [
              {
                name: 'http',
                port: 9090,
                protocol: 'http',
                zones: ['storage'],
                publishedPort: port,
                healthPath: '/-/ready',
                metricsPath: '/metrics',
                userInterface: true,
                dataSource: 'prometheus',
              },
            ],
          },
        ]
      : [],
  plan,
};

function plan(shape: ComponentShape, context: RenderContext): ComponentDetails {
  const { config, addressing } = context;
  const listen = shape.endpoints.flatMap((endpoint) => {
    const addresses = addressing.listen(shape.name, endpoint);
    return addresses === undefined ? [] : [...addresses, `127.0.0.1:${endpoint.port}`];
  });
  return {
    role: 'metrics',
    description: 'Stores metrics, scrapes targets, evaluates rules',
    image: images.prometheus,
    args: mergeArguments(
      [
        `--config.file=${CONFIGURATION_FILE}`,
        '--storage.tsdb.path=/prometheus',
        '--web.enable-otlp-receiver',
        `--enable-feature=${FEATURES.join(',')}`,
        ...listen.map((address) => `--web.listen-address=${address}`),
      ],
      config.prometheus.extraArgs,
      PROGRAMS.prometheus.lists,
    ),
    files: [
      { path: CONFIGURATION_FILE, data: renderPrometheus(context) },
      { path: RULES_FILE, data: { groups: ruleGroups(config) }, format: 'json' },
    ],
    secretFiles: remoteWriteSecrets(config.prometheus.remoteWrite),
    externalCalls: config.prometheus.remoteWrite.map(({ url }) => externalCall(url, REMOTE_WRITE, 'samples')),
    connections: connections(shape, context),
    // It scrapes services where they run.
    callsServices: true,
    // It finds them by the API server, and asks each node's kubelet for what its containers use.
    ...(addressing.discovery === 'kubernetes' ? { callsApiServer: true, callsKubelet: true } : {}),
    resources: config.prometheus.resources,
    storage: { path: '/prometheus' },
    healthCheck: { command: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:9090/-/ready'] },
    retention: { metrics: config.retention.metrics.time, size: config.retention.metrics.size },
  };
}

function connections(shape: ComponentShape, { shapes }: RenderContext): readonly Connection[] {
  const others = shapes.filter(({ name }) => name !== shape.name);
  const optional = (component: string, endpoint: string, purpose: string): readonly Connection[] => {
    const located = findEndpoint(shapes, component, endpoint);
    return located === undefined ? [] : [connectionTo(located, purpose)];
  };
  return [
    ...endpointsWhere(others, ({ metricsPath }) => metricsPath !== undefined).map((located) => connectionTo(located, 'scrape')),
    ...optional('blackbox-exporter', 'http', 'probes'),
    ...optional('alertmanager', 'http', 'alerts'),
    ...optional('docker-socket-proxy', 'http', 'discovery'),
  ];
}

/** Deploys Prometheus into the target of its scope. */
export class Prometheus extends componentOf(prometheus) {}
