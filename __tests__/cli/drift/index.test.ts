import { configuredIn, driftOf, formatDrift } from '../../../cli/drift';
import { planSchema } from '../../../cli/terraform/plan';
import { platformOf } from '../../support/platform';

const platform = platformOf({});
const STACK = JSON.stringify({
  resource: {
    docker_container: {
      prometheus: { memory: 512, labels: {}, networks_advanced: [], env: [], lifecycle: { ignore_changes: ['env'] } },
    },
    kubernetes_network_policy_v1: { loki: { metadata: {}, spec: {} } },
  },
});

interface Case {
  readonly before: object;
  readonly after: object | null;
  readonly address?: string;
  readonly sensitive?: object;
}

const drift = ({ before, after, address = 'docker_container.prometheus', sensitive = {} }: Case, environment: NodeJS.ProcessEnv = {}) => {
  const [type = '', name = ''] = address.split('.');
  const actions = after === null ? ['delete'] : ['update'];
  const change = { actions, before, after, before_sensitive: sensitive, after_sensitive: sensitive };
  const plan = planSchema.parse({ resource_drift: [{ address, mode: 'managed', type, name, change }] });
  return driftOf(platform, plan, { configured: configuredIn(STACK) }, environment);
};
const lines = (input: Case, environment: NodeJS.ProcessEnv = {}): readonly string[] =>
  formatDrift(drift(input, environment)).split('\n').slice(1, -1);

describe('drift', () => {
  it.each<[string, Case, readonly string[]]>([
    [
      'a number with its unit',
      { before: { memory: 512 }, after: { memory: 256 } },
      ['  container prometheus: memory is 256 MiB, deployed was 512 MiB'],
    ],
    ['a resource that is gone', { before: { memory: 512 }, after: null }, ['  container prometheus: is gone']],
    ['one that does not run', { before: { must_run: true }, after: { must_run: false } }, ['  container prometheus: does not run']],
    [
      'one key of many',
      { before: { labels: { team: 'a', tier: 'b' } }, after: { labels: { team: 'c', tier: 'b' } } },
      ['  container prometheus: labels.team is c, deployed was a'],
    ],
    [
      'a value in a block, and not how often the API server has seen an edit',
      {
        address: 'kubernetes_network_policy_v1.loki',
        before: { metadata: [{ generation: 1, resource_version: '10', labels: { team: 'a' } }], spec: [{ policy_types: ['Ingress'] }] },
        after: {
          metadata: [{ generation: 2, resource_version: '11', labels: { team: 'a', extra: 'b' } }],
          spec: [{ policy_types: ['Egress'] }],
        },
      },
      [
        '  network policy loki: metadata.labels.extra was set to b',
        '  network policy loki: spec.policy_types is ["Egress"], deployed was ["Ingress"]',
      ],
    ],
    [
      'what was not there',
      { before: { restart: null }, after: { restart: 'always' } },
      ['  container prometheus: restart was set to always'],
    ],
    [
      'what is no longer there',
      { before: { labels: { team: 'a' } }, after: { labels: {} } },
      ['  container prometheus: labels.team was removed (deployed: a)'],
    ],
    [
      'a long value by its name',
      { before: { labels: { text: 'x'.repeat(121) } }, after: { labels: { text: 'y' } } },
      ['  container prometheus: labels.text is another one'],
    ],
    [
      'an object of a cluster',
      { address: 'kubernetes_network_policy_v1.loki', before: { spec: { a: 1 } }, after: { spec: { a: 2 } } },
      ['  network policy loki: spec.a is 2, deployed was 1'],
    ],
    [
      'all of what the configuration no longer has',
      { address: 'docker_network.old', before: { internal: true }, after: { internal: false } },
      ['  network old: internal was removed (deployed: true)'],
    ],
  ])('names %s', (_, input, expected) => {
    expect(lines(input)).toEqual(expected);
  });

  it.each<[string, Case]>([
    ['another spelling of nothing', { before: { labels: null, memory: 0 }, after: { labels: {}, memory: null } }],
    [
      'another order of a list',
      { before: { networks_advanced: [{ name: 'a' }, { name: 'b', x: 0 }] }, after: { networks_advanced: [{ name: 'b' }, { name: 'a' }] } },
    ],
    ['what a provider finds out', { before: { network_data: [1] }, after: { network_data: [2] } }],
    ['what the stack says to ignore', { before: { env: ['A=1'] }, after: { env: ['A=2'] } }],
  ])('is not %s', (_, input) => {
    const found = drift(input);
    expect(found.resources).toEqual([]);
    expect(formatDrift(found)).toBe('dev: no drift. Everything is as it was deployed.');
  });

  it('shows no secret: neither what is marked, nor the same text elsewhere, nor a value of the environment', () => {
    const before = { memory: 1, labels: { a: 'canary-marked', b: 'canary-variable' } };
    const after = { memory: 2, labels: { a: 'canary-other', b: 'see canary-marked' } };
    expect(JSON.stringify(drift({ before, after, sensitive: { labels: { a: true } } }))).not.toContain('canary');
    const copied = { before: { restart: 'canary-marked', secret: 'canary-marked' }, after: { restart: 'no' } };
    expect(lines({ ...copied, sensitive: { secret: true } })).toEqual([
      '  container prometheus: restart is no, deployed was (sensitive value)',
    ]);
    expect(lines({ before: { labels: { b: 'canary-variable' } }, after: {} }, { TF_VAR_x: 'canary-variable' }).join()).not.toContain(
      'canary',
    );
  });
});
