/**
 * What a union of objects that `kind` tells apart says about anything else: which kinds there are, or that it takes an object.
 *
 * @param kinds every `kind` of the union, the most common first
 */
export const kindError =
  (...kinds: readonly [string, string, ...string[]]) =>
  ({ input }: { readonly input?: unknown }): string =>
    typeof input === 'object' && input !== null
      ? `must be ${alternatives(kinds)}`
      : `must be an object with a kind, such as { kind: "${kinds[0]}" }`;

const alternatives = (kinds: readonly string[]): string => {
  const quoted = kinds.map((kind) => `"${kind}"`);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
};
