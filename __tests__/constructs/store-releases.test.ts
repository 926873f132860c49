import { load } from 'js-yaml';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { volumeBytes } from '../../config/sizing';
import { COMPONENT } from '../../constructs/core/labels';
import { textOf } from '../../constructs/core/native';
import type { Platform } from '../../constructs/core/platform';
import { quantity } from '../../constructs/core/quantity';
import { deliveredFile, type Release } from '../../constructs/core/release';
import type { ReleaseDefinition } from '../../constructs/core/release-definition';
import { jaegerRelease } from '../../constructs/jaeger/helm';
import { lokiRelease } from '../../constructs/loki/helm';
import { tempoRelease } from '../../constructs/tempo/helm';
import { planOf, platformOf, resolveConfig } from '../support/platform';

const DEFINITIONS: Readonly<Record<string, ReleaseDefinition>> = { loki: lokiRelease, tempo: tempoRelease, jaeger: jaegerRelease };

const S3 = { kind: 's3', bucket: 'shop-blocks', region: 'eu-west-1' } as const;
const ACCESS_KEY = { id: { secret: 's3_key_id' }, secret: { secret: 's3_key' } } as const;
const AZURE = { kind: 'azure', account: 'shop', container: 'blocks' } as const;

const clusterOf = (overlay: EnvironmentOverlay = {}): Platform =>
  resolveConfig(defineEnvironment('prod', { target: { kind: 'kubernetes' }, ...overlay }));

/** The one release of a store. */
function releaseOf(platform: Platform, component: string): Release {
  const { target } = platform.config;
  if (target.kind !== 'kubernetes') throw new Error('not on Kubernetes');
  const [release, ...others] =
    DEFINITIONS[component]?.releases([planOf(platform, component)], { config: platform.config, target, platform }) ?? [];
  if (release === undefined || others.length > 0) throw new Error(`not one release of ${component}`);
  return release;
}

/** What is at some keys of a release's values. */
const valueAt = (release: Release, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), release.values);

const dataOf = (platform: Platform, component: string): unknown => {
  const [file] = planOf(platform, component).files;
  if (file === undefined) throw new Error(`${component} has no file`);
  return load(textOf(file));
};

/** Where each chart takes what every store has. */
const KEYS = {
  loki: { environment: ['singleBinary', 'extraEnv'], labels: ['singleBinary', 'podLabels'], account: ['serviceAccount'] },
  tempo: { environment: ['tempo', 'extraEnv'], labels: ['podLabels'], account: ['serviceAccount'] },
  jaeger: { environment: ['jaeger', 'extraEnv'], labels: ['jaeger', 'podLabels'], account: ['jaeger', 'serviceAccount'] },
} as const;

describe.each(Object.entries(KEYS))('the release of %s', (component, keys) => {
  const platform = clusterOf(component === 'jaeger' ? { traces: { backend: 'jaeger' } } : {});
  const release = releaseOf(platform, component);

  it('is found under the name that others call', () => {
    expect(valueAt(release, 'fullnameOverride')).toBe(`o11y-${component}`);
    expect(release.delivers.map(({ name, workload }) => [name, workload.name])).toEqual([[component, `o11y-${component}`]]);
  });

  it('runs the very file of the plan', () => {
    const [delivered] = release.delivers;
    const plan = planOf(platform, component);
    const [file] = plan.files;
    if (delivered === undefined || file === undefined) throw new Error('nothing is delivered');
    expect(Object.keys(delivered.files)).toEqual(plan.files.map(({ path }) => path));
    const value = deliveredFile(release, delivered, file.path);
    expect(typeof value === 'string' ? load(value) : value).toEqual(dataOf(platform, component));
  });

  it('labels pods, and gives them no key to the API server', () => {
    const labels = valueAt(release, ...keys.labels);
    expect(labels).toMatchObject({ [COMPONENT]: component });
    // Those are the charts' own, by which they select.
    expect(Object.keys(labels as object).filter((key) => key.startsWith('app.kubernetes.io/'))).toEqual([]);
    expect(valueAt(release, ...keys.account)).toMatchObject({ automountServiceAccountToken: false });
  });

  it('passes the environment of the plan on', () => {
    const { environment } = planOf(platform, component);
    expect(valueAt(release, ...keys.environment)).toEqual(Object.entries(environment).map(([name, value]) => ({ name, value })));
  });
});

