import type { ComponentPlan } from '../core/component';
import { containerEnvironment } from '../core/container-environment';
import { escapeTemplate, objectName, podLabels, priorityClassName, RESTRICTED_CONTAINER, resourceRequirements } from '../core/kubernetes';
import type { Native, NativeFile } from '../core/native';
import type { ReleaseContext } from '../core/release-definition';

/** Where the chart's values have the configuration file: it is taken as it is, and nothing is merged into it. */
export const CONFIGURATION: readonly string[] = ['alternateConfig'];

/** The file of a collector's plan. @throws RangeError when it has none, or one that is not data */
export function collectorFile({ name, files }: ComponentPlan): { readonly path: string; readonly data: Native } {
  const file: NativeFile | undefined = files[0];
  if (file === undefined || !('data' in file)) throw new RangeError(`${name} has no configuration file`);
  return file;
}

/** A variable with something that only the cluster knows. https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ */
export const fieldVariable = (name: string, fieldPath: string): Native => ({ name, valueFrom: { fieldRef: { fieldPath } } });

/** Ports that the chart opens unless told otherwise. */
const CHART_PORTS = ['otlp', 'otlp-http', 'jaeger-compact', 'jaeger-thrift', 'jaeger-grpc', 'zipkin', 'metrics'] as const;

/** The component's endpoints as ports of its pods and its service, and no others. */
const ports = ({ endpoints }: ComponentPlan): Native => ({
  ...Object.fromEntries(CHART_PORTS.map((name) => [name, { enabled: false }])),
  ...Object.fromEntries(
    endpoints.map(({ name, port, protocol }) => [
      name,
      { enabled: true, containerPort: port, servicePort: port, protocol: 'TCP', appProtocol: protocol },
    ]),
  ),
});

/**
 * What is the same for every collector.
 * https://github.com/open-telemetry/opentelemetry-helm-charts/tree/main/charts/opentelemetry-collector
 */
export const collectorValues = ({ config }: ReleaseContext, plan: ComponentPlan, variables: readonly Native[]): Native => ({
  fullnameOverride: objectName(config, plan.name),
  image: plan.image,
  command: { name: 'otelcol-contrib', extraArgs: plan.args.filter((argument) => !argument.startsWith('--config=')) },
  alternateConfig: escapeTemplate(collectorFile(plan).data),
  // The plan's environment has it.
  useGOMEMLIMIT: false,
  extraEnvs: [...containerEnvironment(plan), ...variables],
  podLabels: podLabels(config, plan.name),
  priorityClassName: priorityClassName(config),
  securityContext: RESTRICTED_CONTAINER,
  resources: resourceRequirements(plan.resources),
  ports: ports(plan),
  // A large queue is put in order before the collector answers.
  startupProbe: { httpGet: { path: '/', port: 13133 }, periodSeconds: 5, failureThreshold: 60 },
});
