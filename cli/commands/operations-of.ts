import type { Platform } from '../../constructs/core/platform';
import type { Operations } from '../target/operations';

/** What the commands do to this environment. The client of the other target is not loaded. */
export async function operationsOf({ config }: Platform): Promise<Operations> {
  switch (config.target.kind) {
    case 'docker':
      return (await import('../docker/operations')).dockerOperations;
    case 'kubernetes':
      return (await import('../kubernetes/operations')).clusterOperations;
  }
}
