import fc from 'fast-check';
import { defineEnvironment } from '../../config/define';
import { changesOf, configChanges } from '../../plan/config-changes';
import { differenceOf } from '../../plan/differences';
import { BASE, edited } from './edits/edit';

describe('differenceOf', () => {
  it.each([
    ['retention.traces', '15d', '30d', '+15 d'],
    ['retention.traces', '30d', '2w', '−16 d'],
    ['retention.traces', '36h', '1d', '−12 h'],
    ['wait', '90s', '2m', '+30 s'],
    ['memory', '512MiB', '1GiB', '+512 MiB (×2)'],
    ['memory', '1GiB', '512MiB', '−512 MiB (÷2)'],
    ['size', '10GB', '15GB', '+5 GB'],
    ['storage', '20Gi', '50Gi', '+30 GiB'],
    ['sampling.traces.ratio', 0.1, 0.05, '−50 %'],
    ['sampling.traces.ratio', 0.1, 0.5, '×5'],
    ['resources.limits.cpu', 0.5, 1, '+0.5 cores (×2)'],
    ['resources.limits.cpu', '500m', '250m', '−0.25 cores (÷2)'],
    ['replicas', 1, 3, '+2 (×3)'],
    ['replicas', 0, 2, '+2'],
    ['loki.port', 3100, 3101, undefined],
    ['otelCollector.ports.grpc', 4317, 4319, undefined],
    ['name', 'a', 'b', undefined],
    ['enabled', true, false, undefined],
    ['retention.traces', undefined, '7d', undefined],
  ])('%s: %p → %p is %p', (path, before, after, difference) => {
    expect(differenceOf(path, before, after)).toBe(difference);
  });
});

describe('changesOf', () => {
  it.each([
    ['nothing', { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
    ['keys in another order', { a: 1, b: { c: 1, d: 2 } }, { b: { d: 2, c: 1 }, a: 1 }, []],
    [
      'a key more and one less',
      { a: 1 },
      { b: 'x' },
      [
        { path: 'a', before: 1 },
        { path: 'b', after: 'x' },
      ],
    ],
    [
      'named things by their names',
      {
        list: [
          { name: 'a', x: 1 },
          { name: 'b', x: 1 },
        ],
      },
      { list: [{ name: 'b', x: 3 }] },
      [
        { path: 'list[a]', before: { name: 'a', x: 1 } },
        { path: 'list[b].x', before: 1, after: 3, difference: '+2 (×3)' },
      ],
    ],
    ['a new name', { list: [{ name: 'a', x: 1 }] }, { list: [{ name: 'b', x: 1 }] }, [{ path: 'list[a].name', before: 'a', after: 'b' }]],
    [
      'another order of named things',
      { list: [{ name: 'a' }, { name: 'b' }] },
      { list: [{ name: 'b' }, { name: 'a' }] },
      [{ path: 'list', before: ['a', 'b'], after: ['b', 'a'], difference: 'order' }],
    ],
    [
      'scalars as a set',
      { list: ['a', 'b'] },
      { list: ['b', 'c', 'd'] },
      [{ path: 'list', before: ['a', 'b'], after: ['b', 'c', 'd'], difference: '+2 −1' }],
    ],
    [
      'scalars in another order',
      { list: ['a', 'b'] },
      { list: ['b', 'a'] },
      [{ path: 'list', before: ['a', 'b'], after: ['b', 'a'], difference: 'order' }],
    ],
    [
      'one item before others without names',
      { list: [{ x: 1 }, { x: 2 }] },
      { list: [{ x: 0 }, { x: 1 }, { x: 2 }] },
      [{ path: 'list[0]', after: { x: 0 } }],
    ],
    [
      'an item without a name',
      { list: [{ x: 1 }, { x: 2 }] },
      { list: [{ x: 1 }, { x: 5 }] },
      [{ path: 'list[1].x', before: 2, after: 5, difference: '+3' }],
    ],
    ['a key with dots', { 'a.b': 1 }, { 'a.b': 2 }, [{ path: '["a.b"]', before: 1, after: 2, difference: '+1 (×2)' }]],
    ['a value of another kind', { a: { b: 1 } }, { a: [1] }, [{ path: 'a', before: { b: 1 }, after: [1] }]],
    ['a key called as a method', { constructor: 1 }, {}, [{ path: 'constructor', before: 1 }]],
  ])('%s', (_, before, after, changes) => {
    expect(changesOf(before, after)).toEqual(changes);
  });

  const value = fc.jsonValue({ maxDepth: 4 });

  it('finds nothing between equal values and something between others', () => {
    fc.assert(
      fc.property(value, value, (before, after) => {
        const same = (one: unknown, other: unknown): boolean => {
          try {
            expect(one).toEqual(other);
            return true;
          } catch {
            return false;
          }
        };
        expect(changesOf(before, JSON.parse(JSON.stringify(before)))).toEqual([]);
        expect(changesOf(before, after).length === 0).toBe(same(JSON.parse(JSON.stringify(before)), JSON.parse(JSON.stringify(after))));
      }),
      { numRuns: 200, examples: [[{ toString: '' }, '']] },
    );
  });
});

describe('configChanges', () => {
  it('names what a user edited, and what follows from it among the defaults', () => {
    const before = defineEnvironment('dev', BASE);
    const after = defineEnvironment('dev', edited({ retention: { traces: '30d' }, loki: { resources: { limits: { memory: '900MiB' } } } }));
    expect(configChanges(before, after)).toEqual([
      { path: 'retention.traces', before: '7d', after: '30d', difference: '+23 d' },
      { path: 'loki.resources.limits.memory', before: '768MiB', after: '900MiB', difference: '+132 MiB' },
    ]);
  });
});