describe('volumes', () => {
  const target = { kind: 'kubernetes', storageClass: 'fast' } as const;

  it('have the size that the load needs, in the class that is asked for', () => {
    const platform = clusterOf({ target });
    expect(valueAt(releaseOf(platform, 'loki'), 'singleBinary', 'persistence')).toMatchObject({
      size: quantity(volumeBytes(platform.config, 'loki')),
      storageClass: 'fast',
    });
    expect(valueAt(releaseOf(platform, 'tempo'), 'persistence')).toEqual({
      enabled: true,
      size: quantity(volumeBytes(platform.config, 'tempo')),
      storageClassName: 'fast',
    });
  });

  it("come from the cluster's own class otherwise", () => {
    expect(valueAt(releaseOf(clusterOf(), 'loki'), 'singleBinary', 'persistence', 'storageClass')).toBeUndefined();
    expect(valueAt(releaseOf(clusterOf(), 'tempo'), 'persistence', 'storageClassName')).toBeUndefined();
  });

  it('of Jaeger are claimed beside its chart, and kept', () => {
    const platform = clusterOf({ target, traces: { backend: 'jaeger' } });
    const release = releaseOf(platform, 'jaeger');
    expect(valueAt(release, 'extraObjects')).toEqual([
      expect.objectContaining({
        kind: 'PersistentVolumeClaim',
        metadata: expect.objectContaining({ name: 'o11y-jaeger', annotations: { 'helm.sh/resource-policy': 'keep' } }),
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: quantity(volumeBytes(platform.config, 'jaeger')) } },
          storageClassName: 'fast',
        },
      }),
    ]);
    expect(valueAt(release, 'jaeger', 'extraVolumes')).toEqual([{ name: 'data', persistentVolumeClaim: { claimName: 'o11y-jaeger' } }]);
    expect(valueAt(release, 'jaeger', 'extraVolumeMounts')).toEqual([
      { name: 'data', mountPath: planOf(platform, 'jaeger').storage?.path },
    ]);
  });
});

describe('flags of a user', () => {
  it('reach the program as each chart takes them', () => {
    const platform = clusterOf({ loki: { extraArgs: ['-log.level=debug'] }, tempo: { extraArgs: ['-log.level=debug', '--a=b=c', '-d'] } });
    expect(valueAt(releaseOf(platform, 'loki'), 'singleBinary', 'extraArgs')).toEqual(['-log.level=debug']);
    expect(valueAt(releaseOf(platform, 'tempo'), 'tempo', 'extraArgs')).toEqual({ 'log.level': 'debug', a: 'b=c', d: 'true' });
  });

  it('survive the quotes and the templates of the chart of Jaeger', () => {
    const platform = clusterOf({ traces: { backend: 'jaeger' }, jaeger: { extraArgs: ['--set=processors.a="{{b}}"'] } });
    expect(valueAt(releaseOf(platform, 'jaeger'), 'jaeger', 'args')).toEqual(['--set=processors.a=\\"{{ `{{` }}b}}\\"']);
  });
});

describe('a new configuration of Jaeger', () => {
  it('starts a new pod, which the chart alone would not', () => {
    const labelsWith = (traces: '7d' | '8d') =>
      valueAt(releaseOf(clusterOf({ traces: { backend: 'jaeger' }, retention: { traces } }), 'jaeger'), 'jaeger', 'podLabels');
    expect(labelsWith('7d')).toEqual(labelsWith('7d'));
    expect(labelsWith('7d')).not.toEqual(labelsWith('8d'));
  });
});

