import { chartImage } from '../core/chart-image';
import type { ComponentPlan } from '../core/component';
import { objectName, podLabels, priorityClassName, RESTRICTED_CONTAINER, resourceRequirements, restrictedPod } from '../core/kubernetes';
import type { Native } from '../core/native';
import type { ReleaseContext } from '../core/release-definition';

/** The image's user. */
const USER = 65_534;

/** node_exporter in the values of its chart. It is on the node's own network: from a network of its own it would measure that one. */
export function nodeExporterValues(plan: ComponentPlan, { config }: ReleaseContext): Native {
  return {
    fullnameOverride: objectName(config, plan.name),
    image: { ...chartImage(plan.image), distroless: false },
    // The chart says where the host is mounted.
    extraArgs: plan.args.filter((flag) => !flag.startsWith('--path.')),
    prometheus: { monitor: { enabled: false } },
    podLabels: podLabels(config, plan.name),
    priorityClassName: priorityClassName(config),
    resources: resourceRequirements(plan.resources),
    securityContext: restrictedPod(USER),
    containerSecurityContext: RESTRICTED_CONTAINER,
    // It finds the same without: what it reads of processes is in the host's /proc.
    hostPID: false,
    // On the node's own address alone.
    service: { listenOnAllInterfaces: false, annotations: { 'prometheus.io/scrape': null } },
    // Every node, whatever it is kept for.
    tolerations: [{ operator: 'Exists' }],
  };
}
