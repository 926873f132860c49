import { type Pod, podSchema, workloadSchema } from '../../../cli/kubernetes/objects';
import { podProblem, warningsOf } from '../../../cli/kubernetes/pods';
import { judgeComponent, lookAt, waitUntilReady } from '../../../cli/kubernetes/readiness';
import { describe as describeStatus, formatStatus } from '../../../cli/kubernetes/status';
import { COMPONENT } from '../../../constructs/core/labels';
import { type Answers, clusterPlatform, failing, fakeCluster, list } from '../../support/cluster';

const READY = { type: 'Ready', status: 'True' };
const pod = (component: string, status: object = { phase: 'Running', conditions: [READY] }, name = `o11y-${component}-0`) => ({
  metadata: { name, namespace: 'observability', labels: { [COMPONENT]: component } },
  spec: {
    containers: [
      { name: component, resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '1', memory: '768Mi' } } },
      { name: 'sidecar', resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '100m', memory: '64Mi' } } },
    ],
  },
  status,
});
const parse = (value: object): Pod => podSchema.parse(value);
const container = (state: object, rest: object = {}) => ({ name: 'loki', ready: false, restartCount: 0, state, ...rest });
const statefulSet = (name: string, status: object, replicas = 1) => ({
  kind: 'StatefulSet',
  metadata: { name, namespace: 'observability', generation: 2 },
  spec: { replicas },
  status: { observedGeneration: 2, ...status },
});

describe('a pod', () => {
  const problem = (status: object) => podProblem(parse(pod('loki', status)));

  it('is ready', () => {
    expect(problem({ phase: 'Running', conditions: [READY] })).toBeUndefined();
  });

  it('keeps ending', () => {
    const state = { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } };
    const lastState = { terminated: { exitCode: 1, reason: 'Error' } };
    expect(problem({ containerStatuses: [container(state, { lastState, restartCount: 1 })] })).toEqual({
      reason: 'o11y-loki-0: loki keeps ending with exit code 1',
      conclusive: false,
    });
    expect(
      problem({
        containerStatuses: [container(state, { lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } }, restartCount: 3 })],
      }),
    ).toEqual({
      reason: 'o11y-loki-0: loki keeps ending with exit code 137 (killed: its memory limit may be too low), out of memory',
      conclusive: true,
    });
  });

  it.each([
    ['CreateContainerConfigError', 'secret "redis-password" not found', true],
    ['ImagePullBackOff', 'Back-off pulling image "loki:9"', true],
    ['ErrImagePull', 'manifest unknown', false],
  ])('cannot start: %s', (reason, message, conclusive) => {
    expect(problem({ containerStatuses: [container({ waiting: { reason, message } })] })).toEqual({
      reason: `o11y-loki-0: loki: ${reason}: ${message}`,
      conclusive,
    });
  });

  it('finds no node, has failed, or is not ready', () => {
    const unplaced = { type: 'PodScheduled', status: 'False', message: '0/3 nodes are available: 3 Insufficient memory.' };
    expect(problem({ conditions: [unplaced] })?.reason).toBe('o11y-loki-0 finds no node: 0/3 nodes are available: 3 Insufficient memory.');
    expect(problem({ phase: 'Failed', message: 'evicted' })?.reason).toBe('o11y-loki-0 has failed: evicted');
    expect(problem({ conditions: [{ type: 'Ready', status: 'False', message: 'containers with unready status: [loki]' }] })?.reason).toBe(
      'o11y-loki-0 is not ready: containers with unready status: [loki]',
    );
    expect(problem({})?.reason).toBe('o11y-loki-0 is not ready');
  });
});

