import { volumeFindings } from '../../../cli/kubernetes/preflight/volumes';
import { growClaims, makeRoom, resizesOf } from '../../../cli/kubernetes/resize';
import { type Answers, clusterPlatform, failing, fakeCluster, list } from '../../support/cluster';

const template = (name: string, storage: string) => ({
  spec: { volumeClaimTemplates: [{ metadata: { name }, spec: { resources: { requests: { storage } } } }] },
});

const claim = (name: string, storage: string, storageClassName = 'standard') => ({
  metadata: { name },
  spec: { storageClassName, resources: { requests: { storage } } },
});

const platform = clusterPlatform();
const LOKI = 'kubectl get statefulset o11y-loki -n observability';
const PROMETHEUS = 'kubectl get statefulset prometheus-o11y-prometheus -n observability';
const CLAIMS = 'kubectl get persistentvolumeclaims -n observability';

/** Loki has 5 GiB of the 10 that it is to have, Prometheus what it is to have. */
const smaller: Answers = {
  [LOKI]: template('storage', '5Gi'),
  [PROMETHEUS]: template('db', '20480Mi'),
  [CLAIMS]: list(claim('storage-o11y-loki-0', '5Gi'), claim('storage-o11y-loki-extra', '1Gi'), claim('other', '1Gi')),
};

describe('volumes of another size', () => {
  it('are none before anything is deployed, and none where only the spelling differs', async () => {
    expect(await resizesOf(fakeCluster({}), platform)).toEqual([]);
    expect(await resizesOf(fakeCluster({ [PROMETHEUS]: template('db', '20480Mi') }), platform)).toEqual([]);
  });

  it('are found with the claims that must grow, and with those alone', async () => {
    expect(await resizesOf(fakeCluster(smaller), platform)).toEqual([
      {
        component: 'loki',
        namespace: 'observability',
        size: '10Gi',
        statefulSet: 'o11y-loki',
        growths: [{ claim: 'storage-o11y-loki-0', from: '5Gi', storageClass: 'standard' }],
      },
    ]);
  });

  it('leave a larger claim as it is', async () => {
    const larger: Answers = { [LOKI]: template('storage', '50Gi'), [CLAIMS]: list(claim('storage-o11y-loki-0', '50Gi')) };
    expect(await resizesOf(fakeCluster(larger), platform)).toEqual([expect.objectContaining({ component: 'loki', growths: [] })]);
  });

  it('leave it to the operator to replace the StatefulSet that it made', async () => {
    const answers: Answers = {
      [PROMETHEUS]: template('db', '10Gi'),
      [CLAIMS]: list(claim('db-prometheus-o11y-prometheus-0', '10Gi'), claim('db-prometheus-o11y-prometheus-1', '10Gi')),
    };
    const [resize] = await resizesOf(fakeCluster(answers), platform);
    expect(resize).not.toHaveProperty('statefulSet');
    expect(resize?.growths.map((growth) => growth.claim)).toEqual(['db-prometheus-o11y-prometheus-0', 'db-prometheus-o11y-prometheus-1']);
  });

  it('take the StatefulSet away and leave its pods, and ask for more once there is a quota for it', async () => {
    const calls: string[] = [];
    const cluster = fakeCluster(smaller, calls);
    const resizes = await resizesOf(cluster, platform);
    calls.length = 0;
    await makeRoom(cluster, resizes);
    await growClaims(cluster, resizes);
    expect(calls).toEqual([
      'kubectl delete statefulset o11y-loki -n observability --cascade=orphan --wait=true',
      'kubectl patch persistentvolumeclaim storage-o11y-loki-0 -n observability -p {"spec":{"resources":{"requests":{"storage":"10Gi"}}}}',
    ]);
  });

  it('say what kubectl says when it fails', async () => {
    const cluster = fakeCluster({ ...smaller, 'kubectl delete': failing('Error from server (Forbidden): not yours') });
    const resizes = await resizesOf(cluster, platform);
    await expect(makeRoom(cluster, resizes)).rejects.toThrow(
      'kubectl delete statefulset o11y-loki -n observability --cascade=orphan --wait=true: not yours',
    );
  });
});

describe('the check of volumes', () => {
  const standard = (allowVolumeExpansion: boolean) => list({ metadata: { name: 'standard' }, allowVolumeExpansion });

  it('says that they grow', async () => {
    const findings = await volumeFindings(fakeCluster({ ...smaller, 'kubectl get storageclasses': standard(true) }), platform);
    expect(findings).toEqual([expect.objectContaining({ status: 'ok', message: 'the volumes of loki grow to 10Gi' })]);
  });

  it('refuses what the storage class does not allow, before anything is touched', async () => {
    const findings = await volumeFindings(fakeCluster({ ...smaller, 'kubectl get storageclasses': standard(false) }), platform);
    expect(findings).toEqual([
      {
        check: 'volumes',
        status: 'failed',
        message:
          'the volume storage-o11y-loki-0 in observability must grow from 5Gi to 10Gi, which its storage class standard does not allow',
        fix: `set volumeSize of loki to what there is and shorten its retention, or allow it: kubectl patch storageclass standard -p '{"allowVolumeExpansion":true}'`,
      },
    ]);
  });
});
