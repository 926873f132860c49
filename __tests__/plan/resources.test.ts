import type { StackJson } from '../../plan/model';
import { providerBehaviours } from '../../plan/provider/providers';
import { resourceChanges } from '../../plan/resources';
import { fullOverlays } from '../support/full-overlays';
import { platformOf } from '../support/platform';
import { BASE } from './edits/edit';
import { lineOf, sideOf } from './edits/sides';

const platform = platformOf();

/** What is planned between two stacks of somebody else's. */
const between = (base: StackJson, head: StackJson): readonly string[] =>
  resourceChanges({ platform, stack: base }, { platform, stack: head }).map(lineOf);

const resources = (resource: unknown, rest: StackJson = {}): StackJson => ({ resource, ...rest });

describe('an environment', () => {
  it('that is new is created, one that is gone is deleted', () => {
    const side = sideOf(BASE);
    const created = resourceChanges(undefined, side);
    const deleted = resourceChanges(side, undefined);
    expect(new Set(created.map(({ action }) => action))).toEqual(new Set(['create']));
    expect(new Set(deleted.map(({ action }) => action))).toEqual(new Set(['delete']));
    expect(created.find(({ address }) => address === 'docker_container.loki')).toMatchObject({ component: 'loki', effect: 'starts' });
    expect(deleted.find(({ address }) => address === 'docker_container.loki')).toMatchObject({ component: 'loki', effect: 'stops' });
  });

  it.each(fullOverlays.map((overlay, index) => [index, overlay] as const))(
    'with every key (%i) does not differ from itself',
    (_, overlay) => {
      const side = sideOf(overlay);
      expect(resourceChanges(side, { ...side, stack: structuredClone(side.stack) })).toEqual([]);
    },
  );

  it('has no type of resource that the providers were not asked about', () => {
    const asked = providerBehaviours.flatMap(({ types }) => Object.keys(types));
    const used = new Set(fullOverlays.flatMap((overlay) => Object.keys(sideOf(overlay).stack['resource'] as object)));
    expect([...used].filter((type) => !asked.includes(type))).toEqual([]);
  });
});

describe('what a provider compares', () => {
  const container = (config: object): StackJson => resources({ docker_container: { a: { name: 'a', image: 'i', ...config } } });

  it.each([
    ['sets without order', { env: ['A=1', 'B=2'] }, { env: ['B=2', 'A=1'] }, []],
    ['lists with it', { command: ['a', 'b'] }, { command: ['b', 'a'] }, ['replace docker_container.a: command']],
    [
      'blocks that are sets without order',
      {
        labels: [
          { label: 'a', value: '1' },
          { label: 'b', value: '2' },
        ],
      },
      {
        labels: [
          { label: 'b', value: '2' },
          { label: 'a', value: '1' },
        ],
      },
      [],
    ],
    ['a default as what says it', {}, { must_run: true, restart: 'no' }, []],
    ['a default in a block', { ports: [{ internal: 1 }] }, { ports: [{ internal: 1, protocol: 'tcp', ip: '0.0.0.0' }] }, []],
    ['nothing as what is empty', {}, { read_only: false, user: '', dns: [] }, []],
    ['a block alone as a list of one', { capabilities: { drop: ['ALL'] } }, { capabilities: [{ drop: ['ALL'] }] }, []],
    ['numbers as texts', { memory: 512 }, { memory: '512' }, []],
    ['what it keeps when it is no longer said', { hostname: 'a' }, {}, []],
    [
      'variables of an environment by their names, never by value',
      { env: ['KEY=secret'] },
      { env: ['KEY=other'] },
      ['replace docker_container.a: env[KEY]'],
    ],
    [
      'a changed mount in place, as the provider does',
      { mounts: [{ type: 'volume', target: '/a', source: 'x' }] },
      { mounts: [{ type: 'volume', target: '/a', source: 'y' }] },
      ['update docker_container.a: mounts[/a]~'],
    ],
    [
      'one mount more',
      { mounts: [{ type: 'volume', target: '/a' }] },
      {
        mounts: [
          { type: 'volume', target: '/a' },
          { type: 'volume', target: '/b' },
        ],
      },
      ['replace docker_container.a: mounts[/b]'],
    ],
    ['a health check that goes', { healthcheck: { test: ['CMD', 'a'] } }, {}, ['replace docker_container.a: healthcheck.test']],
    [
      'what differs in a health check',
      { healthcheck: { test: ['CMD', 'a'] } },
      { healthcheck: { test: ['CMD', 'b'] } },
      ['update docker_container.a: healthcheck.test~'],
    ],
  ])('%s', (_, before, after, plan) => {
    expect(between(container(before), container(after))).toEqual(plan);
  });

  it('does not show what is only written', () => {
    const secret = (revision: number, value: string): StackJson =>
      resources({ kubernetes_secret_v1: { a: { metadata: { name: 'a' }, data_wo: { value }, data_wo_revision: revision } } });
    expect(between(secret(1, '${var.a}'), secret(1, '${var.b}'))).toEqual([]);
    expect(between(secret(1, '${var.a}'), secret(2, '${var.a}'))).toEqual(['update kubernetes_secret_v1.a: data_wo_revision~']);
  });
});

