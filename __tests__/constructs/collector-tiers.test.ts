import { RECEIVED_BYTES } from '../../config/messages';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { usageOf, waysOf } from '../support/pipelines';
import { type CollectorFile, fileOf, namesOf, platformOf, yamlOf } from '../support/platform';

const SAMPLING = 'tail_sampling';

const onCluster = (min: number, max: number, ratio: number, overlay: EnvironmentOverlay = {}) =>
  platformOf({
    target: { kind: 'kubernetes' },
    sampling: { traces: { ratio, expectedTracesPerSecond: 1_000 } },
    otelCollector: { replicas: { min, max } },
    ...overlay,
  });

const route = {
  kind: 'ingress',
  host: 'otlp.example.com',
  certificate: { kind: 'secret', name: 'otlp-tls' },
} as const;
const external = (authentication: object): EnvironmentOverlay =>
  ({ target: { kind: 'kubernetes', access: { otlp: { route, authentication } } } }) as EnvironmentOverlay;

/** Overlays of two tiers: whatever store is off, both files use what they define. */
const TWO_TIERS: Readonly<Record<string, EnvironmentOverlay>> = {
  tempo: {},
  jaeger: { traces: { backend: 'jaeger' } },
  'no metrics': { prometheus: { enabled: false } },
  'no logs': { loki: { enabled: false } },
  'nothing redacted': { redaction: { enabled: false } },
  'a bearer token': external({ kind: 'bearer', token: { secret: 'otlp_token' } }),
  'users and passwords': external({ kind: 'basic', htpasswd: { secret: 'otlp_users' } }),
};

describe.each(Object.entries(TWO_TIERS))('two tiers with %s', (_, overlay) => {
  const platform = onCluster(2, 4, 0.1, overlay);
  const gateway = yamlOf<CollectorFile>(platform, 'otel-collector');
  const sampler = yamlOf<CollectorFile>(platform, 'otel-sampler');

  it.each(Object.entries({ gateway, sampler }))('let the %s use everything that it defines', (_name, file) => {
    const { defined, used } = usageOf(file);
    expect(used).toEqual(defined);
    for (const { receivers, processors = [] } of Object.values(file.service.pipelines)) {
      if (receivers.includes('otlp')) expect(processors[0]).toBe('memory_limiter');
    }
  });

  it('sample and count in the second, and redact in the first', () => {
    const sent = waysOf(gateway, 'otlp').filter((steps) => steps.at(-1) === 'load_balancing');
    expect(sent).toHaveLength(1);
    expect(sent.flat().includes('redaction')).toBe(overlay.redaction?.enabled !== false);
    expect(JSON.stringify(gateway)).not.toMatch(/tail_sampling|span_metrics|otlp_grpc/);
    const stored = waysOf(sampler, 'otlp').filter((steps) => steps.at(-1) === 'otlp_grpc/traces');
    expect(stored).toHaveLength(1);
    expect(stored.flat()).toContain(SAMPLING);
    const counted = waysOf(sampler, 'otlp').filter((steps) => steps.includes('span_metrics'));
    expect(counted).toHaveLength(overlay.prometheus?.enabled === false ? 0 : 1);
    expect(counted.flat()).not.toContain(SAMPLING);
  });

  it('keep what they have not sent on disk, and try for ever', () => {
    for (const exporter of [...Object.values(gateway.exporters), ...Object.values(sampler.exporters)]) {
      expect(exporter).toMatchObject({
        sending_queue: { storage: 'file_storage' },
        retry_on_failure: { enabled: true, max_elapsed_time: '0s' },
      });
    }
  });

  it('are calls of the topology', () => {
    const calls = platform.edges.filter(({ from, purpose }) => from.startsWith('otel-') && purpose === 'traces');
    expect(calls.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'otel-collector otel-sampler',
      `otel-sampler ${overlay.traces?.backend ?? 'tempo'}`,
    ]);
  });
});

describe('the second tier', () => {
  it.each([
    ['one instance', onCluster(1, 1, 0.1)],
    ['nothing sampled', onCluster(2, 4, 1)],
    ['no store of traces', onCluster(2, 4, 0.1, { traces: { backend: 'none' } })],
    ['a Docker engine', platformOf({ sampling: { traces: { ratio: 0.1 } } })],
  ])('is not there with %s', (_, platform) => {
    expect(namesOf(platform)).not.toContain('otel-sampler');
    expect(fileOf(platform, 'otel-collector')).not.toContain('load_balancing');
  });

  it('is found by the name of a headless service, all spans of a trace at one address', () => {
    expect(yamlOf<CollectorFile>(onCluster(2, 4, 0.1), 'otel-collector').exporters['load_balancing']).toMatchObject({
      routing_key: 'traceID',
      resolver: { dns: { hostname: 'o11y-otel-sampler.observability.svc', port: '4317' } },
      protocol: { otlp: { tls: { insecure: true }, sending_queue: { enabled: false } } },
    });
  });

  it('divides the traces that wait by the least number of instances', () => {
    const { processors } = yamlOf<CollectorFile>(onCluster(4, 8, 0.1), 'otel-sampler');
    expect(processors?.[SAMPLING]).toMatchObject({
      expected_new_traces_per_sec: 250,
      num_traces: 5_000,
      decision_cache: { sampled_cache_size: 5_000, non_sampled_cache_size: 25_000 },
    });
  });
});

