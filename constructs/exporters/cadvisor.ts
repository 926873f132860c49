import { images } from '../../config/versions';
import type { ComponentDefinition } from '../core/component';
import { addressOf, connectionTo, findEndpoint } from '../core/context';
import { componentOf } from '../targets/component';

/** Container labels that become labels of its metrics, the same that discovery reads. All others would multiply series. */
const CONTAINER_LABELS = ['service', 'tier', 'version'];

/** Metrics with a series per processor, process or socket state: many, and in no dashboard. */
const DISABLED_METRICS = [
  'advtcp',
  'cpu_topology',
  'cpuset',
  'hugetlb',
  'memory_numa',
  'percpu',
  'process',
  'referenced_memory',
  'resctrl',
  'sched',
  'tcp',
  'udp',
];

/** cAdvisor: measures every container of the host. */
export const cadvisor: ComponentDefinition = {
  product: 'cadvisor',
  part: 'metrics',
  shapes: ({ exporters, prometheus, target }) =>
    exporters.cadvisor.enabled && prometheus.enabled && target.kind === 'docker'
      ? [
          {
            name: 'cadvisor',
            endpoints: [
              { name: 'http', port: 8080, protocol: 'http', zones: ['storage'], healthPath: '/healthz', metricsPath: '/metrics' },
            ],
          },
        ]
      : [],
  plan: (_, context) => {
    const engine = findEndpoint(context.shapes, 'docker-socket-proxy', 'inspect');
    return {
      role: 'collection',
      description: 'Measures every container',
      image: images.cadvisor,
      args: [
        ...(engine === undefined ? [] : [`--docker=tcp://${addressOf(context, engine)}`]),
        '--docker_only=true',
        '--store_container_labels=false',
        `--whitelisted_container_labels=${CONTAINER_LABELS.join(',')}`,
        `--disable_metrics=${DISABLED_METRICS.join(',')}`,
        '--housekeeping_interval=15s',
      ],
      hostMounts: [
        { base: 'host', path: '/', target: '/rootfs' },
        { base: 'host', path: '/sys', target: '/sys' },
        { base: 'data-root', path: '', target: '/var/lib/docker' },
      ],
      // It asks the engine which container a control group belongs to, and reads the layers of all of them.
      user: '0:0',
      capabilities: ['CAP_DAC_READ_SEARCH', 'CAP_SYS_PTRACE'],
      connections: engine === undefined ? [] : [connectionTo(engine, 'containers')],
      resources: context.config.exporters.cadvisor.resources,
      healthCheck: { command: ['wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:8080/healthz'] },
    };
  },
};

/** Deploys cAdvisor into the target of its scope. */
export class Cadvisor extends componentOf(cadvisor) {}
