import type { EnvironmentOverlay } from '../../config/schema/environment';
import { deliveredFile, type Release } from '../../constructs/core/release';
import { blackboxExporterRelease } from '../../constructs/exporters/blackbox-helm';
import { postgresExporterRelease } from '../../constructs/exporters/postgres-helm';
import { redisExporterRelease } from '../../constructs/exporters/redis-helm';
import { otelCollectorRelease } from '../../constructs/otel-collector/helm';
import { releasesOf } from '../support/release-of';

const released = (name: string, overlay: EnvironmentOverlay = {}): Release => {
  const releases = releasesOf(otelCollectorRelease, overlay);
  const release = releases.get(name);
  if (release === undefined) throw new Error(`${name} is not among ${[...releases.keys()].join(', ')}`);
  return release;
};

const sampled: EnvironmentOverlay = { sampling: { traces: { ratio: 0.1 } } };
const twoTiers: EnvironmentOverlay = { ...sampled, otelCollector: { replicas: { min: 2, max: 5, targetCpu: 0.6 } } };
const withAccess = (otlp: object): EnvironmentOverlay => ({ target: { kind: 'kubernetes', access: { otlp } } }) as EnvironmentOverlay;
const authentication = { kind: 'bearer', token: { secret: 'otlp_token' } } as const;

describe('the release of the gateway', () => {
  it('is a StatefulSet with a volume a pod', () => {
    const { values, delivers } = released('otel-collector', { target: { kind: 'kubernetes', storageClass: 'fast' } });
    expect(values).toMatchObject({
      fullnameOverride: 'o11y-otel-collector',
      mode: 'statefulset',
      replicaCount: 1,
      autoscaling: { enabled: false },
      statefulset: {
        volumeClaimTemplates: [{ metadata: { name: 'queues' }, spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast' } }],
      },
      extraVolumeMounts: [{ name: 'queues', mountPath: '/var/lib/otelcol' }],
      serviceAccount: { automountServiceAccountToken: false },
    });
    expect(delivers).toMatchObject([
      { workload: { kind: 'StatefulSet', name: 'o11y-otel-collector' }, volume: expect.stringMatching(/Gi$/) },
    ]);
  });

  it('opens the ports of its endpoints and none of the chart', () => {
    const ports = Reflect.get(released('otel-collector').values, 'ports') as Record<string, { enabled: boolean; servicePort?: number }>;
    const open = Object.entries(ports).filter(([, { enabled }]) => enabled);
    expect(Object.fromEntries(open.map(([name, { servicePort }]) => [name, servicePort]))).toEqual({
      'otlp-grpc': 4317,
      'otlp-http': 4318,
      metrics: 8888,
      health: 13133,
    });
    expect(Object.keys(ports)).toEqual(expect.arrayContaining(['otlp', 'jaeger-compact', 'jaeger-thrift', 'jaeger-grpc', 'zipkin']));
  });

  it('scales by processor time between its bounds', () => {
    expect(released('otel-collector', twoTiers).values).toMatchObject({
      replicaCount: 2,
      autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 5, targetCPUUtilizationPercentage: 60 },
    });
  });

  it('is let in by an Ingress with a certificate', () => {
    const ingress = { kind: 'ingress', host: 'otlp.example.com', className: 'nginx' } as const;
    const values = (certificate: object) =>
      released('otel-collector', withAccess({ route: { ...ingress, certificate }, authentication })).values;
    expect(values({ kind: 'cert-manager', issuer: 'le', cluster: false })).toMatchObject({
      ingress: {
        enabled: true,
        ingressClassName: 'nginx',
        annotations: { 'cert-manager.io/issuer': 'le' },
        hosts: [{ host: 'otlp.example.com', paths: [{ path: '/v1', pathType: 'Prefix', port: 4328 }] }],
        tls: [{ secretName: 'o11y-otel-collector-tls', hosts: ['otlp.example.com'] }],
      },
      extraVolumes: [{ name: 'secret-otlp-token', secret: { secretName: 'otlp-token', items: [{ key: 'value', path: 'token' }] } }],
      extraVolumeMounts: [{}, { mountPath: '/etc/otelcol-contrib/authentication', readOnly: true }],
    });
    expect(values({ kind: 'secret', name: 'mine' })).toMatchObject({ ingress: { annotations: {}, tls: [{ secretName: 'mine' }] } });
  });

  it('is let in by a Gateway that ends TLS', () => {
    const route = { kind: 'gateway', host: 'otlp.example.com', gateway: { name: 'public', namespace: 'gateways', section: 'https' } };
    const { values } = released('otel-collector', withAccess({ route, authentication }));
    expect(values).toMatchObject({
      httproute: {
        enabled: true,
        parentRefs: [{ name: 'public', namespace: 'gateways', sectionName: 'https' }],
        hostnames: ['otlp.example.com'],
        rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/v1' } }], backendRefs: [{ port: 4328 }] }],
      },
    });
    expect(values).not.toHaveProperty('ingress');
  });

  it('makes a mesh report all of its requests', () => {
    expect(released('otel-collector', { target: { kind: 'kubernetes', istio: { enabled: true } } }).values).toMatchObject({
      extraManifests: [
        { kind: 'Telemetry', spec: { tracing: [{ randomSamplingPercentage: 100, providers: [{ name: 'otel-tracing' }] }] } },
      ],
    });
    expect(released('otel-collector').values).not.toHaveProperty('extraManifests');
  });
});

describe('the release of the samplers', () => {
  it('has a headless service, and as many pods as the gateway', () => {
    expect(released('otel-sampler', twoTiers).values).toMatchObject({
      fullnameOverride: 'o11y-otel-sampler',
      service: { clusterIP: 'None' },
      autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 5 },
    });
    expect(released('otel-collector', twoTiers).values).not.toHaveProperty('service');
    expect([...releasesOf(otelCollectorRelease, sampled).keys()]).toEqual(['otel-collector', 'otel-collector-agent']);
  });
});

