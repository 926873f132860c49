import type { Problem } from './errors';
import type { EnvironmentConfig } from './schema/environment';

/**
 * What is wrong with environments only beside each other: they would have the same containers, or the same namespace. Each problem is that
 * of the later environment. Pure.
 */
export const problemsTogether = (environments: readonly EnvironmentConfig[]): readonly Problem[] =>
  environments.flatMap((later, index) =>
    environments.slice(0, index).flatMap((earlier) => [...samePrefix(earlier, later), ...sameNamespace(earlier, later)]),
  );

/** `adv` with `b-c` and `adv-b` with `c` are both `adv-b-c`. */
function samePrefix(earlier: EnvironmentConfig, later: EnvironmentConfig): readonly Problem[] {
  const prefix = `${later.platform}-${later.name}`;
  if (`${earlier.platform}-${earlier.name}` !== prefix) return [];
  const rule = `must not make the same names as ${earlier.name} does: with platform ${earlier.platform} its objects begin with ${prefix} too. Give one of them another platform, or rename its file`;
  return [{ environment: later.name, path: 'platform', value: later.platform, rule }];
}

const NAMESPACES = ['namespace', 'nodeNamespace'] as const;

/** Without a context both go to the one that is current, which nobody knows before a deployment. */
function sameNamespace(earlier: EnvironmentConfig, later: EnvironmentConfig): readonly Problem[] {
  const [mine, theirs] = [later.target, earlier.target];
  if (mine.kind !== 'kubernetes' || theirs.kind !== 'kubernetes' || mine.context !== theirs.context) return [];
  const cluster = mine.context === undefined ? "the kubeconfig's current context" : `the context ${mine.context}`;
  return NAMESPACES.flatMap((key) => {
    const other = NAMESPACES.find((candidate) => theirs[candidate] === mine[key]);
    if (other === undefined) return [];
    const rule = `must differ from target.${other} of ${earlier.name}: both would be in it, in ${cluster}. Give each a namespace of its own, or its own cluster by target.context`;
    return [{ environment: later.name, path: `target.${key}`, value: mine[key], rule }];
  });
}
