import { images } from '../../config/versions';
import { chartImage } from '../core/chart-image';
import type { ComponentPlan } from '../core/component';
import { objectName, podLabels, priorityClassName, resourceRequirements } from '../core/kubernetes';
import { ENVIRONMENT, ownerLabels, PLATFORM } from '../core/labels';
import type { Native } from '../core/native';
import type { ReleaseContext } from '../core/release-definition';

/** The reloader beside each Prometheus and Alertmanager hands on a changed file, and sleeps otherwise. */
const RELOADER: Native = { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '100m', memory: '64Mi' } };

/** What it writes on everything that it makes. */
const ANNOTATIONS = [PLATFORM, ENVIRONMENT] as const;

/** What it runs, and the routes of Alertmanager. */
const INSTANCES = ['prometheusInstance', 'alertmanagerInstance', 'alertmanagerConfig', 'thanosRulerInstance'] as const;

/** The operator in the values of kube-prometheus-stack. */
export function operatorValues(plan: ComponentPlan, { config, target }: ReleaseContext): Native {
  return {
    fullnameOverride: objectName(config, plan.name),
    image: chartImage(plan.image),
    prometheusConfigReloader: { image: chartImage(images.prometheusConfigReloader), resources: RELOADER },
    // Rules are checked before they are deployed. The webhook would need Jobs that make its certificate, and blocks all rules while it is away.
    admissionWebhooks: { enabled: false },
    tls: { enabled: false },
    serviceMonitor: { selfMonitor: false },
    // Monitors and rules it finds everywhere; what it runs is the platform's own, and other operators' is theirs.
    ...Object.fromEntries(INSTANCES.map((kind) => [`${kind}Namespaces`, [target.namespace]])),
    // It keeps a list of the kubelets up to date, for Prometheus.
    kubeletService: { enabled: config.prometheus.enabled },
    // That list is in kube-system, where nothing else would say whose it is. As labels they would be in selectors, which never change.
    extraArgs: [`--annotations=${ANNOTATIONS.map((key) => `${key}=${ownerLabels(config)[key]}`).join(',')}`],
    podLabels: podLabels(config, plan.name),
    priorityClassName: priorityClassName(config),
    resources: resourceRequirements(plan.resources),
  };
}
