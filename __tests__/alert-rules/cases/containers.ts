import { type AlertCase, CLUSTER } from './case';

const docker = (metric: string): string => `container_${metric}{name="shop-checkout-1"}`;
const POD = 'namespace="shop", pod="checkout-1"';
const INFO = `kube_pod_info{${POD}, node="node-a"}`;
const phase = (name: string): string => `kube_pod_status_phase{${POD}, phase="${name}"}`;
const WAITING = `kube_pod_container_status_waiting_reason{${POD}, container="checkout", reason="CrashLoopBackOff"}`;
const condition = (name: string): string => `kube_node_status_condition{node="node-a", condition="${name}", status="true"}`;
const volume = (metric: string): string => `kubelet_volume_stats_${metric}{namespace="shop", persistentvolumeclaim="data-0"}`;

/** Containers and the objects of a cluster. */
export const containerCases: readonly AlertCase[] = [
  {
    alert: 'ContainerMemoryHigh',
    firing: { [docker('memory_working_set_bytes')]: '95x15 50x15', [docker('spec_memory_limit_bytes')]: '100x30' },
    firesAt: '10m',
    resolvedAt: '20m',
    // It has no limit.
    healthy: { [docker('memory_working_set_bytes')]: '95x30', [docker('spec_memory_limit_bytes')]: '0x30' },
    expected: [
      {
        labels: { name: 'shop-checkout-1', owner: 'platform', severity: 'warning' },
        summary: 'shop-checkout-1 uses 95% of its memory limit',
        description: 'At its limit the kernel ends it.',
      },
    ],
  },
  {
    alert: 'ContainerCpuThrottled',
    firing: { [docker('cpu_cfs_throttled_periods_total')]: '0+30x30 900x30', [docker('cpu_cfs_periods_total')]: '0+60x60' },
    firesAt: '25m',
    resolvedAt: '45m',
    healthy: { [docker('cpu_cfs_throttled_periods_total')]: '0+15x60', [docker('cpu_cfs_periods_total')]: '0+60x60' },
    expected: [
      {
        labels: { name: 'shop-checkout-1', owner: 'platform', severity: 'warning' },
        summary: 'shop-checkout-1 waits for processor time in 50% of all periods',
        description: 'Its limit is lower than what it needs: it answers late.',
      },
    ],
  },
  {
    alert: 'ContainerRestarting',
    firing: { [docker('start_time_seconds')]: '10x2 20x2 30x2 40x40' },
    firesAt: '12m',
    resolvedAt: '35m',
    // A deployment, and another one.
    healthy: { [docker('start_time_seconds')]: '10x2 20x2 30x40' },
    expected: [
      {
        labels: { name: 'shop-checkout-1', owner: 'platform', severity: 'warning' },
        summary: 'shop-checkout-1 restarts again and again',
        description: 'It has restarted 3 times in 15m.',
      },
    ],
  },
  {
    alert: 'ContainerOutOfMemory',
    firing: { [docker('oom_events_total')]: '0x10 1x30' },
    firesAt: '15m',
    resolvedAt: '30m',
    healthy: { [docker('oom_events_total')]: '1x40' },
    expected: [
      {
        labels: { name: 'shop-checkout-1', owner: 'platform', severity: 'warning' },
        summary: 'shop-checkout-1 was ended at its memory limit',
        description: 'It needed more memory than its limit, within the last 10m.',
      },
    ],
  },
  {
    alert: 'ContainerOutOfMemory',
    overlay: CLUSTER,
    firing: {
      [`kube_pod_container_status_last_terminated_reason{${POD}, container="checkout", reason="OOMKilled"}`]: '_x10 1x30',
      [`kube_pod_container_status_restarts_total{${POD}, container="checkout"}`]: '0x10 1x30',
    },
    firesAt: '15m',
    resolvedAt: '30m',
    // The last end of it was long ago.
    healthy: {
      [`kube_pod_container_status_last_terminated_reason{${POD}, container="checkout", reason="OOMKilled"}`]: '1x40',
      [`kube_pod_container_status_restarts_total{${POD}, container="checkout"}`]: '1x40',
    },
    expected: [
      {
        labels: { container: 'checkout', namespace: 'shop', owner: 'platform', pod: 'checkout-1', severity: 'warning' },
        summary: 'checkout in shop/checkout-1 was ended at its memory limit',
        description: 'It needed more memory than its limit, within the last 10m.',
      },
    ],
  },
  {
    alert: 'ContainerMemoryHigh',
    overlay: CLUSTER,
    firing: {
      [`container_memory_working_set_bytes{${POD}, container="checkout", image="checkout:1"}`]: '95x15 50x15',
      [`kube_pod_container_resource_limits{${POD}, container="checkout", resource="memory", unit="byte"}`]: '100x30',
    },
    firesAt: '10m',
    resolvedAt: '20m',
    healthy: {
      [`container_memory_working_set_bytes{${POD}, container="checkout", image="checkout:1"}`]: '90x30',
      [`kube_pod_container_resource_limits{${POD}, container="checkout", resource="memory", unit="byte"}`]: '100x30',
    },
    expected: [
      {
        labels: { container: 'checkout', namespace: 'shop', owner: 'platform', pod: 'checkout-1', severity: 'warning' },
        summary: 'checkout in shop/checkout-1 uses 95% of its memory limit',
        description: 'At its limit the kernel ends it.',
      },
    ],
  },
  {
    alert: 'NodeNotReady',
    overlay: CLUSTER,
    firing: { [condition('Ready')]: '1x4 0x6 1x10' },
    firesAt: '8m',
    resolvedAt: '15m',
    healthy: { [condition('Ready')]: '1x7 0 1x10' },
    expected: [
      {
        labels: { node: 'node-a', owner: 'platform', severity: 'critical' },
        summary: 'Node node-a is not ready',
        description: 'Its kubelet has not said for 2m that it can run pods.',
      },
    ],
  },
  {
    alert: 'NodeUnderPressure',
    overlay: CLUSTER,
    firing: { [condition('DiskPressure')]: '1x10 0x10' },
    firesAt: '8m',
    resolvedAt: '15m',
    healthy: { [condition('Ready')]: '1x20', [condition('DiskPressure')]: '0x20' },
    expected: [
      {
        labels: { condition: 'DiskPressure', node: 'node-a', owner: 'platform', severity: 'warning' },
        summary: 'Node node-a has DiskPressure',
        description: 'It ends pods to get out of it, and takes no new ones.',
      },
    ],
  },
  {
    alert: 'PodNotReady',
    overlay: CLUSTER,
    firing: { [phase('Pending')]: '1x20 0x20', [phase('Running')]: '0x20 1x20', [INFO]: '1x40' },
    firesAt: '18m',
    resolvedAt: '30m',
    healthy: { [phase('Pending')]: '1x10 0x30', [phase('Running')]: '0x10 1x30', [INFO]: '1x40' },
    expected: [
      {
        labels: { namespace: 'shop', node: 'node-a', owner: 'platform', pod: 'checkout-1', severity: 'warning' },
        summary: 'Pod shop/checkout-1 does not run',
        description: 'It has been pending, failed or unknown for 15m.',
      },
    ],
  },
  {
    alert: 'PodCrashLooping',
    overlay: CLUSTER,
    firing: { [WAITING]: '1x15 0x20', [INFO]: '1x40' },
    firesAt: '10m',
    resolvedAt: '30m',
    healthy: { [WAITING]: '0x40', [INFO]: '1x40' },
    expected: [
      {
        labels: { container: 'checkout', namespace: 'shop', node: 'node-a', owner: 'platform', pod: 'checkout-1', severity: 'warning' },
        summary: 'checkout in shop/checkout-1 crashes again and again',
        description: 'The kubelet waits longer before each new start.',
      },
    ],
  },
  {
    alert: 'WorkloadReplicasMissing',
    overlay: CLUSTER,
    firing: {
      'kube_statefulset_replicas{namespace="shop", statefulset="db"}': '3x30',
      'kube_statefulset_status_replicas_ready{namespace="shop", statefulset="db"}': '2x15 3x15',
    },
    firesAt: '12m',
    resolvedAt: '25m',
    // A roll-out takes a while.
    healthy: {
      'kube_deployment_spec_replicas{namespace="shop", deployment="checkout"}': '3x30',
      'kube_deployment_status_replicas_available{namespace="shop", deployment="checkout"}': '3x4 2x6 3x20',
    },
    expected: [
      {
        labels: { namespace: 'shop', owner: 'platform', severity: 'warning', statefulset: 'db' },
        summary: 'shop/db lacks 1 pods',
        description: 'For 10m fewer pods have been available than it asks for.',
      },
    ],
  },
  {
    alert: 'PersistentVolumeFilling',
    overlay: CLUSTER,
    firing: { [volume('available_bytes')]: '10x15 50x15', [volume('capacity_bytes')]: '100x30' },
    firesAt: '10m',
    resolvedAt: '20m',
    healthy: { [volume('available_bytes')]: '20x30', [volume('capacity_bytes')]: '100x30' },
    expected: [
      {
        labels: { namespace: 'shop', owner: 'platform', persistentvolumeclaim: 'data-0', severity: 'critical' },
        summary: 'Volume shop/data-0 is 90% full',
        description: 'A store whose volume is full stops.',
      },
    ],
  },
];
