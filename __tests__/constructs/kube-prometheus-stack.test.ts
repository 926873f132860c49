import type { EnvironmentOverlay } from '../../config/schema/environment';
import { deliveredFile, type Release } from '../../constructs/core/release';
import { kubePrometheusStackRelease } from '../../constructs/kube-prometheus-stack/helm';
import { clusterPlatformOf } from '../support/cluster-platform';
import { planOf, platformOf } from '../support/platform';
import { releasesOf } from '../support/release-of';

const STACK = 'kube-prometheus-stack';

function releaseOf(overlay: EnvironmentOverlay = {}, name = STACK): Release {
  const release = releasesOf(kubePrometheusStackRelease, overlay).get(name);
  if (release === undefined) throw new Error(`there is no release ${name}`);
  return release;
}

/** What is at some keys of a release's values. */
const valueAt = (release: Release, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), release.values);

const specOf = (overlay: EnvironmentOverlay = {}): unknown => valueAt(releaseOf(overlay), 'prometheus', 'prometheusSpec');

const deliveredBy = (release: Release) => Object.fromEntries(release.delivers.map((component) => [component.name, component]));

const MIMIR = { name: 'mimir', url: 'https://mimir.example.com/api/v1/push', tenant: 'shop' } as const;

describe('the releases', () => {
  it('are two: what reads nodes is in the namespace that is kept apart for it', () => {
    const releases = [...releasesOf(kubePrometheusStackRelease).values()];
    expect(releases.map(({ name, namespace, delivers }) => [name, namespace, delivers.map((component) => component.name)])).toEqual([
      [STACK, 'platform', ['prometheus', 'prometheus-operator', 'alertmanager', 'grafana', 'kube-state-metrics']],
      ['node-exporter', 'node', ['node-exporter']],
    ]);
  });

  it('switch everything of the chart off that they do not deliver', () => {
    const release = releaseOf({}, 'node-exporter');
    for (const part of ['crds', 'prometheus', 'alertmanager', 'grafana', 'kubeStateMetrics', 'prometheusOperator', 'kubelet', 'coreDns'])
      expect([part, valueAt(release, part, 'enabled')]).toEqual([part, false]);
    expect(valueAt(releaseOf(), 'nodeExporter', 'enabled')).toBe(false);
    expect(valueAt(releaseOf({ grafana: { enabled: false } }), 'grafana')).toEqual({ enabled: false });
    expect(releasesOf(kubePrometheusStackRelease, { exporters: { node: { enabled: false } } }).has('node-exporter')).toBe(false);
  });

  it('bring definitions of custom resources once, and nothing that the target makes', () => {
    expect(valueAt(releaseOf(), 'crds', 'enabled')).toBe(true);
    expect(valueAt(releaseOf(), 'defaultRules', 'create')).toBe(false);
    expect(valueAt(releaseOf(), 'prometheusOperator', 'admissionWebhooks', 'enabled')).toBe(false);
    expect(valueAt(releaseOf(), 'grafana', 'testFramework', 'enabled')).toBe(false);
  });

  it('say what the target must know of the components', () => {
    const components = { ...deliveredBy(releaseOf()), ...deliveredBy(releaseOf({}, 'node-exporter')) };
    expect(components).toMatchObject({
      prometheus: { workload: { kind: 'Prometheus', name: 'o11y-prometheus' }, serviceAccount: 'o11y-prometheus' },
      alertmanager: { workload: { kind: 'Alertmanager', name: 'o11y-alertmanager' } },
      grafana: { workload: { kind: 'Deployment', name: 'o11y-grafana' } },
      'node-exporter': { workload: { kind: 'DaemonSet', name: 'o11y-node-exporter' }, hostNetwork: true },
      'kube-state-metrics': { serviceAccount: 'o11y-kube-state-metrics' },
    });
    expect(components['grafana']).not.toHaveProperty('serviceAccount');
    expect(deliveredBy(releaseOf({ prometheus: { replicas: 2 } }))['prometheus']?.workload.replicas).toEqual({ min: 2, max: 2 });
  });

  it('exist without Prometheus: its operator runs Alertmanager, and nobody asks the kubelets', () => {
    const release = releaseOf({ prometheus: { enabled: false } });
    expect(valueAt(release, 'prometheusOperator')).toMatchObject({ enabled: true, kubeletService: { enabled: false } });
    expect([valueAt(release, 'kubelet', 'enabled'), valueAt(release, 'prometheus', 'enabled')]).toEqual([false, false]);
  });
});

