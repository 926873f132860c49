import type { AttributeChange, ResourceAction, ResourceChange } from './model';
import type { Resource } from './stack';

/** Attributes of a release that say how Helm works, not what it makes. */
const HELM_SETTINGS: ReadonlySet<string> = new Set([
  'atomic',
  'cleanup_on_fail',
  'description',
  'lint',
  'max_history',
  'take_ownership',
  'timeout',
  'upgrade_install',
  'verify',
  'wait',
  'wait_for_jobs',
]);

/** What a change of a resource does to what runs. Only containers and releases run; a container that ends by itself does not. */
export function effectOf(
  { type, config }: Pick<Resource, 'type' | 'config'>,
  action: ResourceAction,
  attributes: readonly AttributeChange[],
): ResourceChange['effect'] {
  const runs = type === 'helm_release' || (type === 'docker_container' && config['must_run'] !== false);
  if (!runs) return 'none';
  switch (action) {
    case 'create':
      return 'starts';
    case 'delete':
      return 'stops';
    case 'replace':
      return 'restart';
    case 'update':
      return type === 'helm_release' && !isSetting(attributes) ? 'rollout' : 'none';
    case 'move':
      return 'none';
  }
}

/** Whether nothing but how Helm goes about it changes. Of an update that names no attribute nobody knows. */
const isSetting = (attributes: readonly AttributeChange[]): boolean =>
  attributes.length > 0 && attributes.every(({ path }) => HELM_SETTINGS.has(path));
