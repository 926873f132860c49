import { App } from 'cdktf';
import { defineEnvironment } from '../../../config/define';
import type { EnvironmentOverlay } from '../../../config/schema/environment';
import type { ResourceChange, Side, StackJson } from '../../../plan/model';
import { EnvironmentStack } from '../../../stacks/environment-stack';
import { withoutStacksOfTokens } from '../../../stacks/synthesize';

/** One side of a comparison, of an environment `dev`. */
export const sideOf = (overlay: EnvironmentOverlay): Side =>
  withoutStacksOfTokens(() => {
    const stack = new EnvironmentStack(new App({ stackTraces: false }), { config: defineEnvironment('dev', overlay) });
    return { platform: stack.target.platform, stack: JSON.parse(JSON.stringify(stack.toTerraform(), sorted)) as StackJson };
  });

/** As cdktf writes it. */
const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** `replace docker_container.loki: cpus, memory~`: a tilde marks what does not make it anew. */
export function lineOf({ action, address, from, attributes }: ResourceChange): string {
  const named = attributes.map(({ path, replaces }) => `${path}${replaces ? '' : '~'}`).join(', ');
  return `${action} ${address}${from === undefined ? '' : ` (was ${from})`}${named === '' ? '' : `: ${named}`}`;
}
