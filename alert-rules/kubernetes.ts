import type { Alert, Concern } from './rule';

/** So that a node that is down silences its pods. */
const ON_NODE = '* on (namespace, pod) group_left (node) topk by (namespace, pod) (1, max by (namespace, pod, node) (kube_pod_info))';

/** Objects of a cluster, as kube-state-metrics sees them. https://github.com/kubernetes/kube-state-metrics */
export const kubernetes: Concern = ({ parts }) => {
  const objects: Pick<Alert, 'when' | 'about' | 'dashboard'> = { when: parts.objects, about: 'platform', dashboard: 'infrastructure' };
  return {
    name: 'kubernetes',
    alerts: [
      {
        ...objects,
        alert: 'NodeNotReady',
        expr: 'max by (node) (kube_node_status_condition{condition="Ready", status="true"}) == 0',
        for: '2m',
        severity: 'critical',
        summary: 'Node {{ $labels.node }} is not ready',
        description: 'Its kubelet has not said for 2m that it can run pods.',
      },
      {
        ...objects,
        alert: 'NodeUnderPressure',
        expr: 'max by (node, condition) (kube_node_status_condition{condition=~"(Memory|Disk|PID)Pressure", status="true"}) == 1',
        for: '5m',
        severity: 'warning',
        summary: 'Node {{ $labels.node }} has {{ $labels.condition }}',
        description: 'It ends pods to get out of it, and takes no new ones.',
      },
      {
        ...objects,
        alert: 'PodNotReady',
        expr: `sum by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Unknown|Failed"}) ${ON_NODE} > 0`,
        for: '15m',
        severity: 'warning',
        summary: 'Pod {{ $labels.namespace }}/{{ $labels.pod }} does not run',
        description: 'It has been pending, failed or unknown for 15m.',
      },
      {
        ...objects,
        alert: 'PodCrashLooping',
        expr: `max by (namespace, pod, container) (max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m])) ${ON_NODE} == 1`,
        for: '5m',
        severity: 'warning',
        summary: '{{ $labels.container }} in {{ $labels.namespace }}/{{ $labels.pod }} crashes again and again',
        description: 'The kubelet waits longer before each new start.',
      },
      {
        ...objects,
        alert: 'WorkloadReplicasMissing',
        expr: [
          'max by (namespace, deployment) (kube_deployment_spec_replicas - kube_deployment_status_replicas_available) > 0',
          'max by (namespace, statefulset) (kube_statefulset_replicas - kube_statefulset_status_replicas_ready) > 0',
          'max by (namespace, daemonset) (kube_daemonset_status_desired_number_scheduled - kube_daemonset_status_number_available) > 0',
        ].join(' or '),
        for: '10m',
        severity: 'warning',
        summary:
          '{{ $labels.namespace }}/{{ or $labels.deployment $labels.statefulset $labels.daemonset }} lacks {{ $value | humanize }} pods',
        description: 'For 10m fewer pods have been available than it asks for.',
      },
      {
        ...objects,
        alert: 'PersistentVolumeFilling',
        when: parts.podContainers,
        expr: 'max by (namespace, persistentvolumeclaim) (1 - kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes) > 0.85',
        for: '5m',
        severity: 'critical',
        summary: 'Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} is {{ $value | humanizePercentage }} full',
        description: 'A store whose volume is full stops.',
      },
    ],
  };
};
