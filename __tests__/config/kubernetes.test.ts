import { fullKubernetesOverlay } from '../support/full-overlays';
import { said } from '../support/said';

/** On a cluster, with some keys of the target and some of the rest. */
const cluster = (target: object, rest: object = {}): object => ({ target: { kind: 'kubernetes', ...target }, ...rest });

const certificate = { kind: 'secret', name: 'tls' };
const route = { kind: 'ingress', host: 'grafana.example.com', certificate };
const OBJECT =
  'must be the name of a Kubernetes object: lower-case letters, digits, dots and hyphens, starting and ending with a letter or digit';
const NAMESPACE =
  'must be the name of a namespace: 1 to 63 lower-case letters, digits and hyphens, starting and ending with a letter or digit';
const SECRET = 'must name a secret, such as { secret: "redis_password" }, and never hold its value';

describe('a union', () => {
  it.each([
    [cluster({ charts: { source: 'oci' } }), 'target.charts.source (oci) must be an object with a kind, such as { kind: "repository" }'],
    [cluster({ charts: { source: { kind: 'git' } } }), 'target.charts.source.kind (git) must be "repository", "oci" or "directory"'],
    [cluster({ charts: { source: {} } }), 'target.charts.source.kind is missing: it must be "repository", "oci" or "directory"'],
    [cluster({ secrets: { kind: 'vault' } }), 'target.secrets.kind must be "existing" or "write-only"'],
    [cluster({ access: { grafana: { kind: 'nodeport' } } }), 'target.access.grafana.kind (nodeport) must be "ingress" or "gateway"'],
    [
      cluster({ access: { grafana: { ...route, certificate: { kind: 'self-signed' } } } }),
      'target.access.grafana.certificate.kind (self-signed) must be "cert-manager" or "secret"',
    ],
    [{ state: 's3' }, 'state (s3) must be an object with a kind, such as { kind: "local" }'],
    [{ state: { kind: 'consul' } }, 'state.kind (consul) must be "local", "s3", "gcs", "azurerm" or "kubernetes"'],
    [{ loki: { storage: { kind: 'minio' } } }, 'loki.storage.kind (minio) must be "filesystem", "s3", "gcs" or "azure"'],
    [
      { prometheus: { remoteWrite: [{ name: 'a', url: 'https://a', authentication: { kind: 'digest' } }] } },
      'prometheus.remoteWrite[0].authentication.kind must be "bearer" or "basic"',
    ],
  ])('says which kinds there are: %j', (overlay, message) => expect(said(overlay)).toBe(`dev: ${message}`));

  it.each([
    [
      cluster({ charts: { source: { kind: 'oci', registri: 'x', registry: 'oci://a' } } }),
      'target.charts.source.registri is not a known key: did you mean "registry"?',
    ],
    [cluster({ secrets: { kind: 'existing', revision: 1 } }), 'target.secrets.revision is not a known key: remove it'],
    [
      cluster({ access: { grafana: { ...route, certificate: { ...certificate, nmae: 'tls' } } } }),
      'target.access.grafana.certificate.nmae is not a known key: did you mean "name"?',
    ],
    [{ state: { kind: 'gcs', bucket: 'abc', region: 'eu' } }, 'state.region is not a known key: remove it'],
    [
      cluster({}, { tempo: { storage: { kind: 's3', bucket: 'blocks', regoin: 'eu', region: 'eu' } } }),
      'tempo.storage.regoin is not a known key: did you mean "region"?',
    ],
  ])('knows the keys of the kind: %j', (overlay, message) => expect(said(overlay)).toBe(`dev: ${message}`));
});

