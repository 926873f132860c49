import { type Cluster, createCluster } from '../../cli/kubernetes/cluster';
import type { Answer, Runner } from '../../cli/kubernetes/run';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { charts } from '../../config/versions';
import { type Platform, resolvePlatform } from '../../constructs/core/platform';
import type { DeliveredComponent, Release } from '../../constructs/core/release';
import { registry } from '../../constructs/registry';
import { addressingOf } from '../../constructs/targets/addressing';

/** What kubectl or helm says to a command: JSON of an object, or an answer as it is. */
export type Answers = Readonly<Record<string, object | string | Answer>>;

const isAnswer = (value: object | string): value is Answer => typeof value === 'object' && 'stderr' in value;

/** A program that says what a test wants, by the beginning of its command line; `kubectl get` finds nothing else. */
export function fakeRunner(answers: Answers, calls: string[] = []): Runner {
  return async (program, args) => {
    const line = [program, ...args].join(' ').replace(' --ignore-not-found -o json --request-timeout=10s', '');
    calls.push(line);
    // The longest one, so that a list and one of its objects are told apart.
    const key = Object.keys(answers)
      .filter((start) => line === start || line.startsWith(`${start} `))
      .toSorted((a, b) => b.length - a.length)[0];
    const said = key === undefined ? '' : (answers[key] ?? '');
    if (typeof said === 'string') return { code: 0, stdout: said, stderr: '' };
    return isAnswer(said) ? said : { code: 0, stdout: JSON.stringify(said), stderr: '' };
  };
}

export const fakeCluster = (answers: Answers, calls: string[] = []): Cluster =>
  createCluster(undefined, undefined, fakeRunner(answers, calls));

/** A failure of a program. */
export const failing = (stderr: string): Answer => ({ code: 1, stdout: '', stderr });

export const list = (...items: readonly object[]): object => ({ kind: 'List', items });

const release = (name: string, chart: Release['chart'], delivers: readonly DeliveredComponent[], rest: Partial<Release> = {}): Release => ({
  name,
  chart,
  namespace: 'platform',
  values: {},
  delivers,
  ...rest,
});

const one = { min: 1, max: 1 };

/** A platform of a few releases, as charts would deliver it. */
export function clusterPlatform(overlay: EnvironmentOverlay = {}): Platform {
  const config = defineEnvironment('staging', {
    target: { kind: 'kubernetes' },
    exporters: { redis: [{ name: 'cache', address: 'redis://redis:6379', password: { secret: 'redis_password' } }] },
    ...overlay,
  });
  const platform = resolvePlatform(config, registry, addressingOf(config));
  return {
    ...platform,
    components: platform.components.filter(({ name }) => DELIVERED.includes(name)),
    releases: [
      release('loki', charts.loki, [
        { name: 'loki', workload: { kind: 'StatefulSet', name: 'o11y-loki', replicas: one }, files: {}, volume: '10Gi' },
      ]),
      release(
        'kube-prometheus-stack',
        charts.kubePrometheusStack,
        [
          {
            name: 'prometheus',
            workload: { kind: 'Prometheus', name: 'o11y-prometheus', replicas: { min: 2, max: 2 } },
            files: {},
            volume: '20Gi',
          },
          { name: 'grafana', workload: { kind: 'Deployment', name: 'o11y-grafana', replicas: one }, files: {} },
        ],
        { values: { prometheusOperator: { image: { tag: 'v0.93.1' } } } },
      ),
      release('redis-exporter', charts.redisExporter, [
        { name: 'redis-exporter-cache', workload: { kind: 'Deployment', name: 'o11y-redis-exporter-cache', replicas: one }, files: {} },
      ]),
      release(
        'node-exporter',
        charts.kubePrometheusStack,
        [{ name: 'node-exporter', workload: { kind: 'DaemonSet', name: 'o11y-node-exporter', replicas: one }, files: {} }],
        { namespace: 'node' },
      ),
    ],
  };
}

const DELIVERED: readonly string[] = ['loki', 'prometheus', 'grafana', 'redis-exporter-cache', 'node-exporter'];
