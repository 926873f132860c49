import { existingClaims, purge, remainsOf } from '../../../cli/kubernetes/data';
import { failureText } from '../../../cli/kubernetes/failure';
import { accessOf } from '../../../cli/kubernetes/operations';
import { passwordIn } from '../../../cli/kubernetes/password';
import { watchPods } from '../../../cli/kubernetes/pod-watch';
import { rejectFailures } from '../../../cli/preflight/reject';
import { CannotDeployError } from '../../../cli/terminal/exit';
import { COMPONENT, PART_OF } from '../../../constructs/core/labels';
import { type Answers, clusterPlatform, fakeCluster, list } from '../../support/cluster';

const platform = clusterPlatform();
const claim = (name: string, labels = {}) => ({ metadata: { name, namespace: 'observability', labels }, spec: {} });
const CLAIMS = 'kubectl get persistentvolumeclaims -n observability';
const answers: Answers = {
  [CLAIMS]: list(
    claim('storage-o11y-loki-0'),
    claim('prometheus-o11y-prometheus-db-prometheus-o11y-prometheus-1'),
    claim('kept', { [PART_OF]: 'o11y-staging' }),
    claim('storage-o11y-loki-ring-0'),
    claim('somebody-elses'),
  ),
  'kubectl get namespace observability': { metadata: { name: 'observability' } },
};
const OWN = [
  'observability/storage-o11y-loki-0',
  'observability/prometheus-o11y-prometheus-db-prometheus-o11y-prometheus-1',
  'observability/kept',
];

describe('the data of an environment', () => {
  it('is in its own claims', async () => {
    expect(await existingClaims(fakeCluster(answers), platform)).toEqual(OWN);
  });

  it('is named before it is deleted, with what still runs', async () => {
    const pod = { metadata: { name: 'o11y-loki-0' }, spec: { containers: [] } };
    const PODS = 'kubectl get pods -n observability -l observability-stacks.dev/component';
    expect(await remainsOf(fakeCluster({ ...answers, [PODS]: list(pod) }), platform)).toEqual({
      running: '1 pod',
      volumes: OWN,
      besides: ['the namespace observability with its Secrets, unless somebody else uses it'],
    });
    expect((await remainsOf(fakeCluster(answers), platform)).running).toBeUndefined();
  });

  it('is deleted claim by claim, and then the namespace when nothing else is in it', async () => {
    const deleted = async (more: Answers) => {
      const calls: string[] = [];
      await purge(fakeCluster({ ...answers, ...more }, calls), platform);
      return calls.filter((call) => call.includes(' delete ')).map((call) => call.replace(' --ignore-not-found --timeout=50s', ''));
    };
    const claims = OWN.map((name) => `kubectl delete persistentvolumeclaim ${name.split('/')[1]} -n observability`);
    expect(await deleted({})).toEqual([...claims, 'kubectl delete namespace observability']);
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await deleted({ 'kubectl get pods,persistentvolumeclaims -n observability': list(claim('somebody-elses')) })).toEqual(claims);
    expect(write.mock.calls).toEqual([['The namespace observability stays: somebody-elses is in it.\n']]);
    write.mockRestore();
  });
});