describe('the release of the agent', () => {
  const { values, namespace, delivers } = released('otel-collector-agent');

  it('runs on every node, and writes nothing there but its own state', () => {
    expect(namespace).toBe('node');
    expect(values).toMatchObject({
      mode: 'daemonset',
      // The chart appends -agent.
      fullnameOverride: 'o11y-otel-collector',
      extraVolumes: [
        { name: 'logs-0', hostPath: { path: '/var/log/pods', type: 'Directory' } },
        { name: 'state', hostPath: { path: '/var/lib/o11y-prod-otel-collector-agent', type: 'DirectoryOrCreate' } },
      ],
      extraVolumeMounts: [
        { mountPath: '/var/log/pods', readOnly: true },
        { name: 'state', mountPath: '/var/lib/otelcol' },
      ],
      securityContext: { capabilities: { drop: ['ALL'] }, readOnlyRootFilesystem: true },
      tolerations: [{ operator: 'Exists', effect: 'NoSchedule' }],
    });
    expect(delivers[0]?.workload).toMatchObject({ kind: 'DaemonSet', name: 'o11y-otel-collector-agent' });
  });

  it('may look at pods and at nothing else', () => {
    expect(values).toMatchObject({
      clusterRole: { name: 'o11y-prod-otel-collector-agent', rules: [{ resources: ['pods'], verbs: ['get', 'list', 'watch'] }] },
    });
    expect(delivers[0]?.serviceAccount).toBe('o11y-otel-collector-agent');
  });

  it('starts with the flags of its plan, but for the path of its configuration', () => {
    expect(values).toMatchObject({ command: { extraArgs: ['--feature-gates=stanza.synchronousLogEmitter'] } });
  });
});

const databases: EnvironmentOverlay = {
  exporters: {
    redis: [
      { name: 'cache', address: 'redis://redis.shop.svc:6380/1', password: { secret: 'redis_password' } },
      { name: 'queue', address: 'redis://queue.shop.svc' },
    ],
    postgres: [
      { name: 'main', host: 'pg.shop.svc', port: 5433, database: 'shop', sslMode: 'require', password: { secret: 'postgres_password' } },
    ],
  },
};

describe('the releases of the exporters', () => {
  it('are one for each Redis server, its password from an existing Secret', () => {
    const releases = releasesOf(redisExporterRelease, databases);
    expect([...releases.keys()]).toEqual(['redis-exporter-cache', 'redis-exporter-queue']);
    expect(releases.get('redis-exporter-cache')?.values).toMatchObject({
      redisAddress: 'redis://redis.shop.svc:6380/1',
      env: [{ name: 'REDIS_PASSWORD', valueFrom: { secretKeyRef: { name: 'redis-password', key: 'value' } } }],
    });
    expect(releases.get('redis-exporter-queue')?.values).toMatchObject({ env: [] });
  });

  it('are one for each PostgreSQL server, its password in a file', () => {
    expect(releasesOf(postgresExporterRelease, databases).get('postgres-exporter-main')?.values).toMatchObject({
      image: { registry: 'quay.io', repository: 'prometheuscommunity/postgres-exporter' },
      service: { port: 9187, targetPort: 9187 },
      config: {
        datasource: {
          host: 'pg.shop.svc',
          port: '5433',
          database: 'shop',
          sslmode: 'require',
          passwordFile: '/etc/postgres-exporter/password',
        },
      },
      extraVolumes: [{ secret: { secretName: 'postgres-password', items: [{ key: 'value', path: 'password' }] } }],
      extraVolumeMounts: [{ mountPath: '/etc/postgres-exporter' }],
    });
  });

  it('give the blackbox exporter its file', () => {
    const release = releasesOf(blackboxExporterRelease).get('blackbox-exporter');
    const [delivered] = release?.delivers ?? [];
    if (release === undefined || delivered === undefined) throw new Error('no release');
    expect(deliveredFile(release, delivered, '/etc/blackbox_exporter/config.yml')).toMatchObject({
      modules: { http_2xx: { prober: 'http' } },
    });
  });
});

describe('every release', () => {
  const all = [otelCollectorRelease, redisExporterRelease, postgresExporterRelease, blackboxExporterRelease].flatMap((definition) => [
    ...releasesOf(definition, { ...databases, ...twoTiers }).values(),
  ]);

  it.each(all.map((release) => [release.name, release] as const))(
    '%s is limited, labelled, prioritised and confined',
    (name, { values }) => {
      const text = JSON.stringify(values);
      expect(values).toMatchObject({
        priorityClassName: 'o11y-prod',
        resources: { limits: { cpu: expect.any(String), memory: expect.any(String) }, requests: {} },
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        podSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(text).toContain(`"observability-stacks.dev/component":"${name}"`);
      if (name !== 'otel-collector-agent') expect(values).toMatchObject({ podSecurityContext: { runAsNonRoot: true } });
    },
  );
});
