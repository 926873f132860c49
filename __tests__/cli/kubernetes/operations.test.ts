import { existingClaims, purge, remainsOf } from '../../../cli/kubernetes/data';
import { failureText } from '../../../cli/kubernetes/failure';
import { accessOf } from '../../../cli/kubernetes/operations';
import { passwordIn } from '../../../cli/kubernetes/password';
import { watchPods } from '../../../cli/kubernetes/pod-watch';
import { rejectFailures } from '../../../cli/preflight/reject';
import { CannotDeployError } from '../../../cli/terminal/exit';
import { COMPONENT, ownerLabels } from '../../../constructs/core/labels';
import { type Answers, clusterPlatform, failing, fakeCluster, list } from '../../support/cluster';

const platform = clusterPlatform();

describe('the data of an environment', () => {
  const claim = (name: string, labels = {}) => ({
    metadata: { name, namespace: 'observability', labels, uid: `uid-${name}`, resourceVersion: '7' },
    spec: {},
  });
  const namespace = (labels: object) => ({
    kind: 'Namespace',
    metadata: { name: 'observability', labels, uid: 'uid', resourceVersion: '9' },
  });
  const CLAIMS = 'kubectl get persistentvolumeclaims -n observability';
  const NAMESPACE = 'kubectl get namespace observability';
  const KINDS = 'kubectl api-resources --namespaced --verbs=list,delete -o name';
  const named = [
    claim('storage-o11y-loki-0'),
    claim('prometheus-o11y-prometheus-db-prometheus-o11y-prometheus-1'),
    claim('kept', ownerLabels(platform.config)),
    claim('storage-o11y-loki-ring-0'),
    claim('storage-adv-o11y-loki-0'),
    claim('somebody-elses'),
  ];
  const answers: Answers = {
    [CLAIMS]: list(...named),
    [NAMESPACE]: namespace(ownerLabels(platform.config)),
    [KINDS]: 'configmaps\nevents\npersistentvolumeclaims\n',
  };
  const OWN = [
    'observability/storage-o11y-loki-0',
    'observability/prometheus-o11y-prometheus-db-prometheus-o11y-prometheus-1',
    'observability/kept',
  ];
  const reached = (more: Answers) => ({ cluster: fakeCluster({ ...answers, ...more }), where: 'the cluster at s (context c)' });

  it('is in its own claims, and in claims without labels of its workloads only when the namespace is its own', async () => {
    expect(await existingClaims(fakeCluster(answers), platform)).toEqual(OWN);
    expect(await existingClaims(fakeCluster({ ...answers, [NAMESPACE]: namespace({}) }), platform)).toEqual(['observability/kept']);
  });

  it('is named before it is deleted, with where it is and what still runs', async () => {
    const pod = { metadata: { name: 'o11y-loki-0', labels: ownerLabels(platform.config) }, spec: { containers: [] } };
    const others = { metadata: { name: 'o11y-loki-0', labels: ownerLabels({ platform: 'o11y', name: 'prod' }) }, spec: { containers: [] } };
    const PODS = 'kubectl get pods -n observability';
    expect(await remainsOf(reached({ [PODS]: list(pod, others) }), platform)).toEqual({
      where: 'the cluster at s (context c)',
      running: '1 pod',
      volumes: OWN,
      besides: ['the namespace observability with its Secrets, unless something of others is in it'],
      leftAlone: undefined,
    });
    expect((await remainsOf(reached({ [PODS]: list(others) }), platform)).running).toBeUndefined();
  });

  it('is deleted as it was seen, and the namespace stays when what is in it cannot be seen', async () => {
    const calls: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    const forbidden = failing(
      'Error from server (Forbidden): widgets is forbidden: User "bob" cannot list resource "widgets" in the namespace',
    );
    const cluster = fakeCluster({ ...answers, 'kubectl get configmaps,persistentvolumeclaims -n observability': forbidden }, calls);
    expect(await purge(cluster, platform, OWN.slice(2))).toEqual(OWN.slice(2));
    expect(calls.filter((call) => call.includes(' delete '))).toEqual([
      'kubectl delete --raw /api/v1/namespaces/observability/persistentvolumeclaims/kept -f - --request-timeout=10s',
    ]);
    expect(write.mock.calls.at(-1)).toEqual([
      'The namespace observability stays: what is in it cannot be seen (kubectl get everything -n observability: widgets is forbidden: User "bob" cannot list resource "widgets" in the namespace).\n',
    ]);
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
