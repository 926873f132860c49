import type { Components } from './components';
import { graph, type Panel } from './panels';
import { select, sumRate } from './promql';
import { metric } from './queries';

/** How containers are told apart: by name on a Docker engine; on a cluster by namespace and pod. */
const LABELS = {
  cadvisor: { by: 'name', legend: '{{name}}', one: ['name!=""'], pod: ['name!=""'] },
  // Without a container's name a series is the sum over a pod, and its network is the pod's.
  kubelet: { by: 'namespace, pod', legend: '{{namespace}}/{{pod}}', one: ['container!=""', 'container!="POD"'], pod: ['pod!=""'] },
} as const;

/** What containers use, of cAdvisor or of the kubelet; no panels where nobody measures them. */
export function containerPanels({ containers }: Components): readonly Panel[] {
  if (containers === undefined) return [];
  const { by, legend, one, pod } = LABELS[containers];
  const top = (expression: string): string => `topk(15, ${expression})`;
  return [
    graph({
      title: 'Processors by container',
      description: 'Processors in use, of the fifteen containers that use most.',
      unit: 'short',
      queries: [metric(top(sumRate(by, 'container_cpu_usage_seconds_total', ...one)), legend)],
    }),
    graph({
      title: 'Memory by container',
      description: 'Memory that cannot be given back, of the fifteen containers that use most.',
      unit: 'bytes',
      queries: [metric(top(`sum by (${by}) (${select('container_memory_working_set_bytes', ...one)})`), legend)],
    }),
    graph({
      title: 'Memory against its limit',
      description: 'Share of its limit that each container uses; at 100 % the kernel ends it.',
      unit: 'percentunit',
      red: { above: 0.9 },
      queries: [
        metric(
          top(
            `sum by (${by}) (${select('container_memory_working_set_bytes', ...one)}) / (sum by (${by}) (${select('container_spec_memory_limit_bytes', ...one)}) > 0)`,
          ),
          legend,
        ),
      ],
    }),
    graph({
      title: 'Throttled',
      description: 'Share of its time slices in which a container had to wait for a processor, because of its limit.',
      unit: 'percentunit',
      red: { above: 0.25 },
      queries: [
        metric(
          top(
            `${sumRate(by, 'container_cpu_cfs_throttled_periods_total', ...one)} / (${sumRate(by, 'container_cpu_cfs_periods_total', ...one)} > 0)`,
          ),
          legend,
        ),
      ],
    }),
    graph({
      title: 'Network by container',
      description: 'Bytes received and sent a second, of the fifteen containers with most.',
      unit: 'Bps',
      queries: [
        metric(top(sumRate(by, 'container_network_receive_bytes_total', ...pod)), `${legend} in`),
        metric(top(sumRate(by, 'container_network_transmit_bytes_total', ...pod)), `${legend} out`),
      ],
    }),
    graph({
      title: 'Restarts and kills',
      description: 'Starts of containers within an hour, and times that one ran out of memory.',
      unit: 'short',
      queries: [
        metric(`sum by (${by}) (changes(${select('container_start_time_seconds', ...one)}[1h])) > 0`, `${legend} started`),
        metric(`sum by (${by}) (increase(${select('container_oom_events_total', ...one)}[1h])) > 0`, `${legend} out of memory`),
      ],
    }),
  ];
}
