import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { providerBehaviours } from '../../plan/provider/providers';
import { Laboratory, type Provider } from '../../scripts/provider-behaviour/ask';
import { behavioursOf } from '../../scripts/provider-behaviour/collect';
import { ASKED } from '../../scripts/provider-behaviour/types';
import { testWith } from '../support/needs';
import { describeWithTool, run } from '../support/tools';

/** Providers that every lab has; others may be missing, since no lab needs them. */
const IN_LABS: readonly string[] = ['docker', 'terraform'];

describe.each(Object.entries(ASKED))('the provider %s', (name, provider) => {
  describeWithTool('terraform', 'compares', () => {
    const folder = mkdtempSync(join(tmpdir(), 'o11y-providers-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const laboratory = laboratoryOf(folder, name, provider);
    const missing = laboratory instanceof Laboratory ? undefined : `Terraform's provider ${name}`;
    testWith({ missing, inLab: IN_LABS.includes(name) }, 'as its table says', () => {
      if (!(laboratory instanceof Laboratory)) throw laboratory;
      const { types } = providerBehaviours.find(({ source }) => source === provider.source) ?? {};
      expect(Object.fromEntries(behavioursOf(laboratory, provider.types))).toEqual(types);
    });
  });
});

/** What asks a provider, or why that is not to be had. */
function laboratoryOf(folder: string, name: string, provider: Provider): Laboratory | Error {
  try {
    return new Laboratory(folder, { [name]: provider });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

describeWithTool('terraform', 'the providers', () => {
  it('are those of the stacks', () => {
    expect(run('terraform', ['version']).status).toBe(0);
    expect(providerBehaviours.map(({ source, version }) => ({ source, version }))).toEqual(
      Object.values(ASKED).map(({ source, version }) => ({ source, version })),
    );
  });
});
