import { images } from '../../config/versions';
import type { ComponentDefinition } from '../core/component';
import { componentOf } from '../targets/component';

/** kube-state-metrics: measures the objects of a cluster. */
export const kubeStateMetrics: ComponentDefinition = {
  product: 'kube-state-metrics',
  part: 'metrics',
  shapes: ({ target, exporters, prometheus }) =>
    target.kind === 'kubernetes' && exporters.kubeStateMetrics.enabled && prometheus.enabled
      ? [
          {
            name: 'kube-state-metrics',
            endpoints: [{ name: 'http', port: 8080, protocol: 'http', zones: ['storage'], healthPath: '/livez', metricsPath: '/metrics' }],
          },
        ]
      : [],
  plan: (_, { config }) => ({
    role: 'collection',
    description: "Measures the cluster's objects",
    image: images.kubeStateMetrics,
    callsApiServer: true,
    resources: config.exporters.kubeStateMetrics.resources,
  }),
};

/** Deploys kube-state-metrics into the target of its scope. */
export class KubeStateMetrics extends componentOf(kubeStateMetrics) {}
