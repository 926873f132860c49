import { readdirSync } from 'node:fs';
import { defineEnvironment } from '../../config/define';
import dev from '../../config/environments/dev';
import prod from '../../config/environments/prod';
import staging from '../../config/environments/staging';
import { publishedPorts } from '../../config/rules';
import type { EnvironmentConfig } from '../../config/schema/environment';
import { images } from '../../config/versions';

const defaults = defineEnvironment('dev', {});

describe('an environment that says nothing', () => {
  it('scrapes and evaluates every 15 seconds', () => {
    expect(defaults.prometheus).toMatchObject({ scrapeInterval: '15s', scrapeTimeout: '10s', evaluationInterval: '15s' });
  });

  it('keeps metrics 15 days or 10 GB, traces 7 days, logs 90 days (7 of them hot), alerts 30 days', () => {
    expect(defaults.retention).toEqual({
      metrics: { time: '15d', size: '10GB' },
      traces: '7d',
      logs: { total: '90d', hot: '7d' },
      alerts: '30d',
    });
  });

  it('always keeps errors and what takes longer than 2 seconds', () => {
    expect(defaults.sampling.traces).toMatchObject({ ratio: 1, keepErrors: true, keepSlowerThan: '2s' });
  });

  it('gives a component 512 MiB and half a core, and reserves half of that', () => {
    expect(defaults.grafana.resources).toEqual({
      limits: { memory: '512MiB', cpu: 0.5 },
      reservations: { memory: '256MiB', cpu: 0.25 },
    });
  });

  it('rotates log files at 10 MB, three of them, and publishes on the loopback address alone', () => {
    expect(defaults.target).toEqual({ kind: 'docker', publishedAddress: '127.0.0.1', logRotation: { maxSize: '10MB', maxFiles: 3 } });
  });

  it('takes these ports of its host', () => {
    const ports = (config: EnvironmentConfig) => Object.fromEntries(publishedPorts(config).map(({ path, port }) => [path, port]));
    const common = {
      'prometheus.port': 9090,
      'alertmanager.port': 9093,
      'grafana.port': 3001,
      'loki.port': 3100,
      'otelCollector.ports.grpc': 4317,
      'otelCollector.ports.http': 4318,
      'otelCollector.ports.metrics': 8888,
      'otelCollector.ports.health': 13133,
    };
    expect(ports(defaults)).toEqual({ ...common, 'tempo.port': 3200 });
    expect(ports(defineEnvironment('dev', { traces: { backend: 'jaeger' } }))).toEqual({ ...common, 'jaeger.port': 16686 });
    expect(ports(defineEnvironment('dev', { traces: { backend: 'none' } }))).toEqual(common);
  });

  it('is a whole platform: everything on, Tempo for traces, everything redacted, alerts sent nowhere', () => {
    expect(defaults.traces.backend).toBe('tempo');
    expect(defaults.redaction).toMatchObject({ enabled: true, builtIn: true, keys: [], values: [] });
    expect(defaults.alerting).toMatchObject({
      receivers: [],
      routes: [],
      muteTimes: [],
      inhibition: { serviceDown: true, nodeDown: true, severity: true, rules: [] },
      runbookBaseUrl: 'docs/runbooks',
      groupBy: ['alertname', 'service'],
      groupWait: '30s',
      groupInterval: '5m',
      repeatInterval: '4h',
    });
    const { prometheus, alertmanager, grafana, loki, otelCollector, containerLogs, exporters } = defaults;
    const switches = [
      prometheus,
      alertmanager,
      grafana,
      loki,
      otelCollector,
      containerLogs,
      exporters.node,
      exporters.cadvisor,
      exporters.blackbox,
    ];
    expect(switches.map(({ enabled }) => enabled)).toEqual(switches.map(() => true));
    expect(exporters).toMatchObject({ redis: [], postgres: [] });
    expect(otelCollector.outageTolerance).toBe('10m');
  });

  it('is called after its platform and its file', () => {
    expect(defaults).toMatchObject({ platform: 'o11y', name: 'dev', cluster: 'o11y-dev' });
    expect(defineEnvironment('dev', { platform: 'shop' }).cluster).toBe('shop-dev');
    expect(defineEnvironment('dev', { platform: 'shop', cluster: 'eu-1' }).cluster).toBe('eu-1');
  });
});

