import { gzipSync } from 'node:zlib';
import { accessObjectFindings } from '../../../cli/kubernetes/preflight/access-objects';
import { capacityFinding, capacityFindings } from '../../../cli/kubernetes/preflight/capacity';
import { definitionFindings } from '../../../cli/kubernetes/preflight/definitions';
import { namespaceFindings } from '../../../cli/kubernetes/preflight/namespaces';
import { clusterSecretFindings } from '../../../cli/kubernetes/preflight/secrets';
import { requireOwnState } from '../../../cli/kubernetes/preflight/state';
import { storageFindings } from '../../../cli/kubernetes/preflight/storage';
import { COMPONENT, ownerLabels, PART_OF } from '../../../constructs/core/labels';
import { type Answers, clusterPlatform, failing, fakeCluster, list } from '../../support/cluster';

const GIB = 1024 ** 3;
const object = (name: string, labels = {}, annotations = {}, namespace = '') => ({ metadata: { name, labels, annotations, namespace } });
const failed = (findings: readonly { readonly status: string }[]) => findings.filter(({ status }) => status !== 'ok');

describe('the storage class', () => {
  const findings = (answers: Answers, target = {}) =>
    storageFindings(fakeCluster(answers), clusterPlatform({ target: { kind: 'kubernetes', ...target } }));
  const CLASSES = 'kubectl get storageclasses';

  it('is the default one or the one that is named', async () => {
    const standard = object('standard', {}, { 'storageclass.kubernetes.io/is-default-class': 'true' });
    expect(await findings({ [CLASSES]: list(standard) })).toEqual([
      { check: 'storage class', status: 'ok', message: 'the volumes of loki, prometheus are of the default storage class standard' },
    ]);
    expect(await findings({ [CLASSES]: list(object('ssd')) }, { storageClass: 'ssd' })).toMatchObject([{ status: 'ok' }]);
  });

  it('is missing', async () => {
    expect(await findings({ [CLASSES]: list(object('ssd'), object('hdd')) })).toEqual([
      {
        check: 'storage class',
        status: 'failed',
        message: 'the cluster has no default storage class, and loki, prometheus have volumes: it has ssd, hdd',
        fix: 'set target.storageClass to "ssd", or kubectl annotate storageclass ssd storageclass.kubernetes.io/is-default-class=true',
      },
    ]);
    expect(await findings({ [CLASSES]: list() })).toMatchObject([{ fix: 'install a storage provisioner' }]);
    expect(await findings({ [CLASSES]: list(object('hdd')) }, { storageClass: 'ssd' })).toEqual([
      {
        check: 'storage class',
        status: 'failed',
        message: 'the cluster has no storage class ssd, which target.storageClass names: it has hdd',
        fix: 'correct target.storageClass; kubectl get storageclasses lists them',
      },
    ]);
  });
});

