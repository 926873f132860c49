import { images } from '../../config/versions';
import type { ComponentDefinition } from '../core/component';
import { connectionTo, endpointsWhere } from '../core/context';
import type { Native } from '../core/native';
import { componentOf } from '../targets/component';

/** https://github.com/prometheus/blackbox_exporter/blob/master/CONFIGURATION.md */
const renderBlackbox = (): Native => ({
  modules: {
    http_2xx: {
      prober: 'http',
      timeout: '5s',
      http: {
        preferred_ip_protocol: 'ip4',
        follow_redirects: false,
        // All of them, as without this key; but the chart has a default of its own, which would be merged in.
        valid_http_versions: ['HTTP/1.0', 'HTTP/1.1', 'HTTP/2.0'],
      },
    },
  },
});

/** blackbox_exporter: asks every component's health endpoint, as a neighbour sees it. */
export const blackboxExporter: ComponentDefinition = {
  product: 'blackbox-exporter',
  part: 'metrics',
  shapes: ({ exporters, prometheus }) =>
    exporters.blackbox.enabled && prometheus.enabled
      ? [
          {
            name: 'blackbox-exporter',
            endpoints: [
              { name: 'http', port: 9115, protocol: 'http', zones: ['storage'], healthPath: '/-/healthy', metricsPath: '/metrics' },
            ],
          },
        ]
      : [],
  plan: (_, { config, shapes }) => ({
    role: 'collection',
    description: "Probes every component's health endpoint",
    image: images.blackboxExporter,
    args: ['--config.file=/etc/blackbox_exporter/config.yml'],
    files: [{ path: '/etc/blackbox_exporter/config.yml', data: renderBlackbox() }],
    // Itself too: through its service, which a cluster's network policies count as a call from outside.
    connections: endpointsWhere(shapes, ({ healthPath }) => healthPath !== undefined).map((located) => connectionTo(located, 'probe')),
    resources: config.exporters.blackbox.resources,
    healthCheck: { command: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:9115/-/healthy'] },
  }),
};

/** Deploys blackbox_exporter into the target of its scope. */
export class BlackboxExporter extends componentOf(blackboxExporter) {}