describe("the repository's own environments", () => {
  it('are dev, staging and prod', () => {
    expect(readdirSync('config/environments').sort()).toEqual(['dev.ts', 'prod.ts', 'staging.ts']);
  });

  it('keep all, half and a tenth of the ordinary traces', () => {
    expect(defineEnvironment('dev', dev).sampling.traces.ratio).toBe(1);
    expect(defineEnvironment('staging', staging).sampling.traces.ratio).toBe(0.5);
    expect(defineEnvironment('prod', prod).sampling.traces.ratio).toBe(0.1);
  });

  it('survive the loss of a node in production, with no bucket and no address of anybody', () => {
    const { prometheus, alertmanager, otelCollector, loki, tempo, state } = defineEnvironment('prod', prod);
    expect([prometheus.replicas, alertmanager.replicas]).toEqual([2, 3]);
    expect(otelCollector.replicas).toEqual({ min: 2, max: 4, targetCpu: 0.7 });
    expect([loki.storage.kind, tempo.storage.kind, state]).toEqual(['filesystem', 'filesystem', undefined]);
  });

  it('go to one Docker engine, and to clusters', () => {
    expect(defineEnvironment('dev', dev).target.kind).toBe('docker');
    for (const config of [defineEnvironment('staging', staging), defineEnvironment('prod', prod)]) {
      expect(config.target).toEqual({
        kind: 'kubernetes',
        namespace: `observability-${config.name}`,
        nodeNamespace: `observability-${config.name}-node`,
        adoptNamespace: false,
        clientNamespaces: [],
        priority: 1_000_000,
        quotaHeadRoom: 0.5,
        charts: { source: { kind: 'repository' } },
        secrets: { kind: 'existing' },
        access: {},
        istio: { enabled: false },
      });
    }
  });
});

describe('a configuration', () => {
  it('is frozen to its leaves', () => {
    const config = defineEnvironment('dev', { exporters: { redis: [{ name: 'a', address: 'redis://a', password: { secret: 'a' } }] } });
    const thawed = (value: unknown, path: string): readonly string[] =>
      typeof value !== 'object' || value === null
        ? []
        : [...(Object.isFrozen(value) ? [] : [path]), ...Object.entries(value).flatMap(([key, child]) => thawed(child, `${path}.${key}`))];
    expect(thawed(config, 'config')).toEqual([]);
    expect(() => Object.assign(config.prometheus, { port: 1 })).toThrow(TypeError);
    expect(() => Reflect.apply(Array.prototype.push, config.alerting.groupBy, ['pod'])).toThrow(TypeError);
  });

  it('leaves what it was made from as it was, and shares nothing with another', () => {
    const overlay = { services: [{ name: 'a', port: 1, language: 'go', type: 'a', layer: 'a', owner: 'a' }] } as const;
    const before = JSON.stringify(overlay);
    const first = defineEnvironment('dev', overlay);
    expect(JSON.stringify(overlay)).toBe(before);
    expect(Object.isFrozen(overlay.services)).toBe(false);
    expect(first.services[0]).not.toBe(overlay.services[0]);
    expect(defineEnvironment('dev', overlay)).toEqual(first);
  });

  it('treats an undefined key as one that is absent', () => {
    expect(defineEnvironment('dev', { cluster: undefined, prometheus: { port: undefined } } as object)).toEqual(defaults);
  });
});

describe('versions', () => {
  it('are exact, never a moving tag', () => {
    const tags = Object.values(images).map(({ tag }) => tag);
    expect(tags.filter((tag) => !/^v?\d+\.\d+(\.\d+)?(-alpine)?$/.test(tag))).toEqual([]);
  });
});
