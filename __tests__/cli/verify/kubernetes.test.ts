import { createChecks } from '../../../cli/verify/check';
import { checkObjects } from '../../../cli/verify/kubernetes';
import { type Answers, clusterPlatform, fakeCluster, list } from '../../support/cluster';

describe('the objects of a cluster', () => {
  const results = async (answers: Answers) => {
    const checks = createChecks();
    checkObjects(checks, fakeCluster(answers), clusterPlatform(), Date.now());
    return (await checks.results()).map(({ name, status, detail }) => [name, status, detail]);
  };
  const CLAIMS = 'kubectl get persistentvolumeclaims -n observability';
  const claim = (name: string, phase: string) => ({ metadata: { name }, spec: {}, status: { phase } });
  const PROMETHEUS = 'kubectl get prometheuses.monitoring.coreos.com o11y-prometheus -n observability';
  const prometheus = (...conditions: readonly object[]) => ({
    kind: 'Prometheus',
    metadata: { name: 'o11y-prometheus' },
    status: { conditions },
  });

  it('are bound and reconciled', async () => {
    const conditions = [
      { type: 'Available', status: 'True' },
      { type: 'Reconciled', status: 'True' },
    ];
    expect(await results({ [CLAIMS]: list(claim('a', 'Bound')), [PROMETHEUS]: prometheus(...conditions) })).toEqual([
      ['volumes', 'passed', '1 bound'],
      ["operator's prometheus", 'passed', 'available, reconciled'],
    ]);
  });

  it('are not', async () => {
    const refused = { type: 'Reconciled', status: 'False', reason: 'ReconciliationFailed', message: 'invalid retention' };
    expect(await results({ [CLAIMS]: list(claim('a', 'Bound'), claim('b', 'Pending')), [PROMETHEUS]: prometheus(refused) })).toEqual([
      ['volumes', 'failed', 'b is Pending'],
      ["operator's prometheus", 'failed', 'Reconciled is False: invalid retention'],
    ]);
    expect(await results({})).toEqual([
      ['volumes', 'skipped', 'there are none'],
      ["operator's prometheus", 'failed', 'there is no Prometheus o11y-prometheus'],
    ]);
    expect((await results({ [PROMETHEUS]: prometheus() }))[1]?.[2]).toBe('the operator has not looked at it yet');
  });
});
