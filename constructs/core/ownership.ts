import { instanceNameSchema, isEnvironmentName } from '../../config/schema/names';
import { ENVIRONMENT, PART_OF, PLATFORM } from './labels';
import { environmentPrefix } from './naming';

/** An environment of a platform, which owns what it has made. The two are apart: `adv` with `b-c` is not `adv-b` with `c`. */
export interface Owner {
  readonly platform: string;
  /** Name of the environment. */
  readonly name: string;
}

/**
 * Whose an object is, seen from one environment.
 *
 * - `own`: its labels say so.
 * - `ambiguous`: an older version made it, and its one label fits this environment and others. Whoever deletes leaves it alone, unless
 *   something else shows whose it is, such as the environment's Terraform state.
 * - `foreign`: its labels name another environment.
 * - `unlabelled`: it has none of these labels. Somebody else's, or a volume that was made together with a container.
 */
export type Ownership = 'own' | 'ambiguous' | 'foreign' | 'unlabelled';

type Labels = Readonly<Record<string, string>>;

/** Decides by the labels of a container, network, volume or Kubernetes object whose it is. The one place that does. Pure. */
export function ownershipOf(owner: Owner, labels: Labels): Ownership {
  const { [PLATFORM]: platform, [ENVIRONMENT]: environment, [PART_OF]: partOf } = labels;
  if (platform !== undefined || environment !== undefined)
    return platform === owner.platform && environment === owner.name ? 'own' : 'foreign';
  if (partOf === undefined) return 'unlabelled';
  if (partOf !== environmentPrefix(owner)) return 'foreign';
  return ownersOf(partOf).length === 1 ? 'own' : 'ambiguous';
}

/** Whether an object is the environment's without doubt. Pure. */
export const isOurs = (owner: Owner, labels: Labels): boolean => ownershipOf(owner, labels) === 'own';

/** Every environment that a prefix can be read as: `adv-b-c` is the environment `b-c` of `adv`, and `c` of `adv-b`. Pure. */
export const ownersOf = (prefix: string): readonly Owner[] =>
  [...prefix.matchAll(/-/g)]
    .map(({ index }): Owner => ({ platform: prefix.slice(0, index), name: prefix.slice(index + 1) }))
    .filter(({ platform, name }) => instanceNameSchema.safeParse(platform).success && isEnvironmentName(name));

/** An owner in a message. Pure. */
export const ownerText = ({ platform, name }: Owner): string => `the environment ${name} of the platform ${platform}`;

/** The owner that labels name, in a message: `the environment c of the platform adv-b`; undefined when they name none. Pure. */
export function labelledOwner(labels: Labels): string | undefined {
  const { [PLATFORM]: platform, [ENVIRONMENT]: name, [PART_OF]: partOf } = labels;
  return platform !== undefined && name !== undefined ? ownerText({ platform, name }) : partOf;
}