describe('definitions', () => {
  const DEFINITIONS = 'kubectl get customresourcedefinitions.apiextensions.k8s.io';
  const OPERATORS = 'kubectl get deployments -A -l app.kubernetes.io/component=prometheus-operator';
  const prometheuses = (version: string) => object('prometheuses.monitoring.coreos.com', {}, { 'operator.prometheus.io/version': version });

  it('of the operator may be absent: Helm installs them', async () => {
    expect(await definitionFindings(fakeCluster({ [DEFINITIONS]: list(), [OPERATORS]: list() }), clusterPlatform())).toEqual([]);
  });

  it('of the operator are too old', async () => {
    const answers = { [DEFINITIONS]: list(prometheuses('0.80.0')), [OPERATORS]: list() };
    expect(await definitionFindings(fakeCluster(answers), clusterPlatform())).toEqual([
      {
        check: 'definitions of the operator',
        status: 'failed',
        message:
          'the definitions of monitoring.coreos.com are of operator 0.80.0, and kube-prometheus-stack brings 0.93.1: Helm never upgrades them',
        fix: 'helm show crds kube-prometheus-stack --repo https://prometheus-community.github.io/helm-charts --version 88.5.3 | kubectl apply --server-side --force-conflicts -f -',
      },
    ]);
    const newer = { [DEFINITIONS]: list(prometheuses('0.94.0')), [OPERATORS]: list() };
    expect(failed(await definitionFindings(fakeCluster(newer), clusterPlatform()))).toEqual([]);
  });

  it('are shared with another operator', async () => {
    const operator = (name: string, release: string, namespace: string, ...args: readonly string[]) => ({
      ...object(name, { release }, {}, namespace),
      spec: { template: { spec: { containers: [{ args }] } } },
    });
    const own = operator('o11y-operator', 'kube-prometheus-stack', 'observability');
    const other = operator('kps-operator', 'kps', 'monitoring', '--namespaces=monitoring,observability');
    const limited = [
      operator('a', 'a', 'a', '--prometheus-instance-namespaces=a'),
      operator('b', 'b', 'b', '--deny-namespaces=observability,observability-node'),
    ];
    const answers = { [DEFINITIONS]: list(prometheuses('0.93.1')), [OPERATORS]: list(own, other, ...limited) };
    expect(failed(await definitionFindings(fakeCluster(answers), clusterPlatform()))).toEqual([
      {
        check: 'operator monitoring/kps-operator',
        status: 'warning',
        message:
          "another Prometheus operator runs: kps-operator in monitoring, which would manage this platform's objects too unless it is told not to",
        fix: 'set prometheusOperator.denyNamespaces to ["observability", "observability-node"] in its release, or remove it',
      },
    ]);
  });

  it('of the ways in are missing', async () => {
    const target = {
      kind: 'kubernetes' as const,
      access: {
        grafana: { kind: 'gateway' as const, host: 'grafana.example.com', gateway: { name: 'public', namespace: 'gateways' } },
        otlp: {
          route: { kind: 'ingress' as const, host: 'otlp.example.com', certificate: { kind: 'cert-manager' as const, issuer: 'le' } },
          authentication: { kind: 'bearer' as const, token: { secret: 'otlp_token' } },
        },
      },
    };
    expect(await definitionFindings(fakeCluster({ [DEFINITIONS]: list(), [OPERATORS]: list() }), clusterPlatform({ target }))).toEqual([
      {
        check: 'definition httproutes.gateway.networking.k8s.io',
        status: 'failed',
        message: 'the cluster does not know httproutes.gateway.networking.k8s.io, which target.access.grafana needs',
        fix: 'install the Gateway API: https://gateway-api.sigs.k8s.io/guides',
      },
      {
        check: 'definition certificates.cert-manager.io',
        status: 'failed',
        message: 'the cluster does not know certificates.cert-manager.io, which target.access.otlp.route needs',
        fix: 'install cert-manager: https://cert-manager.io/docs/installation',
      },
    ]);
    const missing = { 'kubectl get gateways': failing('error: the server doesn\'t have a resource type "gateways"') };
    expect(failed(await accessObjectFindings(fakeCluster(missing), clusterPlatform({ target })))).toEqual([
      {
        check: 'gateway public',
        status: 'failed',
        message: 'there is no Gateway public in gateways, which target.access.grafana names',
        fix: 'correct target.access.grafana.gateway; kubectl get gateways -A lists them',
      },
      {
        check: 'ingress class',
        status: 'failed',
        message:
          'the cluster has no default ingress class, which target.access.otlp.route needs: it has none: install an ingress controller',
        fix: 'set target.access.otlp.route.className; kubectl get ingressclasses lists them',
      },
    ]);
  });

  it('do not make up for a missing certificate', async () => {
    const route = {
      kind: 'ingress' as const,
      host: 'grafana.example.com',
      className: 'nginx',
      certificate: { kind: 'secret' as const, name: 'tls' },
    };
    const platform = clusterPlatform({ target: { kind: 'kubernetes', access: { grafana: route } } });
    expect(failed(await accessObjectFindings(fakeCluster({ 'kubectl get ingressclasses': list(object('nginx')) }), platform))).toEqual([
      {
        check: 'secret tls',
        status: 'failed',
        message: 'there is no Secret tls in observability with the certificate of target.access.grafana',
        fix: 'kubectl -n observability create secret tls tls --cert=<file> --key=<file>',
      },
    ]);
  });
});

