import type { ComponentPlan } from './component';
import { secretOf } from './kubernetes';
import type { Native } from './native';

/** A plan's environment as a container's: values as they are, secrets by reference. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#environment-variables */
export const containerEnvironment = ({
  environment,
  secretEnvironment = {},
}: Pick<ComponentPlan, 'environment' | 'secretEnvironment'>): readonly Native[] => [
  ...Object.entries(environment).map(([name, value]) => ({ name, value })),
  ...Object.entries(secretEnvironment).map(([name, source]) => ({ name, valueFrom: { secretKeyRef: secretOf(source) } })),
];