describe("the platform's namespaces", () => {
  it.each([
    'default',
    'kube-system',
    'kube-public',
    'kube-flannel',
    'openshift',
    'openshift-monitoring',
    'cattle-system',
    'cattle-monitoring-system',
    'fleet-default',
    'gke-managed-system',
    'gmp-system',
    'aks-command',
    'azure-arc',
    'amazon-cloudwatch',
    'aws-observability',
    'calico-system',
    'tigera-operator',
    'istio-system',
    'linkerd',
  ])('are none of the cluster: %s', (name) => {
    const rule =
      'must be a namespace of its own: this one is of the cluster, and what runs there would be cut off by network policies, a quota and Pod Security. Take a name such as "observability"';
    expect(said(cluster({ namespace: name }))).toBe(`dev: target.namespace (${name}) ${rule}`);
    expect(said(cluster({ nodeNamespace: name }))).toBe(`dev: target.nodeNamespace (${name}) ${rule}`);
  });

  it.each(['observability', 'monitoring', 'kubernetes', 'default-observability', 'openshifters', 'azurite', 'team-kube-system', 'awsome'])(
    'may be %s',
    (name) => expect(said(cluster({ namespace: name }))).toBe('OK'),
  );

  it('may be beside a state and clients in namespaces of the cluster', () =>
    expect(said(cluster({ clientNamespaces: ['default'] }, { state: { kind: 'kubernetes', namespace: 'kube-system' } }))).toBe('OK'));
});

describe('values', () => {
  it.each([
    [cluster({ clientNamespaces: ['Shop'] }), `target.clientNamespaces[0] (Shop) ${NAMESPACE}`],
    [cluster({ storageClass: 'Fast' }), `target.storageClass (Fast) ${OBJECT}`],
    [
      cluster({ quotaHeadRoom: 0 }),
      'target.quotaHeadRoom (0) must be at least 0.1: a rolling update starts new pods before it ends old ones',
    ],
    [
      cluster({ charts: { source: { kind: 'directory', path: '/charts' } } }),
      'target.charts.source.path (/charts) must be a path relative to the folder of cdktf.json: an absolute one differs between machines',
    ],
    [
      cluster({ access: { grafana: { ...route, host: 'grafana' } } }),
      'target.access.grafana.host (grafana) must be a full host name such as "grafana.example.com"',
    ],
    [
      { state: { kind: 's3', bucket: 'abc', region: 'eu', prefix: '/a' } },
      'state.prefix (/a) must be a folder such as "terraform/observability", without a slash at its ends',
    ],
    [
      { state: { kind: 's3', bucket: '', region: 'eu' } },
      'state.bucket ("") must be the name of a bucket: 3 to 63 lower-case letters, digits, dots, underscores and hyphens',
    ],
    [
      cluster({}, { loki: { storage: { kind: 's3', bucket: 'blocks', region: 'eu', endpoint: 'https://minio' } } }),
      'loki.storage.endpoint (https://minio) must begin with the host, without a scheme, as in "minio.example.com:9000"',
    ],
    [
      cluster({}, { loki: { storage: { kind: 'gcs', bucket: 'blocks', identity: { 'a b': 'c' } } } }),
      'loki.storage.identity["a b"] (c) must be named as an annotation, such as "eks.amazonaws.com/role-arn"',
    ],
    [{ capacity: { logsPerDay: '1kB' } }, 'capacity.logsPerDay (1kB) must be at least 1MB: less is nothing to plan for'],
    [{ loki: { volumeSize: '1MiB' } }, 'loki.volumeSize (1MiB) must be at least 1GiB: smaller volumes fill up with a write-ahead log'],
    [{ alertmanager: { replicas: 2 } }, 'alertmanager.replicas (2) must be 1 or 3'],
    [
      { grafana: { github: { clientId: 'a', clientSecret: { secret: 'a' }, organizations: [] } } },
      'grafana.github.organizations (an empty list) must name an organisation: without one everybody with an account at GitHub could sign in',
    ],
  ])('%j', (overlay, message) => expect(said(overlay)).toBe(`dev: ${message}`));

  it('that may be secrets are not repeated', () => {
    expect(said(cluster({ access: { otlp: { route, authentication: { kind: 'bearer', token: 'hunter2' } } } }))).toBe(
      `dev: target.access.otlp.authentication.token ${SECRET}`,
    );
    expect(said(cluster({ access: { otlp: { route, authentication: 'hunter2' } } }))).toBe(
      'dev: target.access.otlp.authentication must be an object with a kind, such as { kind: "bearer" }',
    );
    expect(said(cluster({}, { tempo: { storage: { kind: 'azure', account: 'abc', container: 'abc', accountKey: 'hunter2' } } }))).toBe(
      `dev: tempo.storage.accountKey ${SECRET}`,
    );
    expect(said({ prometheus: { remoteWrite: [{ name: 'a', url: 'https://u:hunter2@a' }] } })).not.toContain('hunter2');
  });

  it('of a secret become the name of one of the cluster', () => {
    expect(said({ exporters: { redis: [{ name: 'a', address: 'redis://a', password: { secret: 'redis_' } }] } })).toBe(
      'dev: exporters.redis[0].password.secret must be the name of a secret in lower case, such as "redis_password"; its value comes from TF_VAR_redis_password',
    );
  });
});

