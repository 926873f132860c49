import { PodDisruptionBudgetV1 } from '@cdktf/provider-kubernetes/lib/pod-disruption-budget-v1';
import { Construct } from 'constructs';
import { objectName, podSelector } from '../core/kubernetes';
import type { Platform } from '../core/platform';
import type { NamespaceRole } from '../core/release';
import { deliveriesIn, namespacesOf, type ObjectContext } from './kubernetes-objects';

/** A disruption budget as plain data. https://kubernetes.io/docs/tasks/run-application/configure-pdb/ */
export interface DisruptionBudget {
  readonly name: string;
  readonly namespace: NamespaceRole;
  readonly maxUnavailable: string;
  readonly matchLabels: Readonly<Record<string, string>>;
}

/**
 * A budget for each component that always has several pods: the drain of a node ends one of them at a time. None for a single pod, since
 * one that may never be missing keeps its node from being drained at all. Pure.
 */
export const disruptionBudgets = (platform: Platform): readonly DisruptionBudget[] =>
  namespacesOf(platform).flatMap((namespace) =>
    deliveriesIn(platform, namespace)
      .filter(({ component }) => component.workload.replicas.min > 1)
      .map(({ component: { name } }) => ({
        name: objectName(platform.config, name),
        namespace,
        maxUnavailable: '1',
        matchLabels: podSelector(name),
      })),
  );

/** Creates the disruption budgets of a platform. */
export class DisruptionBudgets extends Construct {
  constructor(scope: Construct, id: string, budgets: readonly DisruptionBudget[], objects: ObjectContext) {
    super(scope, id);
    for (const { name, namespace, maxUnavailable, matchLabels } of budgets) {
      const budget = new PodDisruptionBudgetV1(this, name, {
        metadata: objects.metadata(namespace, name),
        spec: { maxUnavailable, selector: { matchLabels: { ...matchLabels } } },
        dependsOn: objects.namespaceReady(namespace),
      });
      budget.overrideLogicalId(`budget-${name}`);
    }
  }
}
