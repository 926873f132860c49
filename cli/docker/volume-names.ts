import type { ComponentPlan } from '../../constructs/core/component';
import { resourceName } from '../../constructs/core/naming';
import type { Platform } from '../../constructs/core/platform';

/** What the volumes of components are called behind their prefix. Pure. */
export const partsOf = (components: readonly ComponentPlan[]): readonly string[] =>
  components.flatMap(({ name, storage, sharedMounts }) => [
    ...(storage === undefined ? [] : [name]),
    ...sharedMounts.map((shared) => shared.name),
  ]);

/** Names of the volumes that a platform uses as it is configured now. Pure. */
export const volumeNames = ({ config, components }: Platform): readonly string[] =>
  [...new Set(partsOf(components))].map((part) => resourceName(config, part)).sort();