describe('Prometheus', () => {
  it('has in its custom resource what its file says', () => {
    expect(specOf({ retention: { metrics: { time: '30d', size: '20GiB' } }, prometheus: { scrapeInterval: '30s' } })).toMatchObject({
      retention: '30d',
      // The operator's units are powers of 1024, as Prometheus' own: bytes say the same.
      retentionSize: `${20 * 1024 ** 3}B`,
      scrapeInterval: '30s',
      scrapeTimeout: '10s',
      evaluationInterval: '15s',
      tsdb: { outOfOrderTimeWindow: '30m' },
      otlp: { keepIdentifyingResourceAttributes: true, promoteResourceAttributes: expect.arrayContaining(['service.name']) },
      externalLabels: { environment: 'prod', cluster: 'o11y-prod' },
      enableOTLPReceiver: true,
      enableFeatures: ['exemplar-storage', 'created-timestamp-zero-ingestion'],
    });
  });

  it('scrapes what its file says', () => {
    const release = releaseOf();
    const delivered = deliveredBy(release)['prometheus'];
    if (delivered === undefined) throw new Error('Prometheus is not delivered');
    const [file] = planOf(clusterPlatformOf(), 'prometheus').files;
    expect(file).toMatchObject({ data: { scrape_configs: deliveredFile(release, delivered, '/etc/prometheus/prometheus.yml') } });
  });

  it('takes monitors and rules of everybody', () => {
    for (const kind of ['rule', 'serviceMonitor', 'podMonitor', 'probe', 'scrapeConfig'])
      expect([kind, specOf()]).toEqual([kind, expect.objectContaining({ [`${kind}SelectorNilUsesHelmValues`]: false })]);
  });

  it('tells instances of a pair apart by a label of the operator, and has none of the kind alone', () => {
    expect(specOf()).toMatchObject({ replicas: 1, replicaExternalLabelNameClear: true, prometheusExternalLabelNameClear: true });
    const pair = { prometheus: { replicas: 2 } };
    expect(specOf(pair)).toMatchObject({ replicas: 2, replicaExternalLabelName: 'prometheus_replica' });
    expect(specOf(pair)).not.toHaveProperty('replicaExternalLabelNameClear');
    expect(valueAt(releaseOf(pair), 'prometheus', 'service', 'sessionAffinity')).toBe('ClientIP');
  });

  it('writes to long-term stores with secrets by reference, the same ones that its file names', () => {
    const authentication = { kind: 'basic', user: { secret: 'mimir_user' }, password: { secret: 'mimir_password' } } as const;
    const overlay = { prometheus: { remoteWrite: [{ ...MIMIR, authentication }] } };
    expect(specOf(overlay)).toMatchObject({
      remoteWrite: [
        {
          name: 'mimir',
          url: MIMIR.url,
          headers: { 'X-Scope-OrgID': 'shop' },
          basicAuth: { username: { name: 'mimir-user', key: 'value' }, password: { name: 'mimir-password', key: 'value' } },
        },
      ],
    });
    const onDocker = planOf(platformOf(overlay), 'prometheus');
    const [user, password] = onDocker.secretFiles.map(({ path }) => path);
    expect(onDocker.secretFiles.map(({ source }) => source.name)).toEqual(['mimir_user', 'mimir_password']);
    expect(onDocker.files.slice(0, 1)).toMatchObject([
      { data: { remote_write: [{ url: MIMIR.url, basic_auth: { username_file: user, password_file: password } }] } },
    ]);
    expect(onDocker.externalCalls).toEqual([{ host: 'mimir.example.com', port: 443, purpose: 'samples' }]);
  });

  it('shows a token in the same way', () => {
    const overlay = {
      prometheus: { remoteWrite: [{ ...MIMIR, authentication: { kind: 'bearer', token: { secret: 'mimir_token' } } }] },
    } as const;
    expect(specOf(overlay)).toMatchObject({ remoteWrite: [{ authorization: { credentials: { name: 'mimir-token', key: 'value' } } }] });
    expect(planOf(platformOf(overlay), 'prometheus').files.slice(0, 1)).toMatchObject([
      { data: { remote_write: [{ authorization: { credentials_file: '/etc/prometheus/secrets/mimir_token/value' } }] } },
    ]);
  });

  it('gets flags by name and value', () => {
    const extraArgs = ['--query.timeout=1m', '--web.enable-admin-api', '--web.page-title='];
    expect(specOf({ prometheus: { extraArgs } })).toMatchObject({
      additionalArgs: [{ name: 'query.timeout', value: '1m' }, { name: 'web.enable-admin-api' }, { name: 'web.page-title=' }],
    });
  });

  it('gets features in the field that the operator has for them, which refuses them as flags', () => {
    expect(specOf({ prometheus: { extraArgs: ['--enable-feature=memory-snapshot-on-shutdown'] } })).toMatchObject({
      additionalArgs: [],
      enableFeatures: ['exemplar-storage', 'created-timestamp-zero-ingestion', 'memory-snapshot-on-shutdown'],
    });
  });
});

