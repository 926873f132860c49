import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providerBehaviours } from '../../plan/provider/behaviour';
import { Laboratory } from '../../scripts/provider-behaviour/ask';
import { behavioursOf } from '../../scripts/provider-behaviour/collect';
import { ASKED } from '../../scripts/provider-behaviour/types';
import { describeWithTool, run } from '../support/tools';

describe.each(Object.entries(ASKED))('the provider %s', (name, provider) => {
  describeWithTool('terraform', 'compares', () => {
    it('as its table says', () => {
      const folder = mkdtempSync(join(tmpdir(), 'o11y-providers-'));
      try {
        const behaviours = behavioursOf(new Laboratory(folder, { [name]: provider }), provider.types);
        const { types } = providerBehaviours.find(({ source }) => source === provider.source) ?? {};
        expect(Object.fromEntries(behaviours)).toEqual(types);
      } finally {
        rmSync(folder, { recursive: true });
      }
    }, 120_000);
  });
});

describeWithTool('terraform', 'the providers', () => {
  it('are those of the stacks', () => {
    expect(run('terraform', ['version']).status).toBe(0);
    expect(providerBehaviours.map(({ source, version }) => ({ source, version }))).toEqual(
      Object.values(ASKED).map(({ source, version }) => ({ source, version })),
    );
  });
});