describe('the nodes', () => {
  const node = (cpu: string, memory: string, rest = {}) => ({
    ...object('n'),
    status: { allocatable: { cpu, memory }, conditions: [{ type: 'Ready', status: 'True' }] },
    ...rest,
  });

  it('have room', async () => {
    const [finding] = await capacityFindings(
      fakeCluster({ 'kubectl get nodes': list(node('8', '32Gi'), node('8', '32Gi')) }),
      clusterPlatform(),
    );
    expect(finding).toMatchObject({ check: 'capacity', status: 'ok' });
    expect(finding?.message).toMatch(/^the components ask for [\d.]+ cores and \d+ MiB, the 2 nodes have 16 cores and 65536 MiB$/);
  });

  it('are none, for one that takes no pods does not count', async () => {
    const cordoned = node('8', '32Gi', { spec: { unschedulable: true } });
    expect(await capacityFindings(fakeCluster({ 'kubectl get nodes': list(cordoned) }), clusterPlatform())).toEqual([
      {
        check: 'nodes',
        status: 'failed',
        message: 'the cluster has no node that is ready and takes pods',
        fix: 'kubectl get nodes says why',
      },
    ]);
  });

  it('are too small together, or each for one pod', () => {
    const platform = clusterPlatform({ loki: { resources: { limits: { memory: '6GiB' }, reservations: { memory: '5GiB' } } } });
    expect(capacityFinding(platform, [{ cpu: 8, memory: GIB }], 'kubectl')).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/^the components ask for [\d.]+ cores and \d+ MiB, the node has 8 cores and 1024 MiB$/),
      fix: 'lower resources.reservations or replicas of some, or add nodes',
    });
    const small = [1, 2, 3].map(() => ({ cpu: 8, memory: 4 * GIB }));
    expect(capacityFinding(platform, small, 'kubectl')).toEqual({
      check: 'capacity',
      status: 'failed',
      message: 'a pod of loki asks for 0.25 cores and 5120 MiB, which no node has',
      fix: 'lower resources.reservations of loki, or add a larger node',
    });
  });
});

