import { formatSummary, summarise } from '../../../cli/plan/live';
import { planSchema, sensitiveTexts, withoutTexts } from '../../../cli/terraform/plan';
import { platformOf } from '../../support/platform';

const platform = platformOf({});

const resource = (address: string, actions: readonly string[], change: object = {}, more: object = {}) => {
  const [type, name] = address.split('.');
  return { address, type, name, mode: 'managed', change: { actions, ...change }, ...more };
};
const summaryOf = (...resources: readonly object[]) => summarise(platform, planSchema.parse({ resource_changes: resources }));

describe('the summary of a live plan', () => {
  it('counts resources by what is done to them, and names what stops or restarts', () => {
    const summary = summaryOf(
      resource('docker_container.prometheus', ['delete', 'create'], {
        before: { upload: 'a', memory: 1, env: [] },
        after: { upload: 'b', memory: 2, env: [] },
        after_unknown: { id: true },
        replace_paths: [['upload', 0, 'content']],
      }),
      resource('docker_container.loki', ['update'], { before: { memory: 1 }, after: { memory: 2 } }),
      resource('docker_container.tempo', ['delete'], { before: {}, after: null }),
      resource('docker_container.jaeger', ['create'], { before: null, after: {} }),
      resource('helm_release.mimir', ['update'], { before: {}, after: {} }),
      resource('docker_network.access', ['no-op']),
      resource('docker_image.new', ['no-op'], {}, { previous_address: 'docker_image.old' }),
      resource('docker_image.read', ['read'], {}, { mode: 'data' }),
    );
    expect(formatSummary(summary)).toBe(
      'dev: 1 to create, 2 to update in place, 1 to replace, 1 to destroy, 1 to move; restarts prometheus; rolls out mimir; stops tempo.',
    );
    expect(summary.resources[0]).toEqual({
      address: 'docker_container.prometheus',
      type: 'docker_container',
      action: 'replace',
      component: 'prometheus',
      attributes: [
        { path: 'memory', replaces: false },
        { path: 'upload', replaces: true },
      ],
      effect: 'restart',
    });
    expect(summary.resources.find(({ action }) => action === 'move')).toMatchObject({ from: 'docker_image.old', effect: 'none' });
  });

  it('says when there is nothing to do, and when only an output changes', () => {
    expect(formatSummary(summaryOf())).toBe('dev: no changes. What is deployed is what the configuration says.');
    const plan = planSchema.parse({ output_changes: { password: { actions: ['create'] }, other: { actions: ['no-op'] } } });
    expect(formatSummary(summarise(platform, plan))).toBe('dev: 1 output to change.');
  });

  it('holds no values', () => {
    const values = { before: { env: ['canary'] }, after: { env: ['canary-2'] } };
    expect(JSON.stringify(summaryOf(resource('docker_container.loki', ['update'], values)))).not.toContain('canary');
  });
});

describe('what Terraform marks as sensitive', () => {
  it('is found wherever it is marked, and taken out of every text', () => {
    const plan = planSchema.parse({
      resource_changes: [
        resource('docker_container.loki', ['update'], {
          before: { upload: [{ content: 'canary-before' }], short: 'abc' },
          before_sensitive: { upload: [{ content: true }], short: true },
          after: { env: { all: ['canary', 'canary-longer'] }, plain: 'visible-text' },
          after_sensitive: { env: true },
        }),
      ],
      output_changes: { password: { actions: ['create'], after: 'canary-output', after_sensitive: true } },
    });
    const secrets = sensitiveTexts(plan);
    expect(secrets).toEqual(['canary-before', 'canary-longer', 'canary-output', 'canary']);
    expect(withoutTexts('a canary-longer b visible-text c canary-output', secrets)).toBe(
      'a (sensitive value) b visible-text c (sensitive value)',
    );
  });
});
