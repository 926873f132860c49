import type { Resource, Stack } from './stack';

/** A resource that both sides have, under one address or two. */
export interface Moved {
  readonly from: string;
  readonly to: string;
}

/**
 * The resources that Terraform takes for moved: a `moved` block names an address that was there and is not any more, and one that is
 * there and was not. https://developer.hashicorp.com/terraform/language/moved
 */
export const movesBetween = (base: Stack, head: Stack): readonly Moved[] =>
  [...head.moved.keys()].flatMap((to) => {
    const from = originOf(head, to);
    return from !== to && base.resources.has(from) && head.resources.has(to) && !base.resources.has(to) && !head.resources.has(from)
      ? [{ from, to }]
      : [];
  });

/** Where a chain of moves begins. */
function originOf(head: Stack, address: string, seen: readonly string[] = []): string {
  const from = head.moved.get(address);
  return from === undefined || seen.includes(from) ? address : originOf(head, from, [...seen, from]);
}

/**
 * Resources that are made under a new name and say what one says that is destroyed, but for the name itself: a renamed component. Without
 * a `moved` block Terraform destroys the one and makes the other, and for a container or a release it would even with one, since the
 * provider makes them anew when their name differs. Volumes belong to no resource and are not destroyed: one that is named after the
 * component stays behind under its old name.
 */
export function renamesBetween(deleted: readonly Resource[], created: readonly Resource[]): readonly Moved[] {
  const taken = new Set<string>();
  return created.flatMap((to) => {
    const from = deleted.find((candidate) => !taken.has(candidate.address) && isSameButName(candidate, to));
    if (from === undefined) return [];
    taken.add(from.address);
    return [{ from: from.address, to: to.address }];
  });
}

function isSameButName(one: Resource, other: Resource): boolean {
  // What is content of its own is under its own name: an image, a network, a policy of the same content is not a renamed one.
  if (one.type !== other.type || !RENAMED.has(one.type)) return false;
  return withoutName(one) === withoutName(other);
}

/** Types of which each is a component. */
const RENAMED: ReadonlySet<string> = new Set(['docker_container', 'helm_release']);

const withoutName = ({ name, config }: Resource): string => {
  // A configured path or address contains the component's name, which is then also the longest common text.
  const text = JSON.stringify(config, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([first], [second]) => (first < second ? -1 : 1)))
      : value,
  );
  return text.replaceAll(name, '\u0000');
};
