import { sections } from '../../cli/report/sections';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { Platform } from '../../constructs/core/platform';
import { fullOverlay } from './full-overlays';
import { resolveConfig } from './platform';

/** A platform of any name and target. */
export const platform = (name: string, overlay: EnvironmentOverlay = {}): Platform => resolveConfig(defineEnvironment(name, overlay));

export const dev = platform('dev', {
  services: [{ name: 'checkout', port: 8000, language: 'go', type: 'web', layer: 'shop', owner: 'shop' }],
});
export const full = platform('full', fullOverlay);
export const prod = platform('prod', { target: { kind: 'kubernetes' }, sampling: { traces: { ratio: 0.1 } } });

const rendered = new Map<Platform, Map<string, string>>();

/** The markup of the report's section; each is rendered once. */
export async function render(id: string, of: Platform): Promise<string> {
  const known = rendered.get(of) ?? new Map<string, string>();
  rendered.set(of, known);
  const section = sections.find((candidate) => candidate.id === id);
  const markup = known.get(id) ?? String((await section?.render(of)) ?? '');
  known.set(id, markup);
  return markup;
}
