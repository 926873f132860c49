import fc from 'fast-check';
import type { EnvironmentOverlay } from '../../config/schema/environment';

const resources = { limits: { memory: '512MiB', cpu: 0.5 }, reservations: { memory: '256MiB', cpu: 0.25 } } as const;

/** Says every key that there is, each with a valid value: where mutations start, so that they reach every place. */
export const fullOverlay: EnvironmentOverlay = {
  platform: 'shop',
  cluster: 'shop-eu',
  target: { kind: 'docker', publishedAddress: '127.0.0.1', logRotation: { maxSize: '10MB', maxFiles: 3 } },
  retention: { metrics: { time: '15d', size: '10GB' }, traces: '7d', logs: { total: '90d', hot: '7d' }, alerts: '30d' },
  sampling: { traces: { ratio: 0.1, keepErrors: true, keepSlowerThan: '2s', decisionWait: '10s', expectedTracesPerSecond: 500 } },
  redaction: { enabled: true, builtIn: true, keys: ['ssn'], values: ['\\bIBAN [A-Z0-9]+'], uncheckedKeys: ['http.route'] },
  traces: { backend: 'jaeger' },
  alerting: {
    webhooks: [
      { name: 'chat', url: 'https://hooks.example.com/alerts', sendResolved: true },
      { name: 'pager', url: 'http://pager:8080/', sendResolved: false },
    ],
    groupBy: ['alertname', 'service'],
    groupWait: '30s',
    groupInterval: '5m',
    repeatInterval: '4h',
  },
  services: [
    {
      name: 'checkout',
      port: 8000,
      language: 'go',
      type: 'gateway',
      layer: 'api',
      tier: 'critical',
      version: '1.2.3',
      owner: 'platform',
      metricsPath: '/metrics',
    },
    {
      name: 'mailer',
      port: 8001,
      language: 'python',
      type: 'automation',
      layer: 'batch',
      tier: 'batch',
      version: 'unknown',
      owner: 'growth',
      metricsPath: null,
    },
  ],
  prometheus: {
    enabled: true,
    port: 9090,
    scrapeInterval: '15s',
    scrapeTimeout: '10s',
    evaluationInterval: '15s',
    outOfOrderTimeWindow: '30m',
    resources,
    extraArgs: ['--log.level=debug'],
  },
  alertmanager: { enabled: true, port: 9093, resources, extraArgs: ['--log.level=debug'] },
  grafana: { enabled: true, port: 3001, adminUser: 'admin', resources },
  loki: { enabled: true, port: 3100, maxLineSize: '256KiB', resources, extraArgs: ['-log.level=debug'] },
  tempo: { port: 3200, resources, extraArgs: ['-log.level=debug'] },
  jaeger: { port: 16686, resources, extraArgs: ['--set=service.telemetry.logs.level=debug'] },
  otelCollector: {
    enabled: true,
    ports: { grpc: 4317, http: 4318, metrics: 8888, health: 13133 },
    outageTolerance: '10m',
    expectedItemsPerSecond: { spans: 500, logRecords: 200, dataPoints: 500 },
    spanMetricsFlushInterval: '15s',
    resources,
  },
  containerLogs: { enabled: true, resources },
  exporters: {
    node: { enabled: true, resources },
    cadvisor: { enabled: true, resources },
    redis: [
      { name: 'cache', address: 'redis://redis:6379', password: { secret: 'redis_password' } },
      { name: 'queue', address: 'rediss://[::1]:6380/2' },
    ],
    postgres: [
      {
        name: 'main',
        host: 'postgres',
        port: 5432,
        database: 'shop',
        user: 'monitor',
        password: { secret: 'postgres_password' },
        sslMode: 'disable',
      },
    ],
    databaseResources: resources,
    blackbox: { enabled: true, resources },
  },
};

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const flag = fc.boolean();
const minutes = fc.integer({ min: 1, max: 59 }).map((count) => `${count}m` as const);
const days = fc.integer({ min: 1, max: 400 }).map((count) => `${count}d` as const);
const memory = fc.integer({ min: 256, max: 4096 }).map((count) => `${count}MiB` as const);
const cpu = fc.integer({ min: 250, max: 4000 }).map((thousandths) => thousandths / 1000);
const port = fc.integer({ min: 1, max: 65535 });
const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
const enabledOnly = fc.record({ enabled: flag, resources: fc.record({ limits: fc.record({ memory, cpu }) }) }, { requiredKeys: [] });

