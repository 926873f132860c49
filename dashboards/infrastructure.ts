import { componentsOf } from './components';
import { containerPanels } from './containers';
import { postgresRow, redisRow } from './databases';
import type { DashboardOf, Row } from './definition';
import { graph, list, number } from './panels';
import { select, sumRate } from './promql';
import { metric } from './queries';

/** File systems that hold something of their own. */
const DISKS = ['fstype!~"tmpfs|overlay|squashfs|ramfs"'];
const FREE = `${select('node_filesystem_avail_bytes', ...DISKS)} / (${select('node_filesystem_size_bytes', ...DISKS)} > 0)`;
const BUSY = '1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))';
const MEMORY = '1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes';

const hosts: Row = {
  title: 'Hosts',
  panels: [
    number({
      title: 'Hosts',
      description: 'Hosts that are measured.',
      unit: 'short',
      width: 6,
      queries: [metric('count(node_time_seconds)')],
    }),
    number({
      title: 'Busiest host',
      description: 'Share of its processors that the busiest host uses.',
      unit: 'percentunit',
      red: { above: 0.9 },
      width: 6,
      queries: [metric(`max(${BUSY})`)],
    }),
    number({
      title: 'Fullest memory',
      description: 'Share of its memory that the fullest host uses.',
      unit: 'percentunit',
      red: { above: 0.9 },
      width: 6,
      queries: [metric(`max(${MEMORY})`)],
    }),
    number({
      title: 'Fullest disk',
      description: 'Share that is used of the fullest file system.',
      unit: 'percentunit',
      red: { above: 0.85 },
      width: 6,
      queries: [metric(`1 - min(${FREE})`)],
    }),
    graph({
      title: 'Processors',
      description: 'Share of the processors of each host in use.',
      unit: 'percentunit',
      max: 1,
      queries: [metric(BUSY, '{{instance}}')],
    }),
    graph({
      title: 'Memory',
      description: 'Share of the memory of each host that is not available.',
      unit: 'percentunit',
      max: 1,
      queries: [metric(MEMORY, '{{instance}}')],
    }),
    graph({
      title: 'Disks',
      description: 'Share of each file system in use.',
      unit: 'percentunit',
      max: 1,
      red: { above: 0.85 },
      queries: [metric(`1 - ${FREE}`, '{{instance}} {{mountpoint}}')],
    }),
    graph({
      title: 'Days until a disk is full',
      description: 'Days when each file system goes on filling as in the last six hours; nothing where it does not.',
      unit: 'd',
      queries: [
        metric(
          `${select('node_filesystem_avail_bytes', ...DISKS)} / (-deriv(${select('node_filesystem_avail_bytes', ...DISKS)}[6h]) > 0) / 86400 < 60`,
          '{{instance}} {{mountpoint}}',
        ),
      ],
    }),
    graph({
      title: 'Network',
      description: 'Bytes received and sent a second by each host.',
      unit: 'Bps',
      queries: [
        metric(sumRate('instance', 'node_network_receive_bytes_total', 'device!="lo"'), '{{instance}} in'),
        metric(sumRate('instance', 'node_network_transmit_bytes_total', 'device!="lo"'), '{{instance}} out'),
      ],
    }),
    graph({
      title: 'Load and busy disks',
      description: 'Processes that run or wait, and the share of time in which a disk was busy.',
      unit: 'short',
      queries: [
        metric('node_load1', '{{instance}} load'),
        metric('rate(node_disk_io_time_seconds_total[$__rate_interval])', '{{instance}} {{device}}'),
      ],
    }),
    list({
      title: 'Uptime',
      description: 'How long each host runs.',
      unit: 's',
      width: 24,
      height: 5,
      queries: [metric('node_time_seconds - node_boot_time_seconds', 'Running for')],
    }),
  ],
};

const cluster: Row = {
  title: 'Cluster',
  panels: [
    graph({
      title: 'Pods by phase',
      description: 'Pods that run, wait, have failed or ended.',
      unit: 'short',
      stacked: true,
      queries: [metric('sum by (phase) (kube_pod_status_phase)', '{{phase}}')],
    }),
    graph({
      title: 'Nodes',
      description: 'Nodes that are ready, and those that are not.',
      unit: 'short',
      queries: [metric('sum by (status) (kube_node_status_condition{condition="Ready"})', 'ready: {{status}}')],
    }),
    graph({
      title: 'Restarts of containers',
      description: 'Restarts within an hour.',
      unit: 'short',
      queries: [metric('sum by (namespace, pod) (increase(kube_pod_container_status_restarts_total[1h])) > 0', '{{namespace}}/{{pod}}')],
    }),
    graph({
      title: 'Missing replicas',
      description: 'Pods that a deployment should have and has not.',
      unit: 'short',
      queries: [metric('sum by (namespace, deployment) (kube_deployment_status_replicas_unavailable) > 0', '{{namespace}}/{{deployment}}')],
    }),
    graph({
      title: 'Processors requested and used',
      description: 'Processors that pods have reserved, and those that they use, by namespace.',
      unit: 'short',
      queries: [
        metric('sum by (namespace) (kube_pod_container_resource_requests{resource="cpu"})', '{{namespace}} requested'),
        metric(sumRate('namespace', 'container_cpu_usage_seconds_total', 'container!=""'), '{{namespace}} used'),
      ],
    }),
    graph({
      title: 'Volumes',
      description: 'Share of each volume in use.',
      unit: 'percentunit',
      red: { above: 0.85 },
      queries: [
        metric('kubelet_volume_stats_used_bytes / (kubelet_volume_stats_capacity_bytes > 0)', '{{namespace}}/{{persistentvolumeclaim}}'),
      ],
    }),
  ],
};

/** Hosts, containers, the cluster and the databases. */
export const infrastructure: DashboardOf = (config) => {
  const components = componentsOf(config);
  return {
    uid: 'infrastructure',
    title: 'Infrastructure',
    description: 'Hosts, containers, the cluster and the databases: what they use of what they have.',
    folder: 'Platform',
    rows: [
      hosts,
      // Some of its metrics cAdvisor has too, but without namespaces.
      ...(components.kubernetes ? [cluster] : []),
      { title: 'Containers', panels: containerPanels(components) },
      redisRow,
      postgresRow,
    ],
  };
};
