import { type AlertCase, of } from './case';

const node = (metric: string, labels?: string): string => of('node-exporter', metric, labels);
const disk = (metric: string): string => node(`node_filesystem_${metric}`, 'device="/dev/sda1", fstype="ext4", mountpoint="/"');

/** Hosts and certificates. */
export const hostCases: readonly AlertCase[] = [
  {
    alert: 'HostDown',
    firing: { [node('up')]: '1x4 0x6 1x10' },
    firesAt: '8m',
    resolvedAt: '15m',
    healthy: { [node('up')]: '1x7 0 1x10' },
    expected: [
      {
        labels: {
          instance: 'node-exporter',
          job: 'node-exporter',
          owner: 'platform',
          service: 'node-exporter',
          service_name: 'node-exporter',
          severity: 'critical',
        },
        summary: 'The host of node-exporter does not answer',
        description: 'Its exporter has not answered for 2m: the host is down, or cut off.',
      },
    ],
  },
  {
    alert: 'HostHighCpu',
    firing: { [node('node_cpu_seconds_total', 'cpu="0", mode="idle"')]: '0+3x40 120+30x20' },
    firesAt: '30m',
    resolvedAt: '50m',
    healthy: { [node('node_cpu_seconds_total', 'cpu="0", mode="idle"')]: '0+9x60' },
    expected: [
      {
        labels: {
          instance: 'node-exporter',
          job: 'node-exporter',
          owner: 'platform',
          service: 'node-exporter',
          service_name: 'node-exporter',
          severity: 'warning',
        },
        summary: 'The processors of node-exporter are 95% busy',
        description: 'They have been for 15m: everything on the host waits for them.',
      },
    ],
  },
  {
    alert: 'HostMemoryLow',
    firing: { [node('node_memory_MemAvailable_bytes')]: '5x15 50x15', [node('node_memory_MemTotal_bytes')]: '100x30' },
    firesAt: '10m',
    resolvedAt: '20m',
    healthy: { [node('node_memory_MemAvailable_bytes')]: '10x30', [node('node_memory_MemTotal_bytes')]: '100x30' },
    expected: [
      {
        labels: {
          instance: 'node-exporter',
          job: 'node-exporter',
          owner: 'platform',
          service: 'node-exporter',
          service_name: 'node-exporter',
          severity: 'critical',
        },
        summary: 'node-exporter has 5% of its memory left',
        description: 'When nothing is left, the kernel ends processes of its own choice.',
      },
    ],
  },
  {
    alert: 'HostOutOfMemoryKill',
    firing: { [node('node_vmstat_oom_kill')]: '7x10 8x30' },
    firesAt: '15m',
    resolvedAt: '30m',
    healthy: { [node('node_vmstat_oom_kill')]: '7x40' },
    expected: [
      {
        labels: {
          instance: 'node-exporter',
          job: 'node-exporter',
          owner: 'platform',
          service: 'node-exporter',
          service_name: 'node-exporter',
          severity: 'warning',
        },
        summary: 'The kernel of node-exporter has ended processes for want of memory',
        description: '1.111 in 10m: a container has reached its limit, or the host has nothing left.',
      },
    ],
  },
  {
    alert: 'HostClockSkew',
    firing: { [node('node_timex_offset_seconds')]: '-0.2x20 0x20' },
    firesAt: '15m',
    resolvedAt: '30m',
    // A host that nobody synchronises and whose error the kernel does not yet call unbounded.
    healthy: {
      [node('node_timex_offset_seconds')]: '-0.04x40',
      [node('node_timex_sync_status')]: '0x40',
      [node('node_timex_maxerror_seconds')]: '1x40',
    },
    expected: [
      {
        labels: {
          instance: 'node-exporter',
          job: 'node-exporter',
          owner: 'platform',
          service: 'node-exporter',
          service_name: 'node-exporter',
          severity: 'warning',
        },
        summary: 'The clock of node-exporter is wrong, or synchronised with none',
        description: 'Spans and logs of several hosts get out of order, and samples are refused.',
      },
    ],
  },
  {
    alert: 'HostDiskSpaceLow',
    firing: { [disk('avail_bytes')]: '5x15 50x15', [disk('size_bytes')]: '100x30', [disk('readonly')]: '0x30' },
    firesAt: '10m',
    resolvedAt: '20m',
    // An image that is mounted read-only is full for ever.
    healthy: { [disk('avail_bytes')]: '0x30', [disk('size_bytes')]: '100x30', [disk('readonly')]: '1x30' },
    expected: [
      {
        labels: {
          device: '/dev/sda1',
          fstype: 'ext4',
          instance: 'node-exporter',
          job: 'node-exporter',
          mountpoint: '/',
          owner: 'platform',
          service: 'node-exporter',
          service_name: 'node-exporter',
          severity: 'critical',
        },
        summary: '/ of node-exporter has 5% of its space left',
        description: 'Stores on a full disk stop, and may lose what they have not written.',
      },
    ],
  },
  {
    alert: 'HostDiskFilling',
    interval: '10m',
    firing: { [disk('avail_bytes')]: '40000-400x36 40000x60', [disk('size_bytes')]: '100000x100', [disk('readonly')]: '0x100' },
    firesAt: '6h',
    resolvedAt: '15h',
    // As fast, but nearly empty.
    healthy: { [disk('avail_bytes')]: '90000-700x36', [disk('size_bytes')]: '100000x36', [disk('readonly')]: '0x36' },
    expected: [
      {
        labels: {
          device: '/dev/sda1',
          fstype: 'ext4',
          instance: 'node-exporter',
          job: 'node-exporter',
          mountpoint: '/',
          owner: 'platform',
          service: 'node-exporter',
          service_name: 'node-exporter',
          severity: 'warning',
        },
        summary: '/ of node-exporter will be full within 1d',
        description: 'At the pace of the last 6h nothing is left in 1d.',
      },
    ],
  },
  {
    alert: 'HostInodesLow',
    firing: { [disk('files_free')]: '5x15 50x15', [disk('files')]: '100x30', [disk('readonly')]: '0x30' },
    firesAt: '10m',
    resolvedAt: '20m',
    // File systems that make inodes as they need them say 0 of 0.
    healthy: { [disk('files_free')]: '0x30', [disk('files')]: '0x30', [disk('readonly')]: '0x30' },
    expected: [
      {
        labels: {
          device: '/dev/sda1',
          fstype: 'ext4',
          instance: 'node-exporter',
          job: 'node-exporter',
          mountpoint: '/',
          owner: 'platform',
          service: 'node-exporter',
          service_name: 'node-exporter',
          severity: 'warning',
        },
        summary: '/ of node-exporter has 5% of its inodes left',
        description: 'Without inodes no file can be made, however much space there is.',
      },
    ],
  },
  {
    alert: 'CertificateExpiring',
    // Ten days from the beginning, and then renewed.
    firing: { [of('blackbox', 'probe_ssl_earliest_cert_expiry')]: '864000x100 8640000x30' },
    firesAt: '70m',
    resolvedAt: '110m',
    healthy: { [of('blackbox', 'probe_ssl_earliest_cert_expiry')]: '1296000x130' },
    expected: [
      {
        labels: {
          instance: 'blackbox',
          job: 'blackbox',
          owner: 'platform',
          service: 'blackbox',
          service_name: 'blackbox',
          severity: 'warning',
        },
        summary: 'The certificate of blackbox ends in 9d 22h 50m 0s',
        description: 'It should be renewed 14d before its end.',
      },
    ],
  },
  {
    alert: 'CertificateAboutToExpire',
    firing: { [of('blackbox', 'probe_ssl_earliest_cert_expiry')]: '172800x20 8640000x20' },
    firesAt: '10m',
    resolvedAt: '30m',
    healthy: { [of('blackbox', 'probe_ssl_earliest_cert_expiry')]: '345600x40' },
    expected: [
      {
        labels: {
          instance: 'blackbox',
          job: 'blackbox',
          owner: 'platform',
          service: 'blackbox',
          service_name: 'blackbox',
          severity: 'critical',
        },
        summary: 'The certificate of blackbox ends in 1d 23h 50m 0s',
        description: 'After its end no client connects any more.',
      },
    ],
  },
];