describe('a namespace', () => {
  const findings = async (answers: Answers, overlay = {}) =>
    failed(await namespaceFindings(fakeCluster(answers), clusterPlatform(overlay)));
  const PLATFORM = 'kubectl get namespace observability';
  const own = object('observability', { [PART_OF]: 'o11y-staging' });

  it('may be absent, its own, or empty', async () => {
    expect(await findings({})).toEqual([]);
    expect(await findings({ [PLATFORM]: own })).toEqual([]);
    expect(await findings({ [PLATFORM]: object('observability') })).toEqual([]);
  });

  it('is another environment’s, is being deleted, or cannot be made', async () => {
    expect(await findings({ [PLATFORM]: object('observability', { [PART_OF]: 'o11y-prod' }) })).toEqual([
      {
        check: 'namespace observability',
        status: 'failed',
        message: 'the namespace observability exists and belongs to o11y-prod',
        fix: 'set target.namespace to another name',
      },
    ]);
    const going = { metadata: { name: 'observability', deletionTimestamp: '2026-01-01T00:00:00Z' } };
    expect(await findings({ [PLATFORM]: going })).toMatchObject([
      {
        message: 'the namespace observability is being deleted',
        fix: 'kubectl wait --for=delete namespace/observability --timeout=5m',
      },
    ]);
    expect(await findings({ 'kubectl get namespace observability-node': object('observability-node') })).toMatchObject([
      {
        message: 'the namespace observability-node exists and was not made by this environment',
        fix: 'kubectl delete namespace observability-node, or set target.nodeNamespace to a name of its own',
      },
    ]);
  });

  describe('of somebody else', () => {
    const NODE = 'kubectl get namespace observability-node';
    const workloads = (namespace: string) => `kubectl get deployments,statefulsets,daemonsets,cronjobs,jobs,pods -n ${namespace}`;
    const owned = { kind: 'Pod', metadata: { name: 'shop-7d9-x', ownerReferences: [{ kind: 'ReplicaSet', name: 'shop-7d9' }] } };
    const shop = list({ kind: 'Deployment', ...object('shop') }, owned, { kind: 'CronJob', ...object('nightly') });
    const foreign = { [PLATFORM]: object('observability'), [workloads('observability')]: shop };
    const message =
      "the namespace observability is somebody else's: deployment shop and 1 more runs there, for which its quota, its network policies and Pod Security will hold too";

    it('is refused while something runs there, or could again', async () => {
      expect(await findings(foreign)).toEqual([
        {
          check: 'namespace observability',
          status: 'failed',
          message,
          fix: 'set target.namespace to a name of its own, or target.adoptNamespace to true when that is meant',
        },
      ]);
      const pod = list({ kind: 'Pod', ...object('alone') });
      expect(await findings({ [PLATFORM]: object('observability'), [workloads('observability')]: pod })).toMatchObject([
        {
          message:
            "the namespace observability is somebody else's: pod alone runs there, for which its quota, its network policies and Pod Security will hold too",
        },
      ]);
    });

    it('is taken when the configuration says so', async () => {
      const target = { kind: 'kubernetes', adoptNamespace: true } as const;
      expect(await findings(foreign, { target })).toEqual([
        { check: 'namespace observability', status: 'warning', message, fix: 'set target.namespace to a name of its own' },
      ]);
    });

    it('is never to be deleted for that of the nodes while something runs there', async () => {
      expect(await findings({ [NODE]: object('observability-node'), [workloads('observability-node')]: shop })).toEqual([
        {
          check: 'namespace observability-node',
          status: 'failed',
          message: 'the namespace observability-node exists and was not made by this environment: deployment shop and 1 more runs there',
          fix: 'set target.nodeNamespace to a name of its own',
        },
      ]);
    });
  });

  it('with the one label of an older version is told by the names of its pods', async () => {
    const overlay = { platform: 'o11y-eu' };
    const labelled = { [PLATFORM]: object('observability', { [PART_OF]: 'o11y-eu-staging' }) };
    const pod = (name: string) => ({
      'kubectl get pods -n observability -l observability-stacks.dev/component': list(object(name, { [COMPONENT]: 'loki' })),
    });
    const unclear = [
      {
        check: 'namespace observability',
        status: 'failed',
        message:
          'the namespace observability exists, and its label may be that of the environment eu-staging of the platform o11y, or of the environment staging of the platform o11y-eu',
        fix: "set target.namespace to another name, or target.adoptNamespace to true when it is this environment's",
      },
    ];
    expect(await findings({ ...labelled, ...pod('o11y-eu-loki-0') }, overlay)).toEqual([]);
    expect(await findings({ ...labelled, ...pod('o11y-loki-0') }, overlay)).toEqual(unclear);
    expect(await findings(labelled, overlay)).toEqual(unclear);
    expect(await findings(labelled, { ...overlay, target: { kind: 'kubernetes', adoptNamespace: true } })).toEqual([]);
    const [platform, environment] = ['observability-stacks.dev/platform', 'observability-stacks.dev/environment'];
    expect(
      await findings(
        { [PLATFORM]: object('observability', { [PART_OF]: 'o11y-eu-staging', [platform]: 'o11y', [environment]: 'eu-staging' }) },
        overlay,
      ),
    ).toMatchObject([{ message: 'the namespace observability exists and belongs to the environment eu-staging of the platform o11y' }]);
  });

  it('has a quota of others that is too small; its own one follows the configuration', async () => {
    const hard = { pods: '3', 'limits.memory': '1Ti', 'count/configmaps': '1' };
    const QUOTAS = 'kubectl get resourcequotas -n observability';
    expect(await findings({ [PLATFORM]: own, [QUOTAS]: list({ ...object('team'), spec: { hard } }) })).toEqual([
      {
        check: 'quota team',
        status: 'failed',
        message: 'the quota team of observability allows 3 of pods, and the components need 5',
        fix: `raise it: kubectl -n observability patch resourcequota team --type merge -p '{"spec":{"hard":{"pods":"5"}}}'; or lower resources or replicas`,
      },
    ]);
    expect(
      await findings({ [PLATFORM]: own, [QUOTAS]: list({ ...object('o11y', { [PART_OF]: 'o11y-staging' }), spec: { hard } }) }),
    ).toEqual([]);
  });

  it('has no state that is of an environment with the same prefix', async () => {
    const overlay = { platform: 'o11y-eu' };
    const stateOf = (labels: Readonly<Record<string, string>>) => {
      const resources = [{ type: 'kubernetes_labels', name: 'platform_namespace', instances: [{ attributes: { labels } }] }];
      const tfstate = gzipSync(JSON.stringify({ version: 4, resources })).toString('base64');
      return { 'kubectl get secret tfstate-default-o11y-eu-staging -n default': { ...object('tfstate'), data: { tfstate } } };
    };
    const theirs = stateOf(ownerLabels({ platform: 'o11y', name: 'eu-staging' }));
    expect(await findings(theirs, overlay)).toEqual([
      {
        check: 'state',
        status: 'failed',
        message:
          'the state tfstate-default-o11y-eu-staging in default is that of the environment eu-staging of the platform o11y, whose deployment would be removed',
        fix: `set "platform" to another name in the environment's file, or state.namespace to another namespace`,
      },
    ]);
    await expect(requireOwnState(fakeCluster(theirs), clusterPlatform(overlay))).rejects.toThrow(
      'the state tfstate-default-o11y-eu-staging in default is that of the environment eu-staging of the platform o11y. Nothing was touched.',
    );
    // An older version's, and none at all, are nobody else's.
    for (const labels of [ownerLabels({ platform: 'o11y-eu', name: 'staging' }), { [PART_OF]: 'o11y-eu-staging' }, {}]) {
      expect(await findings(stateOf(labels), overlay)).toEqual([]);
      await requireOwnState(fakeCluster(stateOf(labels)), clusterPlatform(overlay));
    }
    expect(
      await findings(
        { 'kubectl get secret tfstate-default-o11y-eu-staging -n default': { ...object('x'), data: { tfstate: 'eA==' } } },
        overlay,
      ),
    ).toEqual([]);
  });

  it('has a release that is locked', async () => {
    const secret = object('sh.helm.release.v1.loki.v3', { name: 'loki', status: 'pending-upgrade' });
    const LOCKED = 'kubectl get secrets -n observability -l owner=helm,status in (pending-install,pending-upgrade,pending-rollback)';
    expect(await findings({ [PLATFORM]: own, [LOCKED]: list(secret) })).toEqual([
      {
        check: 'release loki',
        status: 'failed',
        message: 'the release loki is locked: a deployment is under way, or one was killed',
        fix: 'wait until it has ended; if none is under way: kubectl -n observability delete secret sh.helm.release.v1.loki.v3',
      },
    ]);
  });

  it('of the state has a lock that outlives who was killed', async () => {
    const LEASE = 'kubectl get lease lock-tfstate-default-o11y-staging -n default';
    const lease = (spec: object) => ({ 'kubectl get namespace default': object('default'), [LEASE]: { ...object('lock'), spec } });
    const state = { state: { kind: 'kubernetes', namespace: 'default' } } as const;
    expect(await findings(lease({}), state)).toEqual([]);
    expect(await findings(lease({ holderIdentity: '6e1ed00a' }), state)).toEqual([
      {
        check: 'state',
        status: 'failed',
        message: 'the state of o11y-staging is locked: a deployment is under way, or one was killed',
        fix: 'wait until it has ended; if none is under way: kubectl -n default delete lease lock-tfstate-default-o11y-staging',
      },
    ]);
  });

  it('of the state is missing', async () => {
    expect(await findings({}, { state: { kind: 'kubernetes', namespace: 'terraform' } })).toEqual([
      {
        check: 'state',
        status: 'failed',
        message: 'there is no namespace terraform, where state.namespace has Terraform keep its state',
        fix: 'kubectl create namespace terraform',
      },
    ]);
  });
});

