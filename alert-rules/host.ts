import { seconds } from '../config/units';
import type { Alert, Concern, RuleContext } from './rule';

/** What holds data: the rest is memory, or belongs to containers. */
const DISKS = 'fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660|nsfs|autofs"';

/** Hosts, as node_exporter measures them. https://github.com/prometheus/node_exporter */
export const host: Concern = (context) => ({ name: 'host', alerts: [...processors(context), ...disks(context)] });

const processors = ({ parts: { node }, thresholds: { host: at } }: RuleContext): readonly Alert[] => [
  {
    alert: 'HostDown',
    when: node,
    expr: 'up{job="node-exporter"} == 0',
    for: '2m',
    severity: 'critical',
    about: 'component',
    summary: 'The host of {{ $labels.instance }} does not answer',
    description: 'Its exporter has not answered for 2m: the host is down, or cut off.',
    dashboard: 'infrastructure',
  },
  {
    alert: 'HostHighCpu',
    when: node,
    expr: `1 - avg by (job, instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) > ${at.cpu}`,
    for: '15m',
    severity: 'warning',
    about: 'component',
    summary: 'The processors of {{ $labels.instance }} are {{ $value | humanizePercentage }} busy',
    description: 'They have been for 15m: everything on the host waits for them.',
    dashboard: 'infrastructure',
  },
  {
    alert: 'HostMemoryLow',
    when: node,
    expr: `node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < ${at.memoryAvailable}`,
    for: '5m',
    severity: 'critical',
    about: 'component',
    summary: '{{ $labels.instance }} has {{ $value | humanizePercentage }} of its memory left',
    description: 'When nothing is left, the kernel ends processes of its own choice.',
    dashboard: 'infrastructure',
  },
  {
    alert: 'HostOutOfMemoryKill',
    when: node,
    expr: 'increase(node_vmstat_oom_kill[10m]) > 0',
    severity: 'warning',
    about: 'component',
    summary: 'The kernel of {{ $labels.instance }} has ended processes for want of memory',
    description: '{{ $value | humanize }} in 10m: a container has reached its limit, or the host has nothing left.',
    dashboard: 'infrastructure',
  },
  {
    alert: 'HostClockSkew',
    when: node,
    expr: `abs(node_timex_offset_seconds) > ${seconds(at.clockOffset)} or (node_timex_sync_status == 0 and node_timex_maxerror_seconds >= 16)`,
    for: '10m',
    severity: 'warning',
    about: 'component',
    summary: 'The clock of {{ $labels.instance }} is wrong, or synchronised with none',
    description: 'Spans and logs of several hosts get out of order, and samples are refused.',
    dashboard: 'infrastructure',
  },
];

const disks = ({ parts: { node }, thresholds: { host: at } }: RuleContext): readonly Alert[] => [
  {
    alert: 'HostDiskSpaceLow',
    when: node,
    expr: `node_filesystem_avail_bytes{${DISKS}} / (node_filesystem_size_bytes{${DISKS}} > 0) < ${at.diskFree} and node_filesystem_readonly{${DISKS}} == 0`,
    for: '5m',
    severity: 'critical',
    about: 'component',
    summary: '{{ $labels.mountpoint }} of {{ $labels.instance }} has {{ $value | humanizePercentage }} of its space left',
    description: 'Stores on a full disk stop, and may lose what they have not written.',
    dashboard: 'infrastructure',
  },
  {
    alert: 'HostDiskFilling',
    when: node,
    // Only below half: what is nearly empty fills for long at any pace.
    expr: `predict_linear(node_filesystem_avail_bytes{${DISKS}}[6h], ${seconds(at.diskFullWithin)}) < 0 and node_filesystem_avail_bytes{${DISKS}} / node_filesystem_size_bytes{${DISKS}} < 0.5 and node_filesystem_readonly{${DISKS}} == 0`,
    for: '30m',
    severity: 'warning',
    about: 'component',
    summary: `{{ $labels.mountpoint }} of {{ $labels.instance }} will be full within ${at.diskFullWithin}`,
    description: `At the pace of the last 6h nothing is left in ${at.diskFullWithin}.`,
    dashboard: 'infrastructure',
  },
  {
    alert: 'HostInodesLow',
    when: node,
    expr: `node_filesystem_files_free{${DISKS}} / (node_filesystem_files{${DISKS}} > 0) < ${at.diskFree} and node_filesystem_readonly{${DISKS}} == 0`,
    for: '5m',
    severity: 'warning',
    about: 'component',
    summary: '{{ $labels.mountpoint }} of {{ $labels.instance }} has {{ $value | humanizePercentage }} of its inodes left',
    description: 'Without inodes no file can be made, however much space there is.',
    dashboard: 'infrastructure',
  },
];
