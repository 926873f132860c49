import { volumeBytes } from '../../config/sizing';
import { charts } from '../../config/versions';
import { alertmanagerValues } from '../alertmanager/helm';
import type { ComponentPlan } from '../core/component';
import { objectName } from '../core/kubernetes';
import type { Native } from '../core/native';
import { onlyFile } from '../core/plan-file';
import { quantity } from '../core/quantity';
import { type DeliveredComponent, exactly, type NamespaceRole, type Release } from '../core/release';
import type { ReleaseContext, ReleaseDefinition } from '../core/release-definition';
import { NODE_COMPONENTS } from '../discovery/node-components';
import { kubeStateMetricsValues } from '../exporters/kube-state-metrics-helm';
import { nodeExporterValues } from '../exporters/node-helm';
import { grafanaFiles, grafanaValues } from '../grafana/helm';
import { PROMETHEUS_FILES, prometheusValues, rulesValues } from '../prometheus/helm';
import { operatorValues } from '../prometheus/operator-helm';

/** What the chart calls a product's values, how it is switched on, and how it is delivered. */
interface Part {
  readonly key: string;
  /** The section with the switch, where that is not the values' own. */
  readonly switchedIn?: string;
  readonly values: (plan: ComponentPlan, context: ReleaseContext) => Native;
  readonly delivered: (plan: ComponentPlan, context: ReleaseContext) => Omit<DeliveredComponent, 'name'>;
}

/** The products of the chart that are ours too. Its others watch the parts of a control plane, which clusters that are bought do not show. */
const PARTS: Readonly<Record<string, Part>> = {
  prometheus: {
    key: 'prometheus',
    values: prometheusValues,
    delivered: (plan, { config }) => ({
      workload: { kind: 'Prometheus', name: objectName(config, plan.name), replicas: exactly(config.prometheus.replicas) },
      files: PROMETHEUS_FILES,
      volume: quantity(volumeBytes(config, 'prometheus')),
      serviceAccount: objectName(config, plan.name),
    }),
  },
  alertmanager: {
    key: 'alertmanager',
    values: alertmanagerValues,
    delivered: (plan, { config }) => ({
      workload: { kind: 'Alertmanager', name: objectName(config, plan.name), replicas: exactly(config.alertmanager.replicas) },
      files: { [onlyFile(plan).path]: ['alertmanager', 'config'] },
      volume: quantity(volumeBytes(config, 'alertmanager')),
    }),
  },
  grafana: {
    key: 'grafana',
    values: grafanaValues,
    delivered: (plan, { config }) => ({
      workload: { kind: 'Deployment', name: objectName(config, plan.name), replicas: exactly(1) },
      files: grafanaFiles(plan),
      volume: quantity(volumeBytes(config, 'grafana')),
    }),
  },
  'node-exporter': {
    key: 'prometheus-node-exporter',
    switchedIn: 'nodeExporter',
    values: nodeExporterValues,
    delivered: (plan, { config }) => ({
      workload: { kind: 'DaemonSet', name: objectName(config, plan.name), replicas: exactly(1) },
      files: {},
      hostNetwork: true,
    }),
  },
  'kube-state-metrics': {
    key: 'kube-state-metrics',
    switchedIn: 'kubeStateMetrics',
    values: kubeStateMetricsValues,
    delivered: (plan, { config }) => ({
      workload: { kind: 'Deployment', name: objectName(config, plan.name), replicas: exactly(1) },
      files: {},
      serviceAccount: objectName(config, plan.name),
    }),
  },
  'prometheus-operator': {
    key: 'prometheusOperator',
    values: operatorValues,
    delivered: (plan, { config }) => ({
      workload: { kind: 'Deployment', name: objectName(config, plan.name), replicas: exactly(1) },
      files: {},
      serviceAccount: objectName(config, plan.name),
    }),
  },
};

const OFF: Native = { enabled: false };

/** Asked as often as everything else. */
const KUBELET: Native = { serviceMonitor: { cAdvisorInterval: '' } };

/**
 * Prometheus, Alertmanager, Grafana and what measures nodes and objects, in two releases: what reads nodes is in a namespace of its own.
 * https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack
 */
export const kubePrometheusStackRelease: ReleaseDefinition = {
  products: Object.keys(PARTS),
  releases: (plans, context) => {
    const onNodes = plans.filter(({ name }) => NODE_COMPONENTS.includes(name));
    const others = plans.filter((plan) => !onNodes.includes(plan));
    return [
      ...(others.length === 0 ? [] : [stackRelease('kube-prometheus-stack', 'platform', others, context)]),
      ...(onNodes.length === 0 ? [] : [stackRelease('node-exporter', 'node', onNodes, context)]),
    ];
  },
};

const stackRelease = (name: string, namespace: NamespaceRole, plans: readonly ComponentPlan[], context: ReleaseContext): Release => ({
  name,
  chart: charts.kubePrometheusStack,
  namespace,
  values: stackValues(plans, context),
  delivers: plans.flatMap((plan) => {
    const part = PARTS[plan.product];
    return part === undefined ? [] : [{ name: plan.name, ...part.delivered(plan, context) }];
  }),
});

function stackValues(plans: readonly ComponentPlan[], context: ReleaseContext): Native {
  const parts = Object.entries(PARTS).map(([product, part]) => ({ part, plan: plans.find((plan) => plan.product === product) }));
  const has = (product: string): boolean => plans.some((plan) => plan.product === product);
  return {
    // Objects are called <platform>-prometheus and the like.
    fullnameOverride: context.config.platform,
    // Definitions of custom resources come with what makes use of them.
    crds: { enabled: has('prometheus-operator') },
    defaultRules: { create: false },
    ...Object.assign({}, ...plans.filter(({ product }) => product === 'prometheus').map(rulesValues)),
    // What each container uses, from the kubelet, is the one thing that only a monitor of the chart finds.
    kubelet: has('prometheus') ? KUBELET : OFF,
    ...Object.fromEntries(
      ['kubeApiServer', 'kubeControllerManager', 'coreDns', 'kubeEtcd', 'kubeScheduler', 'kubeProxy'].map((part) => [part, OFF]),
    ),
    ...Object.fromEntries(
      parts.flatMap(({ part, plan }): readonly (readonly [string, Native])[] => {
        const enabled = plan !== undefined;
        const values = plan === undefined ? {} : part.values(plan, context);
        if (part.switchedIn === undefined) return [[part.key, { enabled, ...values }]];
        return [[part.switchedIn, { enabled }], ...(enabled ? [[part.key, values] as const] : [])];
      }),
    ),
  };
}