describe('secrets', () => {
  const only = (platform = clusterPlatform()) => ({
    ...platform,
    releases: platform.releases.filter(({ name }) => name === 'redis-exporter'),
  });
  const SECRET = 'kubectl get secret redis-password -n observability';
  const NAMESPACE = { 'kubectl get namespace observability': object('observability') };

  it('exist with their key', async () => {
    const secret = { ...object('redis-password'), data: { value: 'eA==' } };
    expect(await clusterSecretFindings(fakeCluster({ [SECRET]: secret }), only())).toEqual([
      { check: 'secret redis-password', status: 'ok', message: 'the Secret redis-password is in observability' },
    ]);
  });

  it('are missing, with their namespace or without', async () => {
    const create = 'kubectl -n observability create secret generic redis-password --from-file=value=<file with the value>';
    const missing = {
      check: 'secret redis-password',
      status: 'failed',
      message: 'there is no Secret redis-password in observability, which redis-exporter-cache needs',
    };
    expect(await clusterSecretFindings(fakeCluster(NAMESPACE), only())).toEqual([{ ...missing, fix: create }]);
    expect(await clusterSecretFindings(fakeCluster({}), only())).toEqual([
      { ...missing, fix: `kubectl create namespace observability; ${create}` },
    ]);
    expect(
      await clusterSecretFindings(fakeCluster({ [SECRET]: { ...object('redis-password'), data: { password: 'eA==' } } }), only()),
    ).toEqual([
      {
        check: 'secret redis-password',
        status: 'failed',
        message: 'the Secret redis-password in observability has no key "value", which redis-exporter-cache needs',
        fix: `${create} --dry-run=client -o yaml | kubectl apply -f -`,
      },
    ]);
  });

  it('are variables where they are written', async () => {
    const platform = only(clusterPlatform({ target: { kind: 'kubernetes', secrets: { kind: 'write-only' } } }));
    expect(await clusterSecretFindings(fakeCluster({}), platform, {})).toEqual([
      {
        check: 'secret redis_password',
        status: 'failed',
        message: 'TF_VAR_redis_password is not set: redis-exporter-cache needs it',
        fix: 'export TF_VAR_redis_password=<its value>',
      },
    ]);
    expect(failed(await clusterSecretFindings(fakeCluster({}), platform, { TF_VAR_redis_password: 'x' }))).toEqual([]);
  });
});
