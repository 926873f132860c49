import type { ITerraformDependable } from 'cdktf';
import type { Platform } from '../core/platform';
import type { DeliveredComponent, NamespaceRole, Release } from '../core/release';

/** What every object of the target needs to know of its namespace. */
export interface ObjectContext {
  readonly metadata: (
    namespace: NamespaceRole,
    name: string,
  ) => { readonly name: string; readonly namespace: string; readonly labels: Record<string, string> };
  /** What must be there before an object of the namespace. */
  readonly namespaceReady: (namespace: NamespaceRole) => ITerraformDependable[];
}

/** A component as it is delivered, with the release that does. */
export interface Delivery {
  readonly release: Release;
  readonly component: DeliveredComponent;
}

/** Every component that a namespace's releases deliver. */
export const deliveriesIn = ({ releases }: Platform, namespace: NamespaceRole): readonly Delivery[] =>
  releases
    .filter((release) => release.namespace === namespace)
    .flatMap((release) => release.delivers.map((component) => ({ release, component })));

/** How a component is delivered. @throws RangeError when no release has it */
export function deliveryOf({ releases }: Platform, name: string): Delivery {
  for (const release of releases) {
    const component = release.delivers.find((candidate) => candidate.name === name);
    if (component !== undefined) return { release, component };
  }
  throw new RangeError(`no release delivers ${name}`);
}

/** The namespaces in use: the platform's own always, the one for what reads nodes when something does. */
export const namespacesOf = ({ releases }: Platform): readonly NamespaceRole[] =>
  releases.some(({ namespace }) => namespace === 'node') ? ['platform', 'node'] : ['platform'];
