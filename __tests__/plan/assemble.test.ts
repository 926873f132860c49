import { assemble, type Sections } from '../../plan/assemble';
import type { Pair, Side } from '../../plan/model';
import { estimateOf } from '../support/plans';
import { platformOf } from '../support/platform';

const side = (traces: `${number}d` = '7d'): Side => ({ platform: platformOf({ retention: { traces } }), stack: {} });

const SILENT: Sections = {
  config: () => [],
  resources: () => [],
  files: () => [],
  releases: () => [],
  alerts: () => [],
  risks: () => [],
  estimate: () => estimateOf({ loki: 1 }),
  violations: () => [],
  stale: () => [],
};

const broken = (): never => {
  throw new TypeError('x is not iterable\nsecond line');
};

const plan = (pairs: readonly Pair[], sections: Partial<Sections> = {}, failed: readonly { name: string; problem: string }[] = []) =>
  assemble(
    { base: { ref: 'main', commit: 'a' }, head: { ref: 'HEAD', commit: 'b' }, pairs, failed, notes: ['first'] },
    { ...SILENT, ...sections },
  );

describe('assemble', () => {
  const [base, head] = [side(), side('3d')];

  it('says what became of each environment, in the order of their names', () => {
    const { environments } = plan(
      [
        { name: 'same', base, head },
        { name: 'new', head },
        { name: 'gone', base },
      ],
      {},
      [{ name: 'bad', problem: 'why' }],
    );
    expect(environments.map(({ name, status, problem }) => [name, status, problem])).toEqual([
      ['bad', 'failed', 'why'],
      ['gone', 'removed', undefined],
      ['new', 'added', undefined],
      ['same', 'unchanged', undefined],
    ]);
    expect(environments.map(({ cost }) => [cost?.before?.total, cost?.after?.total])).toEqual([
      [undefined, undefined],
      [1, undefined],
      [undefined, 1],
      [1, 1],
    ]);
  });

  it.each(['config', 'resources', 'files', 'releases', 'alerts'] as const)('is changed when %s differ', (section) => {
    expect(plan([{ name: 'dev', base, head }], { [section]: () => [{}] }).environments[0]?.status).toBe('changed');
  });

  it('gives risks the changes, and the policy the plan', () => {
    const changes = [{ path: 'a', before: 1 }];
    const risk = { kind: 'downtime', severity: 'low', subject: 'x', text: 'y' } as const;
    const { environments } = plan([{ name: 'dev', base, head }], {
      config: () => changes,
      risks: (pair, { config }) => (pair.name === 'dev' && config === changes ? [risk] : []),
      violations: (policy, { risks }, after) => [{ rule: policy.dataLoss, text: `${risks.length} ${after === head.platform}` }],
    });
    expect(environments[0]).toMatchObject({ risks: [risk], violations: [{ rule: 'acknowledged', text: '1 true' }] });
  });

  it('leaves out what an older description cannot answer, with a note for each', () => {
    const sections = {
      config: broken,
      resources: broken,
      files: broken,
      releases: broken,
      alerts: broken,
      risks: broken,
      estimate: broken,
      violations: broken,
    };
    const { notes, environments } = plan([{ name: 'dev', base, head }], sections);
    const names = ['configuration', 'resources', 'files', 'releases', 'alerts', 'cost of the base', 'cost', 'risks', 'the policy'];
    expect(notes).toEqual([
      'first',
      ...names.map((name) => `dev: ${name} could not be compared, and nothing is said of that: x is not iterable`),
    ]);
    expect(environments).toEqual([
      { name: 'dev', status: 'unchanged', config: [], resources: [], files: [], releases: [], alerts: [], risks: [], violations: [] },
    ]);
  });
});