/** Environments as people write them: any subset of the keys, most of them valid as a whole. */
export const plausibleOverlay: fc.Arbitrary<EnvironmentOverlay> = fc.record(
  {
    platform: name,
    target: oneOf({ kind: 'docker' as const }, { kind: 'kubernetes' as const }, { kind: 'kubernetes' as const, namespace: 'telemetry' }),
    retention: fc.record(
      {
        metrics: fc.record({ time: days, size: oneOf('10GB' as const, '512MiB' as const) }),
        traces: days,
        logs: fc.record({ total: days }),
        alerts: days,
      },
      { requiredKeys: [] },
    ),
    sampling: fc.record({
      traces: fc.record(
        {
          ratio: oneOf(0, 0.1, 0.5, 1),
          keepErrors: flag,
          keepSlowerThan: oneOf('500ms' as const, '2s' as const, null),
          expectedTracesPerSecond: fc.integer({ min: 1, max: 100_000 }),
        },
        { requiredKeys: [] },
      ),
    }),
    redaction: fc.record({
      enabled: flag,
      builtIn: flag,
      values: fc.array(oneOf('secret-\\d+', '(?i)token=\\w+', 'a\\$b'), { maxLength: 2 }),
    }),
    traces: fc.record({ backend: oneOf('tempo', 'jaeger', 'none') }),
    alerting: fc.record({
      webhooks: fc.uniqueArray(
        fc.record({ name, url: oneOf('https://hooks.example.com/a?b=c#d', 'http://127.0.0.1:8080', 'https://[::1]/%41') }),
        {
          selector: (receiver) => receiver.name,
          maxLength: 2,
        },
      ),
      repeatInterval: minutes,
    }),
    services: fc.uniqueArray(
      fc.record(
        {
          name,
          port,
          language: oneOf('go', 'python', 'node', 'java', 'other'),
          type: name,
          layer: name,
          owner: name,
          metricsPath: oneOf('/metrics', '/actuator/prometheus', null),
        },
        { requiredKeys: ['name', 'port', 'language', 'type', 'layer', 'owner'] },
      ),
      { selector: (service) => service.name, maxLength: 3 },
    ),
    prometheus: fc.record({ enabled: flag, scrapeInterval: minutes }, { requiredKeys: [] }),
    alertmanager: enabledOnly,
    grafana: enabledOnly,
    loki: enabledOnly,
    otelCollector: enabledOnly,
    containerLogs: fc.record({ enabled: flag }),
    exporters: fc.record(
      {
        node: fc.record({ enabled: flag }),
        cadvisor: fc.record({ enabled: flag }),
        blackbox: fc.record({ enabled: flag }),
        redis: fc.uniqueArray(fc.record({ name, address: oneOf('redis://redis:6379', 'redis://10.0.0.5') }), {
          selector: (instance) => instance.name,
          maxLength: 2,
        }),
        postgres: fc.uniqueArray(
          fc.record({ name, host: oneOf('postgres', 'db.example.com'), password: fc.constant({ secret: 'pg_password' }) }),
          {
            selector: (instance) => instance.name,
            maxLength: 2,
          },
        ),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);

/** Values that look like the right ones, and such as no configuration has. */
const strangeValue: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 6,
    arbitrary: oneOf<unknown>('15 days', '0s', '1w', '99999999d', '-1s', '1.5h', '12h', '512', '1.5MiB', '0B', '9000TB', '9001TB', '5MiB'),
  },
  { weight: 6, arbitrary: oneOf<unknown>(0, -0, 1, -1, 0.1, 0.3333, 65535, 65536, 1e21, Number.NaN, Infinity, Number.MIN_VALUE, 2 ** 53) },
  {
    weight: 4,
    arbitrary: oneOf<unknown>(true, false, null, undefined, '', ' ', 'docker', 'kubernetes', 'tempo', 'none', 'redis_password', 'version'),
  },
  {
    weight: 3,
    arbitrary: oneOf<unknown>(
      '${env:HOME}',
      '%{if true}',
      '$${x}',
      '{{ .Values }}',
      '__name__',
      '../..',
      '-',
      'a'.repeat(300),
      '\u0000\u001b[31m',
    ),
  },
  { weight: 3, arbitrary: oneOf<unknown>([], {}, [[]], [null], [undefined], { enabled: 'yes' }, { kind: 'docker' }, new Array(3)) },
  {
    weight: 2,
    arbitrary: fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withSparseArray: true,
      maxDepth: 2,
      maxKeys: 4,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.bigInt(),
      fc.date(),
      fc.func(fc.nat()),
      oneOf<unknown>(Symbol('s'), Symbol.iterator, class A {}, new Map(), /x/, new Error('x')),
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 40, unit: 'binary-ascii' }) },
);

