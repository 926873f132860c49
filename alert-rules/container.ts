import type { Concern } from './rule';

/** What differs between the containers of an engine and those of pods. */
interface Dialect {
  readonly by: string;
  readonly container: string;
  readonly working: string;
  readonly limit: string;
  readonly restarts: string;
  readonly outOfMemory: string;
}

/** https://github.com/google/cadvisor/blob/master/docs/storage/prometheus.md */
const ENGINE: Dialect = {
  by: 'name',
  container: '{{ $labels.name }}',
  working: 'container_memory_working_set_bytes{name!=""}',
  limit: 'container_spec_memory_limit_bytes{name!=""} > 0',
  restarts: 'changes(container_start_time_seconds{name!=""}[15m])',
  outOfMemory: 'increase(container_oom_events_total{name!=""}[10m]) > 0',
};

/** https://github.com/kubernetes/kube-state-metrics/tree/main/docs/metrics/workload */
const PODS: Dialect = {
  by: 'namespace, pod, container',
  container: '{{ $labels.container }} in {{ $labels.namespace }}/{{ $labels.pod }}',
  working: 'container_memory_working_set_bytes{container!="", image!=""}',
  limit: 'kube_pod_container_resource_limits{resource="memory"}',
  restarts: 'increase(kube_pod_container_status_restarts_total[15m])',
  outOfMemory:
    'kube_pod_container_status_last_terminated_reason{reason="OOMKilled"} == 1 and on (namespace, pod, container) increase(kube_pod_container_status_restarts_total[10m]) > 0',
};

/** Containers, of an engine by cAdvisor, of a cluster by its kubelets and kube-state-metrics. */
export const container: Concern = ({ config, parts, thresholds: { container: at } }) => {
  const onCluster = config.target.kind === 'kubernetes';
  const { by, container: name, working, limit, restarts, outOfMemory } = onCluster ? PODS : ENGINE;
  const measured = parts.engineContainers || parts.podContainers;
  const known = parts.engineContainers || parts.objects;
  const selector = onCluster ? 'container!=""' : 'name!=""';
  return {
    name: 'container',
    alerts: [
      {
        alert: 'ContainerMemoryHigh',
        when: known,
        expr: `max by (${by}) (${working}) / max by (${by}) (${limit}) > ${at.memory}`,
        for: '5m',
        severity: 'warning',
        about: 'platform',
        summary: `${name} uses {{ $value | humanizePercentage }} of its memory limit`,
        description: 'At its limit the kernel ends it.',
        dashboard: 'infrastructure',
      },
      {
        alert: 'ContainerCpuThrottled',
        when: measured,
        expr: `sum by (${by}) (increase(container_cpu_cfs_throttled_periods_total{${selector}}[5m])) / sum by (${by}) (increase(container_cpu_cfs_periods_total{${selector}}[5m])) > ${at.throttled}`,
        for: '15m',
        severity: 'warning',
        about: 'platform',
        summary: `${name} waits for processor time in {{ $value | humanizePercentage }} of all periods`,
        description: 'Its limit is lower than what it needs: it answers late.',
        dashboard: 'infrastructure',
      },
      {
        alert: 'ContainerRestarting',
        when: known,
        expr: `max by (${by}) (${restarts}) > ${at.restarts}`,
        severity: 'warning',
        about: 'platform',
        summary: `${name} restarts again and again`,
        description: 'It has restarted {{ $value | humanize }} times in 15m.',
        dashboard: 'infrastructure',
      },
      {
        alert: 'ContainerOutOfMemory',
        when: known,
        expr: `max by (${by}) (${outOfMemory})`,
        severity: 'warning',
        about: 'platform',
        summary: `${name} was ended at its memory limit`,
        description: 'It needed more memory than its limit, within the last 10m.',
        dashboard: 'infrastructure',
      },
    ],
  };
};
