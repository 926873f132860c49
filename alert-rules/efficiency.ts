import { bytes } from '../config/units';
import { byServiceName } from './promql';
import type { Concern } from './rule';

/** Resources that are paid for and not used. */
export const efficiency: Concern = ({ config, parts, thresholds: { efficiency: at } }) => {
  const onCluster = config.target.kind === 'kubernetes';
  const measured = parts.engineContainers || parts.podContainers;
  // On a cluster the container of a service is called like it; on an engine it has the label that it is found by.
  const [label, selector] = onCluster
    ? ['container', 'container!="", image!=""']
    : ['container_label_service', 'container_label_service!=""'];
  const cores = byServiceName(
    `label_replace(sum by (${label}) (rate(container_cpu_usage_seconds_total{${selector}}[5m])), "service", "$1", "${label}", "(.+)")`,
  );
  const by = onCluster ? 'namespace, pod, container' : 'name';
  const used = onCluster
    ? 'max_over_time(container_memory_working_set_bytes{container!="", image!=""}[1d])'
    : 'max_over_time(container_memory_working_set_bytes{name!=""}[1d])';
  const asked = onCluster
    ? 'kube_pod_container_resource_requests{resource="memory"}'
    : 'container_spec_memory_reservation_limit_bytes{name!=""}';
  const name = onCluster ? '{{ $labels.container }} in {{ $labels.namespace }}/{{ $labels.pod }}' : '{{ $labels.name }}';
  return {
    name: 'efficiency',
    interval: '1m',
    alerts: [
      {
        alert: 'InefficientResources',
        when: parts.spans && measured,
        expr: `${cores} > ${at.cpu} and on (service_name) max by (service_name) (max_over_time(service:requests:rate5m[1d])) unless on (service_name) service:requests:rate5m >= ${at.requestsPerSecond}`,
        for: '30m',
        severity: 'info',
        about: 'service',
        summary: '{{ $labels.service_name }} uses {{ printf "%.2f" $value }} cores for little traffic',
        description: `It has had fewer than ${at.requestsPerSecond} requests a second for 30m, and used more than ${at.cpu} cores.`,
        dashboard: 'service-detail',
      },
      {
        alert: 'OverprovisionedMemory',
        when: parts.engineContainers || parts.objects,
        expr: `max by (${by}) (${used}) / (max by (${by}) (${asked}) >= ${bytes(at.memory)}) < ${at.used}`,
        for: '1d',
        severity: 'info',
        about: 'platform',
        summary: `${name} uses {{ $value | humanizePercentage }} of the memory that is kept for it`,
        description: `In a day it has never used more than ${Math.round(at.used * 100)} %.`,
        dashboard: 'infrastructure',
      },
      {
        alert: 'OverprovisionedCpu',
        when: parts.objects,
        expr: `sum by (namespace, pod, container) (rate(container_cpu_usage_seconds_total{container!="", image!=""}[1d])) / (max by (namespace, pod, container) (kube_pod_container_resource_requests{resource="cpu"}) >= ${at.requestedCpu}) < ${at.used}`,
        for: '1d',
        severity: 'info',
        about: 'platform',
        summary:
          '{{ $labels.container }} in {{ $labels.namespace }}/{{ $labels.pod }} uses {{ $value | humanizePercentage }} of the cores that are kept for it',
        description: `Over a day it has used less than ${Math.round(at.used * 100)} %.`,
        dashboard: 'infrastructure',
      },
    ],
  };
};
