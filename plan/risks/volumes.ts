import { parseQuantity } from '../../constructs/core/quantity';
import { at, text } from '../lenient';
import type { Risk } from '../model';
import { type Comparison, deliveriesOf, deliveryNamed, headValue, isChanged, type RiskRule } from './context';
import { platformRisks } from './stores';

/** Sizes and classes of volumes, of which Kubernetes changes little: which deployments it refuses, and what stays as it is. */
export const volumeRisks: RiskRule = (comparison) =>
  // Where everything starts anew, claims are new too.
  platformRisks(comparison).length > 0 ? [] : [...sizes(comparison), ...storageClass(comparison)];

/** The section of the configuration with a component's `volumeSize`. */
const OWNERS: readonly string[] = ['prometheus', 'alertmanager', 'grafana', 'loki', 'tempo', 'jaeger'];

const volumeSubject = (component: string): string => (OWNERS.includes(component) ? `${component}.volumeSize` : `component ${component}`);

function sizes({ base, head }: Comparison): readonly Risk[] {
  return deliveriesOf(head).flatMap((delivered): readonly Risk[] => {
    const component = text(delivered['name']);
    const [before, after] = [text(deliveryNamed(base, component)?.['volume']), text(delivered['volume'])];
    const [was, is] = [quantityOf(before), quantityOf(after)];
    if (was === undefined || is === undefined || was === is) return [];
    const subject = volumeSubject(component);
    return is < was ? [shrinks(component, subject, before, after, delivered)] : grows(component, subject, before, after, delivered);
  });
}

const quantityOf = (size: string): number | undefined => {
  try {
    return parseQuantity(size);
  } catch {
    return undefined;
  }
};

/** https://kubernetes.io/docs/concepts/storage/persistent-volumes/#expanding-persistent-volumes-claims */
function shrinks(component: string, subject: string, before: string, after: string, delivered: unknown): Risk {
  const said = `The volume of ${component} is to shrink from ${before} to ${after}. Kubernetes shrinks no volume:`;
  switch (kindOf(delivered)) {
    case 'Deployment':
    case 'DaemonSet':
      return {
        kind: 'downtime',
        severity: 'medium',
        subject,
        text: `${said} it refuses the smaller claim, and the deployment fails and is rolled back. Leave ${subject} at ${before}, or move the data to a new claim.`,
      };
    case 'operator':
      return {
        kind: 'data-loss',
        severity: 'low',
        subject,
        text: `${said} claims that are there keep ${before} and their data, and new ones get ${after}.`,
      };
    case 'StatefulSet':
      return {
        kind: 'data-loss',
        severity: 'low',
        subject,
        text: `${said} claims that are there keep ${before} and their data, and new ones get ${after}. ${NEEDS_DEPLOY}`,
      };
  }
}

const NEEDS_DEPLOY =
  'Deploy with o11y deploy, which makes the StatefulSet anew around its pods: cdktf deploy fails with "Forbidden: updates to statefulset spec" and is rolled back.';

function grows(component: string, subject: string, before: string, after: string, delivered: unknown): readonly Risk[] {
  if (kindOf(delivered) !== 'StatefulSet') return [];
  const said = `The volume of ${component} grows from ${before} to ${after}, which its storage class must allow. ${NEEDS_DEPLOY}`;
  return [{ kind: 'downtime', severity: 'low', subject, text: said }];
}

function kindOf(delivered: unknown): 'Deployment' | 'DaemonSet' | 'StatefulSet' | 'operator' {
  switch (text(at(delivered, 'workload', 'kind'))) {
    case 'Prometheus':
    case 'Alertmanager':
      return 'operator';
    case 'StatefulSet':
      return 'StatefulSet';
    case 'DaemonSet':
      return 'DaemonSet';
    default:
      return 'Deployment';
  }
}

/** The class of a claim is never changed. */
function storageClass(comparison: Comparison): readonly Risk[] {
  const path = 'target.storageClass';
  const isAnother =
    isChanged(comparison, path) || (at(comparison.base, 'config', 'target', 'kind') === 'kubernetes' && isNew(comparison, path));
  if (!isAnother) return [];
  const to = text(headValue(comparison, path)) || 'the default class of the cluster';
  const said = `Volumes are to be of ${to}. Kubernetes changes the class of no claim: volumes that are there keep theirs, and the deployment fails with "Forbidden: updates to statefulset spec" and is rolled back. Set ${path} for a new environment, or remove the StatefulSets and claims first.`;
  return [{ kind: 'downtime', severity: 'medium', subject: path, text: said }];
}

const isNew = (comparison: Comparison, path: string): boolean =>
  at(comparison.base, 'config', ...path.split('.')) === undefined && headValue(comparison, path) !== undefined;