describe('references', () => {
  const image = (name: string) => ({ docker_image: { i: { name } } });
  const container = (config: object) => ({ docker_container: { a: { name: 'a', image: '${docker_image.i.image_id}', ...config } } });

  it('what is replaced makes what refers to its identity anew', () => {
    expect(between(resources({ ...image('x:1'), ...container({}) }), resources({ ...image('x:2'), ...container({}) }))).toEqual([
      'replace docker_image.i: name',
      'replace docker_container.a: image',
    ]);
  });

  it('what a stack says itself is compared by its value', () => {
    const network = (labels: object[]) => ({ docker_network: { n: { name: 'net', labels } } });
    const attached = (name: string) => container({ networks_advanced: [{ name }] });
    expect(
      between(
        resources({ ...image('x:1'), ...network([]), ...attached('net') }),
        resources({ ...image('x:1'), ...network([{ label: 'a', value: 'b' }]), ...attached('${docker_network.n.name}') }),
      ),
    ).toEqual(['replace docker_network.n: labels[a]']);
  });

  it('a generated value that is left alone is left alone; without that it is another one each time', () => {
    const generated = (lifecycle: object): StackJson => resources({ terraform_data: { s: { input: '${uuid()}', ...lifecycle } } });
    const kept = generated({ lifecycle: { ignore_changes: ['input'] } });
    expect(between(kept, kept)).toEqual([]);
    expect(between(generated({}), generated({}))).toEqual(['update terraform_data.s: input~']);
  });

  it('a variable with another default counts, one that is given does not', () => {
    const stack = (variable: object): StackJson => resources(container({ image: 'i', user: '${var.u}' }), { variable: { u: variable } });
    expect(between(stack({ default: 'a' }), stack({ default: 'b' }))).toEqual(['replace docker_container.a: user']);
    expect(between(stack({}), stack({ description: 'x' }))).toEqual([]);
  });

  it('what it shall follow replaces it', () => {
    const stack = (memory: number): StackJson =>
      resources({
        docker_container: {
          a: { name: 'a', image: 'i', memory },
          b: { name: 'b', image: 'i', lifecycle: { replace_triggered_by: ['docker_container.a'] } },
        },
      });
    expect(between(stack(8), stack(9))).toEqual(['update docker_container.a: memory~', 'replace docker_container.b']);
  });

  it('an escaped expression is a text', () => {
    const stack = (content: string): StackJson => resources(container({ image: 'i', upload: [{ file: '/a', content }] }));
    expect(between(stack('$${docker_image.i.image_id}'), stack('$${docker_image.i.image_id}'))).toEqual([]);
  });
});

describe('a new address', () => {
  const stack = (name: string, rest: StackJson = {}): StackJson =>
    resources({ docker_container: { [name]: { name: 'a', image: 'i' } } }, rest);

  it('is a move when the stack says so', () => {
    const moved = [{ from: 'docker_container.old', to: 'docker_container.new' }];
    expect(between(stack('old'), stack('new', { moved }))).toEqual(['move docker_container.new (was docker_container.old)']);
  });

  it('is destroyed and made otherwise, and called what it is: renamed', () => {
    expect(between(stack('old'), stack('new'))).toEqual([
      'create docker_container.new (was docker_container.old)',
      'delete docker_container.old',
    ]);
  });
});