const strangeKey: fc.Arbitrary<PropertyKey> = fc.oneof(
  oneOf<PropertyKey>(
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '',
    'enabled',
    'port',
    'a.b',
    'x\ny',
    Symbol('key'),
    'then',
    'toJSON',
  ),
  fc.string({ maxLength: 12 }),
);

const TRAPS = 8;

/** Objects that do something when they are read; by number, as fast-check reads what it generates. */
function trap(kind: number): unknown {
  const explode = (): never => {
    throw new RangeError('trap');
  };
  const cyclic: Record<string, unknown> = {};
  cyclic['retention'] = cyclic;
  switch (kind) {
    case 0:
      return Object.defineProperty({}, 'retention', { get: explode, enumerable: true });
    case 1:
      return new Proxy({}, { get: explode, has: explode, ownKeys: explode, getOwnPropertyDescriptor: explode, getPrototypeOf: explode });
    case 2:
      return cyclic;
    case 3:
      return { toString: explode, valueOf: explode, toJSON: explode, [Symbol.toPrimitive]: explode };
    case 4:
      return Object.freeze({ retention: Object.freeze({ traces: '7d' }) });
    case 5:
      return Array.from({ length: 40 }).reduce((inner: unknown) => ({ retention: inner }), {});
    case 6:
      return new Array(4_000_000_000);
    default:
      return { ['k'.repeat(100_000)]: 'v'.repeat(100_000) };
  }
}

/** Whatever somebody may hand over in place of an environment. */
export const garbage: fc.Arbitrary<{ readonly overlay: unknown }> = fc.oneof(
  { weight: 1, arbitrary: fc.nat(TRAPS - 1).map((kind) => ({ overlay: trap(kind) })) },
  { weight: 11, arbitrary: harmlessGarbage().map((overlay) => ({ overlay })) },
);

function harmlessGarbage(): fc.Arbitrary<unknown> {
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withSet: true,
        withNullPrototype: true,
        withObjectString: true,
        maxDepth: 3,
        maxKeys: 5,
      }),
    },
    {
      weight: 3,
      arbitrary: fc.dictionary(fc.oneof(oneOf(...Object.keys(fullOverlay)), fc.string()), strangeValue, {
        maxKeys: 4,
        noNullPrototype: false,
      }),
    },
    { weight: 2, arbitrary: fc.json({ maxDepth: 4 }).map((text): unknown => JSON.parse(text)) },
    { weight: 2, arbitrary: fc.tuple(strangeKey, strangeValue).map(([key, value]) => withOwn({}, key, value)) },
  );
}

/** Sets an own property of any name: an assignment to `__proto__` would set the prototype. */
function withOwn(object: object, key: PropertyKey, value: unknown): object {
  return Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Where every value of a tree stands, as the containers' keys. */
function placesOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  return isContainer(value)
    ? Object.keys(value).flatMap((key) => [[...path, key], ...placesOf(Reflect.get(value, key), [...path, key])])
    : [];
}

const places = placesOf(fullOverlay);

/** {@link fullOverlay} with one to three changes: a value replaced, a key added, a key removed. */
export const mutatedOverlay: fc.Arbitrary<{ readonly overlay: unknown }> = fc
  .array(
    fc.record({
      place: oneOf(...places),
      change: fc.oneof(
        { weight: 5, arbitrary: strangeValue.map((value) => ({ kind: 'replace' as const, value })) },
        { weight: 1, arbitrary: fc.nat(TRAPS - 1).map((number) => ({ kind: 'trap' as const, number })) },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant('add' as const), key: strangeKey, value: strangeValue }) },
        { weight: 1, arbitrary: fc.constant({ kind: 'remove' as const }) },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((changes) => {
    const overlay: unknown = structuredClone(fullOverlay);
    // One trap at most, and last: the way to another change must not lead through it.
    const traps = changes.filter(({ change }) => change.kind === 'trap').slice(0, 1);
    for (const { place, change } of [...changes.filter((candidate) => candidate.change.kind !== 'trap'), ...traps]) {
      const key = place.at(-1) ?? '';
      const parent = place
        .slice(0, -1)
        .reduce<unknown>((value, step) => (isContainer(value) ? Reflect.get(value, step) : undefined), overlay);
      if (!isContainer(parent)) continue;
      switch (change.kind) {
        case 'replace':
          withOwn(parent, key, change.value);
          break;
        case 'trap':
          withOwn(parent, key, trap(change.number));
          break;
        case 'add':
          if (Object.isExtensible(parent)) withOwn(parent, change.key, change.value);
          break;
        case 'remove':
          Reflect.deleteProperty(parent, key);
      }
    }
    return { overlay };
  });