describe('a release that fails', () => {
  const outcome = {
    diagnostics: [
      { severity: 'error' as const, summary: 'Error upgrading chart', detail: 'context deadline exceeded', address: 'helm_release.loki' },
    ],
    text: '',
  };
  const text = (more: Answers, troubles: Parameters<typeof failureText>[4] = []) =>
    failureText(fakeCluster(more), platform, outcome, ['loki'], troubles);
  const REVISIONS = 'kubectl get secrets -n observability -l owner=helm,name=loki';
  const revision = (version: string, status: string) => ({ metadata: { name: `v${version}`, labels: { version, status } } });
  const BEGINNING = 'loki could not be deployed:\nhelm_release.loki: Error upgrading chart: context deadline exceeded\n';

  it('says what is there now', async () => {
    expect(await text({})).toBe(`${BEGINNING}Helm took loki back: nothing of it is left but its volumes.`);
    expect(await text({ [REVISIONS]: list(revision('9', 'failed'), revision('10', 'deployed')) })).toBe(
      `${BEGINNING}Helm rolled loki back: it is as it was before.`,
    );
    expect(await text({ [REVISIONS]: list(revision('1', 'deployed'), revision('2', 'failed')) })).toBe(
      `${BEGINNING}Helm could not roll loki back: helm -n observability history loki says what is there; deploy again, or helm -n observability uninstall loki.`,
    );
  });

  it('says what its pods said before they were taken back, and nothing of others', async () => {
    const labels = { [COMPONENT]: 'loki' };
    const status = {
      containerStatuses: [
        {
          name: 'loki',
          ready: false,
          restartCount: 4,
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off' } },
          lastState: { terminated: { exitCode: 1 } },
        },
      ],
    };
    const pod = { metadata: { name: 'o11y-loki-0', namespace: 'observability', labels }, spec: { containers: [{ name: 'loki' }] }, status };
    const event = { type: 'Warning', reason: 'BackOff', message: 'restarting', involvedObject: { kind: 'Pod', name: 'o11y-loki-0' } };
    const said: Record<string, Answers[string]> = {
      'kubectl get deployments,statefulsets,daemonsets -n observability': list({
        kind: 'StatefulSet',
        metadata: { name: 'o11y-loki' },
        spec: { replicas: 1 },
        status: { observedGeneration: 1 },
      }),
      'kubectl get pods -n observability -l observability-stacks.dev/component': list(pod),
      'kubectl get events -n observability --field-selector type=Warning': list(event),
      'kubectl logs -n observability o11y-loki-0 -c loki --tail=2000 --previous': 'starting\nno such bucket\n',
    };
    const watch = watchPods(fakeCluster(said), platform);
    await watch.look();
    // Helm has taken the pods back; what is known of them stays.
    said['kubectl get pods -n observability -l observability-stacks.dev/component'] = list();
    await watch.look();
    watch.stop();
    expect(await text({}, watch.troubles())).toBe(
      [
        `${BEGINNING}loki: o11y-loki-0: loki keeps ending with exit code 1`,
        'Last 1 warning about loki:',
        '  o11y-loki-0: BackOff: restarting',
        'Last 2 lines of the log of loki (o11y-loki-0):',
        '  starting',
        '  no such bucket',
        'Helm took loki back: nothing of it is left but its volumes.',
      ].join('\n'),
    );
  });
});

describe('what keeps a deployment from working', () => {
  it('is refused before anything is touched', () => {
    const finding = { check: 'a', status: 'failed' as const, message: 'the cluster is away', fix: 'start it' };
    expect(() => rejectFailures('prod', [finding])).toThrow(
      new CannotDeployError('prod cannot be deployed:\n✖ the cluster is away\n  → start it\nNothing was touched.'),
    );
    expect(() => rejectFailures('prod', [{ check: 'a', status: 'ok', message: 'fine' }])).not.toThrow();
  });
});

describe('the way in', () => {
  it('is a forwarded port, or the host that the configuration names', () => {
    const forward = (name: string): string => `kubectl -n observability port-forward service/${name}`;
    expect(accessOf(platform)).toEqual({
      addresses: [],
      text: `  ${forward('o11y-prometheus')} 9090\n  ${forward('o11y-grafana')} 3000`,
    });
    const grafana = {
      kind: 'ingress' as const,
      host: 'grafana.example.com',
      certificate: { kind: 'secret' as const, name: 'tls' },
    };
    const open = clusterPlatform({ target: { kind: 'kubernetes', context: 'prod', access: { grafana } } });
    expect(accessOf(open)).toEqual({
      addresses: [{ component: 'grafana', endpoint: 'http', url: 'https://grafana.example.com', userInterface: true }],
      text: '  grafana  https://grafana.example.com\n  kubectl --context prod -n observability port-forward service/o11y-prometheus 9090',
    });
  });

  it("has Grafana's password in a Secret", async () => {
    const SECRET = 'kubectl get secret grafana-admin-password -n observability';
    const secret = { metadata: { name: 'grafana-admin-password' }, data: { value: Buffer.from('sesame').toString('base64') } };
    expect(await passwordIn(fakeCluster({ [SECRET]: secret }), platform)).toBe('sesame');
    await expect(passwordIn(fakeCluster({}), platform)).rejects.toThrow(
      'there is no Secret grafana-admin-password with the key "value" in observability: npx o11y doctor staging says how to make it',
    );
  });
});
