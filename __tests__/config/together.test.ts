import fc from 'fast-check';
import { defineEnvironment } from '../../config/define';
import { formatProblem } from '../../config/errors';
import { problemsTogether } from '../../config/together';
import { ownersOf } from '../../constructs/core/ownership';

const texts = (...environments: Parameters<typeof defineEnvironment>[]): readonly string[] =>
  problemsTogether(environments.map(([name, overlay]) => defineEnvironment(name, overlay))).map(formatProblem);

describe('environments beside each other', () => {
  it('do not make the same names', () =>
    expect(texts(['b-c', { platform: 'adv' }], ['c', { platform: 'adv-b' }], ['d', { platform: 'adv-b' }])).toEqual([
      'c: platform (adv-b) must not make the same names as b-c does: with platform adv its objects begin with adv-b-c too. Give one of them another platform, or rename its file',
    ]));

  it('have namespaces of their own in one cluster', () => {
    const target = { kind: 'kubernetes' } as const;
    expect(texts(['prod', { target }], ['staging', { target: { ...target, nodeNamespace: 'staging-node' } }])).toEqual([
      "staging: target.namespace (observability) must differ from target.namespace of prod: both would be in it, in the kubeconfig's current context. Give each a namespace of its own, or its own cluster by target.context",
    ]);
    expect(
      texts(
        ['a', { target: { ...target, context: 'eu' } }],
        ['b', { target: { ...target, context: 'eu', namespace: 'observability-node', nodeNamespace: 'other' } }],
      ),
    ).toEqual([
      'b: target.namespace (observability-node) must differ from target.nodeNamespace of a: both would be in it, in the context eu. Give each a namespace of its own, or its own cluster by target.context',
    ]);
  });

  it('may have the same namespace in different clusters, and be on Docker beside it', () =>
    expect(
      texts(
        ['a', { target: { kind: 'kubernetes', context: 'eu' } }],
        ['b', { target: { kind: 'kubernetes', context: 'us' } }],
        ['c', { target: { kind: 'kubernetes' } }],
        ['d', {}],
      ),
    ).toEqual([]));

  it('are in the way of each other exactly if their names can be read as both', () => {
    const word = fc.constantFrom('a', 'a-b', 'b', 'b-a', 'a-b-a');
    fc.assert(
      fc.property(word, word, word, word, (platform, name, otherPlatform, otherName) => {
        fc.pre(platform !== otherPlatform || name !== otherName);
        const both = ownersOf(`${platform}-${name}`).some((owner) => owner.platform === otherPlatform && owner.name === otherName);
        expect(texts([name, { platform }], [otherName, { platform: otherPlatform }]).length).toBe(both ? 1 : 0);
      }),
      { numRuns: 40 },
    );
  });
});
