import { defineEnvironment } from '../../../config/define';
import type { EnvironmentOverlay } from '../../../config/schema/environment';
import type { ResourceChange, Side, StackJson } from '../../../plan/model';
import { resolveConfig } from '../../support/platform';
import { synthConfig } from '../../support/synth';

/** One side of a comparison, of an environment `dev`. */
export function sideOf(overlay: EnvironmentOverlay): Side {
  const config = defineEnvironment('dev', overlay);
  // cdktf takes a stack for each of its tokens, and jest looks every one up in its source maps.
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = () => '';
  try {
    return { platform: resolveConfig(config), stack: JSON.parse(synthConfig(config)) as StackJson };
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
}

/** `replace docker_container.loki: cpus, memory~`: a tilde marks what does not make it anew. */
export function lineOf({ action, address, from, attributes }: ResourceChange): string {
  const named = attributes.map(({ path, replaces }) => `${path}${replaces ? '' : '~'}`).join(', ');
  return `${action} ${address}${from === undefined ? '' : ` (was ${from})`}${named === '' ? '' : `: ${named}`}`;
}
