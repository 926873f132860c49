import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { textOf } from '../../constructs/core/native';
import type { Platform } from '../../constructs/core/platform';
import { fullOverlay } from '../support/full-overlays';
import { type DataSourcesFile, namesOf, type PrometheusFile, platformOf, resolveConfig, yamlOf } from '../support/platform';

/** What switches a component off, and all that goes with it. */
const TOGGLES: readonly (readonly [EnvironmentOverlay, readonly string[]])[] = [
  [{ prometheus: { enabled: false } }, ['prometheus', 'node-exporter', 'cadvisor', 'blackbox-exporter']],
  [{ alertmanager: { enabled: false } }, ['alertmanager']],
  [{ grafana: { enabled: false } }, ['grafana']],
  [{ loki: { enabled: false } }, ['loki', 'otel-collector-agent', 'container-log-index']],
  [{ otelCollector: { enabled: false } }, ['otel-collector', 'otel-collector-agent', 'container-log-index']],
  [{ containerLogs: { enabled: false } }, ['otel-collector-agent', 'container-log-index']],
  [{ containerLogs: { enabled: false }, prometheus: { enabled: false } }, ['docker-socket-proxy', 'otel-collector-agent', 'prometheus']],
  [{ traces: { backend: 'none' } }, ['tempo', 'jaeger']],
  [{ traces: { backend: 'jaeger' } }, ['tempo']],
  [{ traces: { backend: 'tempo' } }, ['jaeger']],
  [{ exporters: { ...fullOverlay.exporters, node: { enabled: false } } }, ['node-exporter']],
  [{ exporters: { ...fullOverlay.exporters, cadvisor: { enabled: false } } }, ['cadvisor']],
  [{ exporters: { ...fullOverlay.exporters, blackbox: { enabled: false } } }, ['blackbox-exporter']],
  [{ exporters: { ...fullOverlay.exporters, redis: [] } }, ['redis-exporter-cache', 'redis-exporter-queue']],
  [{ exporters: { ...fullOverlay.exporters, postgres: [] } }, ['postgres-exporter-main']],
];

/** Everything on, and no service that is called like a component. */
const everything: EnvironmentOverlay = { ...fullOverlay, platform: 'shop', traces: { backend: 'tempo' } };

/** Every text of a platform that a program reads: files, flags, variables. */
const textsOf = (platform: Platform): string =>
  platform.components
    .flatMap(({ files, args, environment, entrypoint }) => [
      ...files.map(textOf),
      ...args,
      ...Object.values(environment),
      ...(entrypoint ?? []),
    ])
    .join('\n');

/** A component's name as a host in a text: not as a part of a path, of a longer name or of a receiver. */
const asHost = (name: string): RegExp => new RegExp(`(?<=^|[\\s"'=]|://)${name}(?:\\.[a-z]+)*:\\d`);

describe.each(TOGGLES)('with %j', (overlay, off) => {
  const platform = platformOf({ ...everything, ...overlay });

  it('the component and what needs it are gone, and the rest is there', () => {
    const names = namesOf(platform);
    expect(off.filter((name) => names.includes(name))).toEqual([]);
    if (overlay.prometheus?.enabled !== false) expect(names.length).toBeGreaterThan(9);
  });

  it('nobody calls it', () => {
    expect(platform.edges.filter(({ from, to }) => off.includes(from) || off.includes(to))).toEqual([]);
  });

  it('no scrape job and no probe has it, and every other component with metrics or health has one', () => {
    if (overlay.prometheus?.enabled === false) return;
    const { scrape_configs: jobs, alerting } = yamlOf<PrometheusFile>(platform, 'prometheus');
    const scraped = jobs
      .filter(({ job_name }) => job_name !== 'health')
      .flatMap(({ static_configs = [] }) => static_configs.flatMap(({ labels }) => labels['instance'] ?? []));
    const probed = jobs
      .filter(({ job_name }) => job_name === 'health')
      .flatMap(({ static_configs = [] }) => static_configs.flatMap(({ labels }) => labels['instance'] ?? []));
    const having = (key: 'metricsPath' | 'healthPath'): readonly string[] =>
      platform.components.filter(({ endpoints }) => endpoints.some((endpoint) => endpoint[key] !== undefined)).map(({ name }) => name);
    expect([...scraped].sort()).toEqual([...having('metricsPath')].sort());
    expect([...probed].sort()).toEqual(off.includes('blackbox-exporter') ? [] : [...having('healthPath')].sort());
    expect(alerting !== undefined).toBe(!off.includes('alertmanager'));
  });

  it('no data source has it, and every other store is one', () => {
    if (overlay.grafana?.enabled === false) return;
    const { datasources } = yamlOf<DataSourcesFile>(platform, 'grafana', 'platform.yaml');
    const stores = platform.components.filter(({ endpoints }) => endpoints.some(({ dataSource }) => dataSource !== undefined));
    expect(datasources.map(({ uid }) => uid)).toEqual(stores.map(({ name }) => name));
    const linked = JSON.stringify(datasources).matchAll(/"(?:datasourceUid|alertmanagerUid)":"([^"]+)"/g);
    expect([...linked].map(([, uid]) => uid).filter((uid) => !stores.some(({ name }) => name === uid))).toEqual([]);
  });

  it('no file, flag or variable has its address', () => {
    expect(off.filter((name) => asHost(name).test(textsOf(platform)))).toEqual([]);
  });
});

describe('a platform', () => {
  it('has the address of every component in its files when all are on, so that the tests above can fail', () => {
    const text = textsOf(platformOf(everything));
    const called = [
      'prometheus',
      'alertmanager',
      'loki',
      'tempo',
      'otel-collector',
      'docker-socket-proxy',
      'blackbox-exporter',
      'cadvisor',
      'node-exporter',
    ];
    expect(called.filter((name) => !asHost(name).test(text))).toEqual([]);
  });

  it('may be empty', () => {
    const nothing = platformOf({
      prometheus: { enabled: false },
      alertmanager: { enabled: false },
      grafana: { enabled: false },
      loki: { enabled: false },
      otelCollector: { enabled: false },
      containerLogs: { enabled: false },
      traces: { backend: 'none' },
    });
    expect(nothing.components).toEqual([]);
    expect(nothing.edges).toEqual([]);
  });

  it('reads no container engine on Kubernetes', () => {
    const platform = resolveConfig(defineEnvironment('prod', { ...everything, target: { kind: 'kubernetes' } }));
    const engine = ['docker-socket-proxy', 'cadvisor', 'container-log-index'];
    expect(engine.filter((name) => namesOf(platform).includes(name))).toEqual([]);
    const { scrape_configs: jobs } = yamlOf<PrometheusFile>(platform, 'prometheus');
    expect(JSON.stringify(jobs)).not.toContain('docker');
    expect(jobs.find(({ job_name }) => job_name === 'loki')?.static_configs).toBeUndefined();
  });
});