describe('a component', () => {
  const loki = { name: 'loki', workload: { kind: 'StatefulSet' as const, name: 'o11y-loki', replicas: { min: 1, max: 1 } } };
  const judge = (workloads: readonly object[], pods: readonly object[] = [pod('loki')]) => {
    const { state, reason } = judgeComponent(
      loki,
      'observability',
      workloads.map((value) => workloadSchema.parse(value)),
      pods.map(parse),
    );
    return { state, reason };
  };

  it('is ready when all of its pods are, in their newest form', () => {
    expect(judge([statefulSet('o11y-loki', { readyReplicas: 1, updatedReplicas: 1 })])).toEqual({ state: 'ready', reason: '1 of 1 ready' });
    expect(judge([statefulSet('o11y-loki', { readyReplicas: 1, updatedReplicas: 0 })])).toEqual({
      state: 'waiting',
      reason: '0 of 1 pods are up to date',
    });
    expect(judge([statefulSet('o11y-loki', { readyReplicas: 1, updatedReplicas: 1, observedGeneration: 1 })])).toEqual({
      state: 'waiting',
      reason: 'its change is not taken up yet',
    });
  });

  it('is absent, has no pods, or no node', () => {
    expect(judge([])).toEqual({ state: 'failed', reason: 'there is no StatefulSet o11y-loki' });
    expect(judge([statefulSet('o11y-loki', {})], [])).toEqual({ state: 'waiting', reason: '0 of 1 pods exist' });
    const refused = { type: 'ReplicaFailure', status: 'True', message: 'exceeded quota: team' };
    expect(judge([statefulSet('o11y-loki', { conditions: [refused] })], [])).toEqual({ state: 'waiting', reason: 'exceeded quota: team' });
    const agent = { name: 'node-exporter', workload: { kind: 'DaemonSet' as const, name: 'n', replicas: { min: 1, max: 1 } } };
    const daemonSet = workloadSchema.parse({ kind: 'DaemonSet', metadata: { name: 'n' }, spec: {}, status: { observedGeneration: 1 } });
    expect(judgeComponent(agent, 'observability-node', [daemonSet], [])).toMatchObject({ state: 'waiting', reason: 'no node takes it' });
  });

  it('of an operator is the StatefulSet that it makes', () => {
    const prometheus = {
      name: 'prometheus',
      workload: { kind: 'Prometheus' as const, name: 'o11y-prometheus', replicas: { min: 2, max: 2 } },
    };
    expect(judgeComponent(prometheus, 'observability', [], [])).toMatchObject({
      state: 'waiting',
      reason: 'the operator has not made the StatefulSet prometheus-o11y-prometheus',
    });
  });

  it('counts no pod that is about to go', () => {
    const going = { ...pod('loki', {}), metadata: { ...pod('loki').metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } };
    expect(judge([statefulSet('o11y-loki', { readyReplicas: 1, updatedReplicas: 1 })], [pod('loki'), going])).toMatchObject({
      state: 'ready',
    });
  });
});

const WORKLOADS = 'kubectl get deployments,statefulsets,daemonsets -n observability';
const PODS = 'kubectl get pods -n observability -l observability-stacks.dev/component';

describe('the components of a cluster', () => {
  const platform = { ...clusterPlatform(), releases: clusterPlatform().releases.slice(0, 1) };
  const answers: Answers = {
    [WORKLOADS]: list(statefulSet('o11y-loki', { readyReplicas: 1, updatedReplicas: 1 })),
    [PODS]: list(pod('loki')),
  };

  it('are shown', async () => {
    const states = (await lookAt(fakeCluster(answers), platform)).map(describeStatus);
    expect(states).toEqual([
      {
        component: 'loki',
        namespace: 'observability',
        workload: 'StatefulSet/o11y-loki',
        state: 'ready',
        ready: 1,
        desired: 1,
        restarts: 0,
        requests: { cpu: 0.26, memoryBytes: 288 * 1024 ** 2 },
        limits: { cpu: 1.1, memoryBytes: 832 * 1024 ** 2 },
        reason: '1 of 1 ready',
      },
    ]);
    expect(formatStatus(states)).toBe(
      [
        'COMPONENT  WORKLOAD               READY  RESTARTS  REQUESTS        LIMITS         STATE',
        'loki       StatefulSet/o11y-loki  1/1    0         0.26 / 288 MiB  1.1 / 832 MiB  ready',
      ].join('\n'),
    );
    const absent = (await lookAt(fakeCluster({}), platform)).map(describeStatus);
    expect(formatStatus(absent).split('\n')[1]).toBe(
      'loki       StatefulSet/o11y-loki  -      0         -         -       failed: there is no StatefulSet o11y-loki',
    );
  });

  it('say why they have no pods, which only an event tells', async () => {
    const event = (name: string, reason: string, message: string, lastTimestamp: string) => ({
      type: 'Warning',
      reason,
      message,
      lastTimestamp,
      involvedObject: { kind: 'StatefulSet', name },
    });
    const events = list(
      event('o11y-loki', 'FailedCreate', 'exceeded quota: team', '2026-01-01T00:00:02Z'),
      event('o11y-loki', 'FailedCreate', 'older', '2026-01-01T00:00:01Z'),
      event('other', 'FailedCreate', 'no', '2026-01-01T00:00:03Z'),
    );
    const cluster = fakeCluster({
      [WORKLOADS]: list(statefulSet('o11y-loki', {})),
      'kubectl get events -n observability --field-selector type=Warning': events,
    });
    expect((await lookAt(cluster, platform)).map(({ reason }) => reason)).toEqual(['o11y-loki: FailedCreate: exceeded quota: team']);
    expect(await warningsOf(fakeCluster({ 'kubectl get events': failing('forbidden') }), 'observability', ['o11y'])).toEqual([]);
  });

  it('are waited for until they are ready, one has failed, or the time is over', async () => {
    const wait = (said: Answers) =>
      waitUntilReady(fakeCluster(said), platform, { timeoutSeconds: 0.01, stop: new AbortController().signal, onLook: () => {} });
    expect(await wait(answers)).toMatchObject([{ state: 'ready' }]);
    expect(await wait({})).toMatchObject([{ state: 'failed' }]);
    expect(await wait({ [WORKLOADS]: list(statefulSet('o11y-loki', {})) })).toMatchObject([{ state: 'waiting' }]);
  });
});