describe('series of spans', () => {
  const stepsOf = (platform: ReturnType<typeof platformOf>, component: string) =>
    yamlOf<{ processors: Record<string, { attributes: readonly object[] }> }>(platform, component).processors['resource/span_metrics']
      ?.attributes;
  const own = { key: 'service.instance.id', value: '${env:POD_NAME}', action: 'insert' };

  it('are those of each instance where there are several, after the name that came with a span is gone', () => {
    expect(stepsOf(onCluster(2, 2, 0.1), 'otel-sampler')).toEqual([
      ...['service.instance.id', 'process.pid', 'host.name', 'container.id', 'signal_to_metrics.service.instance.id'].map((key) => ({
        key,
        action: 'delete',
      })),
      own,
    ]);
    expect(stepsOf(onCluster(1, 3, 1), 'otel-collector')?.at(-1)).toEqual(own);
  });

  it('have no instance where there is one', () => {
    expect(stepsOf(onCluster(1, 1, 0.1), 'otel-collector')).not.toContainEqual(own);
    expect(stepsOf(platformOf(), 'otel-collector')).not.toContainEqual(own);
  });

  it('are the only reference to the environment: what users write stays as it is', () => {
    const text = fileOf(onCluster(2, 2, 0.1, { redaction: { values: ['\\$[0-9]+', '\\${env:HOME}'] } }), 'otel-collector');
    expect(text.replaceAll('$$', '').replaceAll('${env:POD_NAME}', '')).not.toContain('$');
    expect(text).toContain('\\$${env:HOME}');
  });
});

describe('telemetry from outside', () => {
  it.each([
    ['bearer', { kind: 'bearer', token: { secret: 'otlp_token' } }, 'bearertokenauth', 'filename', 'token', 'otlp_token'],
    ['basic', { kind: 'basic', htpasswd: { secret: 'otlp_users' } }, 'basicauth', 'htpasswd', 'htpasswd', 'otlp_users'],
  ] as const)('says who it is at a port of its own: %s', (_, authentication, extension, key, file, secret) => {
    const platform = onCluster(1, 1, 0.1, external(authentication));
    const path = `/etc/otelcol-contrib/authentication/${file}`;
    const collector = yamlOf<CollectorFile>(platform, 'otel-collector');
    expect(collector.receivers['otlp/external']).toEqual({
      protocols: { http: { endpoint: '0.0.0.0:4328', max_request_body_size: RECEIVED_BYTES, auth: { authenticator: extension } } },
    });
    expect(collector.extensions?.[extension]).toEqual({ [key]: key === 'filename' ? path : { file: path } });
    for (const { receivers } of Object.values(collector.service.pipelines))
      expect(receivers.includes('otlp/external')).toBe(receivers.includes('otlp'));
    const plan = platform.components.find(({ name }) => name === 'otel-collector');
    expect(plan?.secretFiles).toEqual([{ path, source: { kind: 'given', name: secret } }]);
    expect(plan?.endpoints.filter(({ zones }) => zones.includes('access'))).toEqual([
      { name: 'otlp-external', port: 4328, protocol: 'http', zones: ['access'] },
    ]);
  });

  it('has no port unless it is let in', () => {
    const collector = onCluster(1, 1, 1).components.find(({ name }) => name === 'otel-collector');
    expect(collector?.endpoints.map(({ name }) => name)).not.toContain('otlp-external');
    expect(fileOf(onCluster(1, 1, 1), 'otel-collector')).not.toContain('external');
  });
});

describe('the agent on a cluster', () => {
  const platform = onCluster(1, 1, 1);
  const agent = yamlOf<CollectorFile>(platform, 'otel-collector-agent');

  it('uses everything that it defines, its memory limiter first', () => {
    const { defined, used } = usageOf(agent);
    expect(used).toEqual(defined);
    expect(agent.service.pipelines['logs']?.processors).toEqual(['memory_limiter', 'k8s_attributes', 'resource/service']);
  });

  it('reads what the kubelet names, so that no index is needed', () => {
    expect(agent.receivers['file_log']).toMatchObject({ include: ['/var/log/pods/*/*/*.log*'], storage: 'file_storage' });
    expect(namesOf(platform)).not.toContain('container-log-index');
    expect(namesOf(platformOf())).toContain('container-log-index');
  });

  it('gives records the names that they have on a Docker engine', () => {
    const names = /"(?:to|tag_name|key)":\s?"(?:resource\[\\")?(service\.name|tier|service\.version|container\.name)/g;
    const namesIn = (file: object): ReadonlySet<string> => new Set([...JSON.stringify(file).matchAll(names)].map(([, name = '']) => name));
    expect([...namesIn(agent)].sort()).toEqual(['container.name', 'service.name', 'service.version', 'tier']);
    expect([...namesIn(yamlOf<CollectorFile>(platformOf(), 'otel-collector-agent'))].sort()).toEqual([...namesIn(agent)].sort());
  });
});
