import type { EnvironmentConfig } from './schema/environment';
import type { StateConfig } from './schema/state';

/** Where the state is; when nothing is said, beside the project for one engine, and in the cluster for those who share one. */
export const stateOf = ({ state, target }: Pick<EnvironmentConfig, 'state' | 'target'>): StateConfig =>
  state ?? (target.kind === 'docker' ? { kind: 'local' } : { kind: 'kubernetes', namespace: 'default' });
