import { PART_OF } from '../../constructs/core/labels';
import { type Finding, failed, ok } from './finding';
import type { StackContents } from './stack';

/** A container or network that exists. */
export interface Existing {
  readonly kind: 'container' | 'network';
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Whether a name that the deployment needs is taken by something that Terraform does not know: somebody else's, or left
 * behind by a deployment that was killed before it could note it.
 */
export function nameFindings(stack: StackContents, environment: string, existing: readonly Existing[]): readonly Finding[] {
  const wanted = { container: new Set(stack.containers), network: new Set(stack.networks) };
  const findings = existing
    .filter(({ kind, name }) => wanted[kind].has(name))
    .flatMap((found) => {
      const owner = found.labels[PART_OF];
      if (owner !== environment) return [foreign(found, owner)];
      return stack.known === undefined || stack.known.has(found.id) ? [] : [leftBehind(found)];
    });
  return findings.length > 0 ? findings : [ok('names', `no other container or network has a name of ${environment}`)];
}

function foreign({ kind, name }: Existing, owner: string | undefined): Finding {
  const whose = owner === undefined ? 'is not part of this environment' : `is part of ${owner}`;
  const remove = kind === 'container' ? `docker rename ${name} ${name}-other, or docker rm -f ${name}` : `docker network rm ${name}`;
  return failed(`name ${name}`, `the ${kind} ${name} exists and ${whose}`, `${remove}; or choose another name with the key "platform"`);
}

function leftBehind({ kind, name }: Existing): Finding {
  return failed(
    `name ${name}`,
    `the ${kind} ${name} was left behind by a deployment that did not end, or by a state that was lost`,
    `${kind === 'container' ? 'docker rm -f' : 'docker network rm'} ${name} (the data is in volumes and stays)`,
  );
}
