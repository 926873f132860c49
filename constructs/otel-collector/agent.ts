import { images } from '../../config/versions';
import type { ComponentDefinition } from '../core/component';
import { addressOf, connectionTo, findEndpoint } from '../core/context';
import { goMemoryLimit } from '../core/native';
import { collectsContainerLogs, ENGINE_LOGS, LOG_INDEX } from '../discovery/log-index';
import { componentOf } from '../targets/component';
import { POD_LOGS } from './pod-logs';
import { AGENT_STATE, renderAgent } from './render-agent';

/** Where a Docker engine has its log files; their folder is closed even to root without this capability, which reads and writes nothing. */
const ofEngine = {
  hostMounts: [{ base: 'data-root', path: 'containers', target: ENGINE_LOGS }],
  sharedMounts: [{ ...LOG_INDEX, readOnly: true }],
  capabilities: ['CAP_DAC_READ_SEARCH'],
} as const;

/** Where a kubelet has them; whose they are is to be asked of the API server. */
const ofPods = {
  hostMounts: [{ base: 'host', path: POD_LOGS, target: POD_LOGS }],
  callsApiServer: true,
} as const;

/** A second collector that only reads container logs and hands them to the gateway: the one that may read the host's files. */
export const otelCollectorAgent: ComponentDefinition = {
  product: 'otel-collector-agent',
  part: 'collection',
  shapes: (config) =>
    collectsContainerLogs(config)
      ? [
          {
            name: 'otel-collector-agent',
            endpoints: [
              { name: 'metrics', port: 8888, protocol: 'http', zones: ['storage'], metricsPath: '/metrics' },
              { name: 'health', port: 13133, protocol: 'http', zones: ['storage'], healthPath: '/' },
            ],
          },
        ]
      : [],
  plan: (_, context) => {
    const gateway = findEndpoint(context.shapes, 'otel-collector', 'otlp-grpc');
    return {
      role: 'collection',
      description: "Reads the host's container logs",
      image: images.otelCollector,
      // Lines go from the file to the queue without a stop in memory, so that a killed agent has lost none that it had counted as read.
      args: ['--config=/etc/otelcol-contrib/config.yaml', '--feature-gates=stanza.synchronousLogEmitter'],
      environment: { GOMEMLIMIT: goMemoryLimit(context.config.containerLogs.resources.limits.memory) },
      files: [
        {
          path: '/etc/otelcol-contrib/config.yaml',
          data: renderAgent(context, gateway === undefined ? '' : addressOf(context, gateway)),
        },
      ],
      connections: gateway === undefined ? [] : [connectionTo(gateway, 'logs')],
      ...(context.addressing.discovery === 'kubernetes' ? ofPods : ofEngine),
      // Log files belong to root and are closed to everybody else.
      user: '0:0',
      resources: context.config.containerLogs.resources,
      storage: { path: AGENT_STATE },
    };
  },
};

/** Deploys the agent into the target of its scope. */
export class OtelCollectorAgent extends componentOf(otelCollectorAgent) {}
