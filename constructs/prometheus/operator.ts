import { images } from '../../config/versions';
import type { ComponentDefinition } from '../core/component';
import { componentOf } from '../targets/component';

/** The Prometheus Operator: runs Prometheus and Alertmanager on Kubernetes, and finds everybody's monitors and rules. */
export const prometheusOperator: ComponentDefinition = {
  product: 'prometheus-operator',
  part: 'metrics',
  shapes: ({ target, prometheus, alertmanager }) =>
    target.kind === 'kubernetes' && (prometheus.enabled || alertmanager.enabled)
      ? [
          {
            name: 'prometheus-operator',
            endpoints: [
              { name: 'http', port: 8080, protocol: 'http', zones: ['storage'], healthPath: '/healthz', metricsPath: '/metrics' },
            ],
          },
        ]
      : [],
  plan: (_, { config }) => ({
    role: 'collection',
    description: 'Runs Prometheus and Alertmanager',
    image: images.prometheusOperator,
    callsApiServer: true,
    resources: config.prometheus.operator.resources,
  }),
};

/** Deploys the operator into the target of its scope. */
export class PrometheusOperator extends componentOf(prometheusOperator) {}
