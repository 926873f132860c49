import { environmentPrefix } from '../../../constructs/core/naming';
import { labelledOwner, type Owner, ownershipOf, ownersOf, ownerText } from '../../../constructs/core/ownership';
import { type Finding, failed, ok } from '../../preflight/finding';

/** A container or network that the engine has. */
export interface Existing {
  readonly kind: 'container' | 'network';
  readonly id: string;
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
 * @param known ids that the environment's state has; undefined when it cannot be read here, and Terraform will find out
 */
export function nameFindings(
  wanted: Wanted,
  owner: Owner,
  known: ReadonlySet<string> | undefined,
  existing: readonly Existing[],
): readonly Finding[] {
  const names = { container: new Set(wanted.containers), network: new Set(wanted.networks) };
  const conflicts = existing
    .filter(({ kind, name }) => names[kind].has(name))
    .flatMap((object) => {
      const ownership = ownershipOf(owner, object.labels);
      if (ownership === 'own') return [];
      if (ownership !== 'ambiguous') return [conflict(object)];
      return known === undefined || known.has(object.id) ? [] : [unclear(owner, object)];
    });
  return conflicts.length > 0
    ? conflicts
    : [ok('names', `no name of ${environmentPrefix(owner)} is taken by another container or network`)];
}

function conflict({ kind, name, labels }: Existing): Finding {
  const owner = labelledOwner(labels);
  const whose = owner === undefined ? 'does not belong to this environment' : `belongs to ${owner}`;
  const free = kind === 'container' ? `docker rename ${name} ${name}-other` : `docker network rm ${name}`;
  return failed(
    `name ${name}`,
    `a ${kind} named ${name} exists and ${whose}`,
    `${free}; or set "platform" to another name in the environment's file`,
  );
}

/** An older version wrote one label, which says neither platform nor environment. */
function unclear(owner: Owner, { kind, name }: Existing): Finding {
  const owners = ownersOf(environmentPrefix(owner)).map(ownerText).join(', or to ');
  return failed(
    `name ${name}`,
    `a ${kind} named ${name} exists, which the state does not know and which may belong to ${owners}`,
    `if nobody else needs it: ${kind === 'container' ? `docker rm -f ${name}` : `docker network rm ${name}`}; or set "platform" to another name in the environment's file`,
  );
}
