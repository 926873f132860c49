import type { Platform } from '../constructs/core/platform';
import { attributeChanges, type Behaviour, UNASKED } from './attributes';
import { effectOf } from './effects';
import type { AttributeChange, ResourceAction, ResourceChange, Side } from './model';
import { movesBetween, renamesBetween } from './moves';
import { behaviourOf } from './provider/providers';
import type { Reference } from './references';
import { settle } from './settle';
import { type Resource, readStack, type Stack } from './stack';

/** What is planned for a resource of the newer side. */
interface Verdict {
  readonly action: ResourceAction | 'none';
  readonly attributes: readonly AttributeChange[];
}

const UNCHANGED: Verdict = { action: 'none', attributes: [] };

/**
 * What Terraform would plan for each resource when the base is deployed as it stands and the head is deployed over it; resources that it
 * would leave alone are not listed. Attributes are named, never quoted. In the order of the head's stack, then what is destroyed.
 *
 * Unlike Terraform it cannot see what is really deployed, which image a tag means today, or a variable that is given in one environment
 * and not in the other. Pure.
 */
export function resourceChanges(base: Side | undefined, head: Side | undefined): readonly ResourceChange[] {
  const comparison = new Comparison(readStack(base?.stack), readStack(head?.stack));
  return comparison.changes().map(({ resource, verdict: { action, attributes }, from }) => {
    const platform = action === 'delete' ? base?.platform : head?.platform;
    const component = platform === undefined ? undefined : componentOf(platform, resource);
    return {
      address: resource.address,
      type: resource.type,
      action,
      ...(from === undefined ? {} : { from }),
      ...(component === undefined ? {} : { component }),
      attributes,
      effect: effectOf(resource, action, attributes),
    };
  });
}

interface Change {
  readonly resource: Resource;
  readonly verdict: { readonly action: ResourceAction; readonly attributes: readonly AttributeChange[] };
  readonly from?: string;
}

class Comparison {
  private readonly verdicts = new Map<string, Verdict>();
  /** The address that a resource of the head had in the base, and the other way. */
  private readonly origins: ReadonlyMap<string, string>;
  private readonly destinations: ReadonlyMap<string, string>;

  constructor(
    private readonly base: Stack,
    private readonly head: Stack,
  ) {
    const moves = movesBetween(base, head);
    this.origins = new Map(moves.map(({ from, to }) => [to, from]));
    this.destinations = new Map(moves.map(({ from, to }) => [from, to]));
  }

  changes(): readonly Change[] {
    const deleted = [...this.base.resources.values()].filter(
      ({ address }) => !this.head.resources.has(address) && !this.destinations.has(address),
    );
    const created = [...this.head.resources.values()].filter(({ address }) => this.verdictOf(address).action === 'create');
    const renames = new Map(renamesBetween(deleted, created).map(({ from, to }) => [to, from]));
    const present = [...this.head.resources.values()].flatMap((resource): readonly Change[] => {
      const { action, attributes } = this.verdictOf(resource.address);
      if (action === 'none') return [];
      const from = this.origins.get(resource.address) ?? renames.get(resource.address);
      return [{ resource, verdict: { action, attributes }, ...(from === undefined ? {} : { from }) }];
    });
    return [...present, ...deleted.map((resource): Change => ({ resource, verdict: { action: 'delete', attributes: [] } }))];
  }

  private verdictOf(address: string): Verdict {
    const known = this.verdicts.get(address);
    if (known !== undefined) return known;
    // Resources cannot refer to each other in a circle; a stack in which they do is refused by Terraform.
    this.verdicts.set(address, UNCHANGED);
    const verdict = this.judge(address);
    this.verdicts.set(address, verdict);
    return verdict;
  }

  private judge(address: string): Verdict {
    const resource = this.head.resources.get(address);
    const before = this.base.resources.get(this.origins.get(address) ?? address);
    if (resource === undefined) return UNCHANGED;
    if (before === undefined) return { action: 'create', attributes: [] };
    const attributes = this.compare(before, resource);
    const triggered = resource.triggers.some((trigger) => this.triggers(trigger));
    const replaces = triggered || attributes.some((attribute) => attribute.replaces);
    const action = replaces ? 'replace' : attributes.length > 0 ? 'update' : this.origins.has(address) ? 'move' : 'none';
    return { action, attributes };
  }

  private compare(before: Resource, after: Resource): readonly AttributeChange[] {
    if (after.ignored === 'all') return [];
    const ignored = after.ignored.map((attribute) => attribute.replace(/[[.].*$/, ''));
    const kept = ({ config }: Resource) => Object.fromEntries(Object.entries(config).filter(([key]) => !ignored.includes(key)));
    const behaviour: Behaviour = behaviourOf(after.type) ?? UNASKED;
    const old = settle(
      { stack: this.base, isHead: false, addressOf: (address) => this.destinations.get(address) ?? address, isNew: () => false },
      kept(before),
    );
    const current = settle(
      { stack: this.head, isHead: true, addressOf: (address) => address, isNew: (reference) => this.isNew(reference) },
      kept(after),
    );
    return attributeChanges(behaviour, old as Resource['config'], current as Resource['config']);
  }

  /** Whether what is referred to has another value than before, or an unknown one. */
  private isNew(reference: Reference): boolean {
    switch (reference.kind) {
      case 'local':
        return false;
      case 'variable':
        return JSON.stringify(this.base.variables.get(reference.name)) !== JSON.stringify(this.head.variables.get(reference.name));
      case 'resource': {
        const { action, attributes } = this.verdictOf(reference.address);
        switch (action) {
          case 'create':
          case 'replace':
            return true;
          case 'update':
            // The output of terraform_data is its input.
            return attributes.some(({ path }) => path === reference.attribute || (path === 'input' && reference.attribute === 'output'));
          case 'delete':
          case 'move':
          case 'none':
            return false;
        }
      }
    }
  }

  private triggers(trigger: string): boolean {
    const [type = '', name = '', attribute] = trigger.split('.');
    const { action, attributes } = this.verdictOf(`${type}.${name}`);
    if (action !== 'update' && action !== 'replace') return false;
    return (
      attribute === undefined ||
      action === 'replace' ||
      attributes.some(({ path }) => path === attribute || path.startsWith(`${attribute}[`))
    );
  }
}

/** The component or release that a resource is: containers and releases are called after theirs, and so are the helpers of containers. */
function componentOf({ components, releases }: Platform, { type, name }: Resource): string | undefined {
  if (type === 'helm_release') return releases.find((release) => release.name === name)?.name;
  if (type !== 'docker_container') return undefined;
  return components.find((component) => name === component.name || name === `${component.name}-volume-owner`)?.name;
}