describe('rules over several keys', () => {
  it.each([
    [
      'several instances of Prometheus on one engine',
      { prometheus: { replicas: 2 } },
      'prometheus.replicas (2) must be 1 on Docker: several instances need target.kind "kubernetes"',
    ],
    [
      'of Alertmanager',
      { alertmanager: { replicas: 3 } },
      'alertmanager.replicas (3) must be 1 on Docker: several instances need target.kind "kubernetes"',
    ],
    ['of Loki', { loki: { replicas: 2 } }, 'loki.replicas (2) must be 1 on Docker: several instances need target.kind "kubernetes"'],
    [
      'of the collector',
      { otelCollector: { replicas: { max: 2 } } },
      'otelCollector.replicas.max (2) must be 1 on Docker: several instances need target.kind "kubernetes"',
    ],
    [
      'object storage on one engine',
      { tempo: { storage: { kind: 'gcs', bucket: 'blocks' } } },
      'tempo.storage.kind (gcs) must be "filesystem" on Docker: object storage needs target.kind "kubernetes"',
    ],
    [
      'a state in a cluster that is not deployed to',
      { state: { kind: 'kubernetes' } },
      'state.kind (kubernetes) must be another one on Docker: the state is in a Secret of the cluster that is deployed to',
    ],
    [
      'several Lokis without a bucket',
      cluster({}, { loki: { replicas: 3 } }),
      'loki.replicas (3) must be 1 with loki.storage.kind "filesystem": several instances share object storage, "s3", "gcs" or "azure"',
    ],
    [
      'fewer at most than at least',
      cluster({}, { otelCollector: { replicas: { min: 3, max: 2 } } }),
      'otelCollector.replicas.min (3) must be at most otelCollector.replicas.max (2): raise that too',
    ],
    [
      'one namespace for both',
      cluster({ nodeNamespace: 'observability' }),
      'target.nodeNamespace (observability) must differ from target.namespace: what reads the nodes needs rights that the rest must not have',
    ],
    [
      'a state in a namespace that it makes',
      cluster({}, { state: { kind: 'kubernetes', namespace: 'observability' } }),
      'state.namespace (observability) must be one that is there before: this one is made by the environment whose state it would hold, and goes with it',
    ],
    [
      'two long-term stores of one name',
      {
        prometheus: {
          remoteWrite: [
            { name: 'a', url: 'https://a' },
            { name: 'a', url: 'https://b' },
          ],
        },
      },
      'prometheus.remoteWrite[1].name (a) must differ from prometheus.remoteWrite[0].name',
    ],
    [
      'a team of another organisation',
      {
        grafana: {
          github: {
            clientId: 'a',
            clientSecret: { secret: 'a' },
            organizations: ['Acme'],
            roles: { admin: ['@acme/ops'], editor: ['@other/ops'] },
          },
        },
      },
      'grafana.github.roles.editor[0] (@other/ops) must be a team of one of grafana.github.organizations (Acme): add other to them, or remove the team',
    ],
    [
      'a way in to nothing',
      cluster({ access: { grafana: route } }, { grafana: { enabled: false } }),
      'target.access.grafana must be absent while grafana.enabled is false: switch Grafana on, or remove its way in',
    ],
    [
      'a way in for what nobody takes',
      cluster(
        { access: { otlp: { route, authentication: { kind: 'basic', htpasswd: { secret: 'a' } } } } },
        { otelCollector: { enabled: false } },
      ),
      'target.access.otlp must be absent while otelCollector.enabled is false: switch the collector on, or remove its way in',
    ],
    [
      'a platform whose name is cut off',
      cluster({}, { platform: 'p'.repeat(27) }),
      `platform (${'p'.repeat(27)}) must be at most 26 characters long: names that are made of it on Kubernetes, such as alertmanager-<platform>-alertmanager-<hash>, have at most 63`,
    ],
    [
      'an exporter whose release has no name',
      cluster({}, { exporters: { postgres: [{ name: 'p'.repeat(36), host: 'a', password: { secret: 'a' } }] } }),
      `exporters.postgres[0].name (${'p'.repeat(36)}) must be at most 35 characters long: names of Services have at most 63 characters, and of Helm releases 53`,
    ],
    [
      'an exporter whose Service has none',
      cluster({}, { platform: 'p'.repeat(26), exporters: { redis: [{ name: 'r'.repeat(40), address: 'redis://a' }] } }),
      `exporters.redis[0].name (${'r'.repeat(40)}) must be at most 21 characters long: names of Services have at most 63 characters, and of Helm releases 53`,
    ],
  ])('%s', (_, overlay, message) => expect(said(overlay)).toBe(`dev: ${message}`));

  it.each([
    [
      'prometheus',
      cluster({}, { prometheus: { volumeSize: '7GB' } }),
      'prometheus.volumeSize (7GB) must be at least 8GiB, which retention.metrics, capacity.activeSeries and prometheus.scrapeInterval need: raise it, leave it out, or keep less',
    ],
    [
      'loki',
      cluster({}, { loki: { volumeSize: '16GiB' } }),
      'loki.volumeSize (16GiB) must be at least 29GiB, which retention.logs.total and capacity.logsPerDay need: raise it, leave it out, or keep less',
    ],
    [
      'tempo',
      cluster({}, { tempo: { volumeSize: '2GiB' } }),
      'tempo.volumeSize (2GiB) must be at least 7GiB, which retention.traces, capacity.spansPerSecond and sampling.traces.ratio need: raise it, leave it out, or keep less',
    ],
    [
      'jaeger',
      cluster({}, { traces: { backend: 'jaeger' }, jaeger: { volumeSize: '2GiB' } }),
      'jaeger.volumeSize (2GiB) must be at least 30GiB, which retention.traces, capacity.spansPerSecond and sampling.traces.ratio need: raise it, leave it out, or keep less',
    ],
    [
      'grafana',
      cluster({}, { grafana: { volumeSize: '1GiB' } }),
      'grafana.volumeSize (1GiB) must be at least 2GiB, which its database and plugins need: raise it, leave it out, or keep less',
    ],
  ])('a volume of %s that cannot hold what is kept', (_, overlay, message) => expect(said(overlay)).toBe(`dev: ${message}`));
});

describe('what is allowed', () => {
  it.each([
    ['everything', fullKubernetesOverlay],
    ['a pair of Prometheus without a long-term store', cluster({}, { prometheus: { replicas: 2 } })],
    [
      'several Lokis on a bucket, with small volumes',
      cluster({}, { loki: { replicas: 3, storage: { kind: 'gcs', bucket: 'blocks' }, volumeSize: '3GiB' } }),
    ],
    ['a small volume of a store that is off', cluster({}, { tempo: { volumeSize: '1GiB' }, traces: { backend: 'jaeger' } })],
    ['a size on an engine, where volumes have none', { loki: { volumeSize: '1GiB' } }],
    ['the longest names that fit', cluster({}, { platform: 'p'.repeat(26) })],
    ['a state elsewhere for one engine', { state: { kind: 's3', bucket: 'abc', region: 'eu-central-1' } }],
  ])('%s', (_, overlay) => expect(said(overlay)).toBe('OK'));
});
