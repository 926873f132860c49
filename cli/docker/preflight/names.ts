import { PART_OF } from '../../../constructs/core/labels';
import { type Finding, failed, ok } from '../../preflight/finding';

/** A container or network that the engine has. */
export interface Existing {
  readonly kind: 'container' | 'network';
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What a deployment will make, by name. */
export interface Wanted {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
}

/**
 * Whether a name that the deployment needs is taken by something of somebody else's, which nothing here may replace or
 * remove. What is the environment's own is left to the deployment.
 *
 * @param environment the environment's prefix, `o11y-dev`, which the label of what it owns says
 */
export function nameFindings(wanted: Wanted, environment: string, existing: readonly Existing[]): readonly Finding[] {
  const names = { container: new Set(wanted.containers), network: new Set(wanted.networks) };
  const foreign = existing.filter(({ kind, name, labels }) => names[kind].has(name) && labels[PART_OF] !== environment);
  return foreign.length > 0 ? foreign.map(conflict) : [ok('names', `no name of ${environment} is taken by another container or network`)];
}

function conflict({ kind, name, labels }: Existing): Finding {
  const owner = labels[PART_OF];
  const whose = owner === undefined ? 'does not belong to this environment' : `belongs to ${owner}`;
  const free = kind === 'container' ? `docker rename ${name} ${name}-other` : `docker network rm ${name}`;
  return failed(
    `name ${name}`,
    `a ${kind} named ${name} exists and ${whose}`,
    `${free}; or set "platform" to another name in the environment's file`,
  );
}
