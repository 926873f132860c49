import { defineEnvironment } from '../../config/define';
import dev from '../../config/environments/dev';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { kubernetesVariants } from '../support/kubernetes-variants';
import { problemsOf, readResourceSchemas } from '../support/provider-schema';
import { synthConfig } from '../support/synth';
import { describeWithData } from '../support/workplace';

type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** What Terraform has without a provider. */
const OWN_TYPES = ['terraform_data'];

const writeOnly = (overlay: EnvironmentOverlay): EnvironmentOverlay => ({
  ...overlay,
  target: { kind: 'kubernetes', ...overlay.target, secrets: { kind: 'write-only' } } as NonNullable<EnvironmentOverlay['target']>,
});

const ENVIRONMENTS: Readonly<Record<string, EnvironmentOverlay>> = {
  'the development environment': dev,
  ...kubernetesVariants,
  ...Object.fromEntries(
    Object.entries(kubernetesVariants).map(([title, overlay]) => [`${title}, with secrets written`, writeOnly(overlay)]),
  ),
};

describeWithData(['providerSchemas'], 'what the providers take of a stack', ([folder = '.']) => {
  it.each(Object.entries(ENVIRONMENTS))('%s', (_, overlay) => {
    const schemas = readResourceSchemas(folder);
    const { resource } = JSON.parse(synthConfig(defineEnvironment('test', overlay))) as { readonly resource: Resources };
    const problems = Object.entries(resource).flatMap(([type, byId]) => {
      const schema = schemas.get(type);
      if (schema === undefined) return OWN_TYPES.includes(type) ? [] : [`${type} is a resource of no provider`];
      return Object.entries(byId).flatMap(([id, properties]) => problemsOf(schema, properties, `${type}.${id}`));
    });
    expect(problems).toEqual([]);
  });

  it('finds what a provider does not have', () => {
    const schema = readResourceSchemas(folder).get('helm_release');
    expect(schema).toBeDefined();
    if (schema !== undefined)
      expect(problemsOf(schema, { name: 'a', chrat: 'b', status: 'c' }, 'r')).toEqual([
        'r.chrat is unknown to the provider',
        'r.status is computed by the provider',
        'r.chart is required',
      ]);
  });
});