describe('Alertmanager', () => {
  const WEBHOOK = { kind: 'webhook', name: 'chat', url: 'http://hooks.example.com:8080/alerts' } as const;

  it('has its file, and nothing of the one that the chart would merge it with', () => {
    const config = valueAt(releaseOf({ alerting: { receivers: [WEBHOOK] } }), 'alertmanager', 'config');
    expect(config).toMatchObject({ global: null, templates: null, route: { receiver: 'chat', routes: [{ receiver: '(none)' }] } });
  });

  it('takes routes from nobody outside of its namespace', () => {
    const release = releaseOf();
    expect(valueAt(release, 'alertmanager', 'alertmanagerSpec', 'alertmanagerConfigNamespaceSelector')).toBeNull();
    expect(valueAt(release, 'prometheusOperator', 'alertmanagerInstanceNamespaces')).toEqual(['observability']);
  });

  it('calls its receivers, and three instances call each other', () => {
    const plan = planOf(clusterPlatformOf({ alerting: { receivers: [WEBHOOK] }, alertmanager: { replicas: 3 } }), 'alertmanager');
    expect(plan.externalCalls).toEqual([{ host: 'hooks.example.com', port: 8080, purpose: 'alerts' }]);
    expect(plan.endpoints.map(({ port, datagrams }) => [port, datagrams === true])).toEqual([
      [9093, false],
      [9094, true],
    ]);
    expect(plan.connections.map(({ component, endpoint }) => [component, endpoint])).toEqual([['alertmanager', plan.endpoints[1]?.name]]);
    expect(planOf(clusterPlatformOf(), 'alertmanager').connections).toEqual([]);
  });
});

describe('what measures the cluster', () => {
  it('does not read Secrets and ConfigMaps', () => {
    expect(valueAt(releaseOf(), 'kube-state-metrics', 'collectorsExclude')).toEqual(expect.arrayContaining(['secrets', 'configmaps']));
  });

  it('is on the network of every node with no more rights than it needs', () => {
    expect(valueAt(releaseOf({}, 'node-exporter'), 'prometheus-node-exporter')).toMatchObject({
      hostPID: false,
      securityContext: { runAsNonRoot: true },
      containerSecurityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      service: { listenOnAllInterfaces: false },
      tolerations: [{ operator: 'Exists' }],
    });
  });
});
