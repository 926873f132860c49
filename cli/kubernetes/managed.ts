import * as z from 'zod';
import { pullState, type Terraform } from '../terraform/terraform';

/** An object of the cluster that Terraform's state knows. */
export interface ManagedObject {
  /** As Kubernetes writes it: `NetworkPolicy`. */
  readonly kind: string;
  /** Empty for one that is in no namespace. */
  readonly namespace: string;
  readonly name: string;
  /** Empty where the state does not have it. */
  readonly uid: string;
}

/** What Terraform would remove from the cluster. */
export interface Managed {
  readonly objects: readonly ManagedObject[];
  readonly releases: readonly { readonly namespace: string; readonly name: string }[];
}

const metadataSchema = z.object({ name: z.string(), namespace: z.string().nullish(), uid: z.string().nullish() });

const stateSchema = z.object({
  resources: z
    .array(
      z.object({
        mode: z.string(),
        type: z.string(),
        instances: z.array(
          z.object({
            attributes: z.looseObject({
              name: z.string().nullish(),
              namespace: z.string().nullish(),
              metadata: z.array(metadataSchema).nullish().catch(undefined),
            }),
          }),
        ),
      }),
    )
    .default([]),
});

/** `kubernetes_network_policy_v1` is a NetworkPolicy. */
const kindOf = (type: string): string =>
  type
    .replace(/^kubernetes_|_v\d+$/g, '')
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** The objects and releases of a state. Pure. */
export function managedIn(state: string): Managed {
  const { resources } = stateSchema.parse(state.trim() === '' ? {} : JSON.parse(state));
  const instances = resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ type, instances: all }) => all.map(({ attributes }) => ({ type, attributes })));
  return {
    // Labels that it puts on an object of others are no object.
    objects: instances
      .filter(({ type }) => type.startsWith('kubernetes_') && type !== 'kubernetes_labels')
      .flatMap(({ type, attributes: { metadata } }) =>
        (metadata ?? []).map(({ name, namespace, uid }) => ({ kind: kindOf(type), namespace: namespace ?? '', name, uid: uid ?? '' })),
      ),
    releases: instances.flatMap(({ type, attributes: { name, namespace } }) =>
      type === 'helm_release' && typeof name === 'string' ? [{ namespace: namespace ?? 'default', name }] : [],
    ),
  };
}

/** What Terraform would remove. Starts a process. @throws CommandError when the state cannot be read */
export const managedBy = async (terraform: Terraform): Promise<Managed> => managedIn(await pullState(terraform));
