import fc from 'fast-check';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { gateway, route } from './full-overlays';

const oneOf = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const flag = fc.boolean();
const minutes = fc.integer({ min: 1, max: 59 }).map((count) => `${count}m` as const);
const days = fc.integer({ min: 1, max: 400 }).map((count) => `${count}d` as const);
const memory = fc.integer({ min: 256, max: 4096 }).map((count) => `${count}MiB` as const);
const cpu = fc.integer({ min: 250, max: 4000 }).map((thousandths) => thousandths / 1000);
const port = fc.integer({ min: 1, max: 65535 });
const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/);
const enabledOnly = fc.record({ enabled: flag, resources: fc.record({ limits: fc.record({ memory, cpu }) }) }, { requiredKeys: [] });

const replicas = fc.integer({ min: 1, max: 4 });

/** Clusters as people describe them; without a chosen one, Docker. */
const target: fc.Arbitrary<NonNullable<EnvironmentOverlay['target']>> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ kind: 'docker' as const }) },
  {
    weight: 2,
    arbitrary: fc
      .record(
        {
          namespace: oneOf('observability', 'telemetry'),
          clientNamespaces: fc.uniqueArray(oneOf('shop', 'payments', 'default'), { maxLength: 2 }),
          storageClass: oneOf('fast', 'standard-rwo'),
          quotaHeadRoom: oneOf(0.1, 0.5, 2),
          secrets: oneOf({ kind: 'existing' as const }, { kind: 'write-only' as const, revision: 3 }),
          access: fc.record(
            {
              grafana: oneOf<typeof route | typeof gateway>(route, gateway),
              otlp: fc.constant({ route: gateway, authentication: { kind: 'bearer' as const, token: { secret: 'otlp_token' } } }),
            },
            { requiredKeys: [] },
          ),
          istio: fc.record({ enabled: flag }),
        },
        { requiredKeys: [] },
      )
      .map((cluster) => ({ kind: 'kubernetes' as const, ...cluster })),
  },
);

const storage = oneOf(
  { kind: 'filesystem' as const },
  { kind: 's3' as const, bucket: 'shop-blocks', region: 'eu-central-1' },
  { kind: 'gcs' as const, bucket: 'shop-blocks' },
  { kind: 'azure' as const, account: 'shopblocks', container: 'blocks', accountKey: { secret: 'azure_account_key' } },
);

const clusterOnly = fc.record(
  {
    capacity: fc.record(
      {
        activeSeries: fc.integer({ min: 1_000, max: 1_000_000 }),
        spansPerSecond: fc.integer({ min: 0, max: 10_000 }),
        logsPerDay: oneOf('100MB' as const, '1GB' as const, '500GB' as const),
        headRoom: oneOf(0, 0.3, 1),
      },
      { requiredKeys: [] },
    ),
    prometheus: fc.record({ replicas }),
    alertmanager: fc.record({ replicas: oneOf(1 as const, 3 as const) }),
    loki: storage.map((chosen) => ({ storage: chosen, replicas: chosen.kind === 'filesystem' ? 1 : 3 })),
    tempo: fc.record({ storage }),
    otelCollector: fc.record({ replicas: replicas.map((min) => ({ min, max: min + 2 })) }),
    state: oneOf({ kind: 'local' as const }, { kind: 'kubernetes' as const, namespace: 'terraform' }),
  },
  { requiredKeys: [] },
);

type Keys = Readonly<Record<string, unknown>>;
const isKeys = (value: unknown): value is Keys => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Both, key by key. */
const merged = (one: Keys, other: Keys): Keys => ({
  ...one,
  ...Object.fromEntries(
    Object.entries(other).map(([key, value]) => {
      const known = one[key];
      return [key, isKeys(known) && isKeys(value) ? merged(known, value) : value];
    }),
  ),
});

/** Environments as people write them: any subset of the keys, most of them valid as a whole. */
export const plausibleOverlay: fc.Arbitrary<EnvironmentOverlay> = fc
  .tuple(plausibleAnywhere(), clusterOnly)
  // Of a cluster one says what an engine does not know; every part of both is an overlay on its own.
  .map(([overlay, cluster]) => (overlay.target?.kind === 'kubernetes' ? (merged(overlay, cluster) as EnvironmentOverlay) : overlay));

/** What both targets take. */
function plausibleAnywhere(): fc.Arbitrary<EnvironmentOverlay> {
  return fc.record(
    {
      platform: name,
      target,
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
        receivers: fc.array(
          fc.record({
            kind: fc.constant('webhook' as const),
            name,
            url: oneOf('https://hooks.example.com/a?b=c#d', 'http://127.0.0.1:8080', 'https://[::1]/%41'),
          }),
          { maxLength: 1 },
        ),
        repeatInterval: oneOf('5m', '4h', '12h'),
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
}
