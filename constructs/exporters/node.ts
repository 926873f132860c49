import { images } from '../../config/versions';
import type { ComponentDefinition } from '../core/component';
import { componentOf } from '../targets/component';

/** Mounts that belong to containers and pods and not to the host. */
const IGNORED_MOUNTS = '^/(dev|proc|sys|run/(credentials|containerd)/.+|var/lib/(docker|containerd|kubelet)/.+)($|/)';

/** node_exporter: measures the host. */
export const nodeExporter: ComponentDefinition = {
  product: 'node-exporter',
  part: 'metrics',
  shapes: ({ exporters, prometheus }) =>
    exporters.node.enabled && prometheus.enabled
      ? [
          {
            name: 'node-exporter',
            endpoints: [{ name: 'http', port: 9100, protocol: 'http', zones: ['storage'], healthPath: '/', metricsPath: '/metrics' }],
          },
        ]
      : [],
  plan: (_, { config }) => ({
    role: 'collection',
    description: 'Measures the host',
    image: images.nodeExporter,
    args: ['--path.rootfs=/host', `--collector.filesystem.mount-points-exclude=${IGNORED_MOUNTS}`],
    hostMounts: [{ base: 'host', path: '/', target: '/host' }],
    hostProcesses: true,
    resources: config.exporters.node.resources,
    healthCheck: { command: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:9100/'] },
  }),
};

/** Deploys node_exporter into the target of its scope. */
export class NodeExporter extends componentOf(nodeExporter) {}