describe('object storage', () => {
  const both = (storage: NonNullable<NonNullable<EnvironmentOverlay['loki']>['storage']>): Platform =>
    clusterOf({ loki: { storage }, tempo: { storage } });

  it.each([
    [S3, { s3: { bucketnames: 'shop-blocks', region: 'eu-west-1' } }, { bucket: 'shop-blocks', endpoint: 's3.eu-west-1.amazonaws.com' }],
    [
      { ...S3, endpoint: 'minio.example.com:9000' },
      { s3: { bucketnames: 'shop-blocks', region: 'eu-west-1', endpoint: 'minio.example.com:9000', s3forcepathstyle: true } },
      { endpoint: 'minio.example.com:9000', forcepathstyle: true },
    ],
    [{ kind: 'gcs', bucket: 'shop-blocks' } as const, { gcs: { bucket_name: 'shop-blocks' } }, { bucket_name: 'shop-blocks' }],
    [
      { ...AZURE, accountKey: { secret: 'azure_key' } },
      { azure: { account_name: 'shop', container_name: 'blocks', account_key: '${AZURE_STORAGE_KEY}' } },
      { storage_account_name: 'shop', container_name: 'blocks' },
    ],
    [
      { ...AZURE, identity: { 'azure.workload.identity/client-id': 'abc' } },
      { azure: { account_name: 'shop', container_name: 'blocks', use_federated_token: true } },
      { use_federated_token: true },
    ],
    [AZURE, { azure: { account_name: 'shop', container_name: 'blocks', use_managed_identity: true } }, { use_managed_identity: true }],
  ])('is in the files: %j', (storage, loki, tempo) => {
    const platform = both(storage);
    expect(dataOf(platform, 'loki')).toMatchObject({
      common: { storage: loki },
      compactor: { delete_request_store: storage.kind, retention_enabled: true },
      schema_config: { configs: [{ object_store: storage.kind }] },
    });
    expect(dataOf(platform, 'tempo')).toMatchObject({
      storage: { trace: { backend: storage.kind, [storage.kind]: tempo, wal: { path: '/var/tempo/wal' } } },
    });
    expect(valueAt(releaseOf(platform, 'loki'), 'loki', 'storage')).toEqual({ type: storage.kind });
  });

  it.each([
    [
      { ...S3, accessKey: ACCESS_KEY },
      { AWS_ACCESS_KEY_ID: 's3-key-id', AWS_SECRET_ACCESS_KEY: 's3-key' },
      ['s3.eu-west-1.amazonaws.com:443'],
    ],
    [
      { ...S3, endpoint: 'minio.example.com:9000', accessKey: ACCESS_KEY },
      { AWS_ACCESS_KEY_ID: 's3-key-id', AWS_SECRET_ACCESS_KEY: 's3-key' },
      ['minio.example.com:9000'],
    ],
    [
      { ...S3, identity: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/o11y' } },
      {},
      ['s3.eu-west-1.amazonaws.com:443', 'sts.eu-west-1.amazonaws.com:443'],
    ],
    [S3, {}, ['s3.eu-west-1.amazonaws.com:443', '169.254.170.23:80']],
    [
      { ...S3, region: 'cn-north-1', accessKey: ACCESS_KEY },
      { AWS_ACCESS_KEY_ID: 's3-key-id', AWS_SECRET_ACCESS_KEY: 's3-key' },
      ['s3.cn-north-1.amazonaws.com.cn:443'],
    ],
    [
      { kind: 'gcs', bucket: 'shop-blocks' } as const,
      {},
      ['storage.googleapis.com:443', 'metadata.google.internal:80', 'metadata.google.internal:988'],
    ],
    [{ ...AZURE, accountKey: { secret: 'azure_key' } }, { AZURE_STORAGE_KEY: 'azure-key' }, ['shop.blob.core.windows.net:443']],
    [
      { ...AZURE, identity: { 'azure.workload.identity/client-id': 'abc' } },
      {},
      ['shop.blob.core.windows.net:443', 'login.microsoftonline.com:443'],
    ],
    [AZURE, {}, ['shop.blob.core.windows.net:443', '169.254.169.254:80']],
  ])('has its keys from Secrets alone, and its calls in the plan: %j', (storage, variables, calls) => {
    const platform = both(storage);
    for (const component of ['loki', 'tempo'] as const) {
      expect(valueAt(releaseOf(platform, component), ...KEYS[component].environment)).toEqual(
        Object.entries(variables).map(([name, secret]) => ({ name, valueFrom: { secretKeyRef: { name: secret, key: 'value' } } })),
      );
      expect(planOf(platform, component).externalCalls?.map(({ host, port }) => `${host}:${port}`)).toEqual(calls);
    }
  });

  it('knows pods by their service account', () => {
    const identity = { 'azure.workload.identity/client-id': 'abc' };
    const platform = both({ ...AZURE, identity });
    for (const component of ['loki', 'tempo'] as const) {
      const release = releaseOf(platform, component);
      expect(valueAt(release, ...KEYS[component].account)).toMatchObject({ annotations: identity });
      expect(valueAt(release, ...KEYS[component].labels)).toMatchObject({ 'azure.workload.identity/use': 'true' });
    }
  });

  it('is called by nothing that has a file system', () => {
    for (const component of ['loki', 'tempo']) expect(planOf(clusterOf(), component)).not.toHaveProperty('externalCalls');
  });
});

describe('several Lokis', () => {
  const severalOf = (replicas: number): Platform => clusterOf({ loki: { replicas, storage: S3 } });

  it('find each other, and call each other alone', () => {
    const platform = severalOf(3);
    expect(dataOf(platform, 'loki')).toMatchObject({
      common: { ring: { kvstore: { store: 'memberlist' } } },
      memberlist: { join_members: ['dns+o11y-loki-memberlist.observability.svc:7946'] },
    });
    expect(platform.edges.filter(({ from }) => from === 'loki').map(({ to, port }) => [to, port])).toEqual([
      ['loki', 9095],
      ['loki', 7946],
    ]);
    expect(valueAt(releaseOf(platform, 'loki'), 'singleBinary', 'replicas')).toBe(3);
  });

  it.each([
    [1, 1],
    [2, 1],
    [3, 3],
    [5, 3],
  ])('%i keep each line %i times', (replicas, copies) => {
    expect(dataOf(severalOf(replicas), 'loki')).toMatchObject({ common: { replication_factor: copies } });
  });

  it('are not what one is', () => {
    const platform = clusterOf();
    expect(dataOf(platform, 'loki')).not.toHaveProperty('memberlist');
    expect(platform.edges.filter(({ from }) => from === 'loki')).toEqual([]);
  });
});

describe('the files on both targets', () => {
  it.each(['loki', 'tempo'])('of %s differ by the directory of the volume at most', (component) => {
    const onDocker = JSON.stringify(dataOf(platformOf(), component));
    expect(JSON.stringify(dataOf(clusterOf(), component)).replaceAll('/var/loki', '/loki')).toBe(onDocker);
  });
});
