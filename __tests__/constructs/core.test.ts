import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import { defineEnvironment } from '../../config/define';
import { ConfigError } from '../../config/errors';
import { publishedPorts } from '../../config/rules';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { ComponentDefinition, ComponentPlan } from '../../constructs/core/component';
import { componentLabels } from '../../constructs/core/labels';
import { environmentPrefix, resourceName } from '../../constructs/core/naming';
import { goMemoryLimit, mergeArguments, textOf, toYaml } from '../../constructs/core/native';
import { resolvePlatform } from '../../constructs/core/platform';
import { edgesOf, zonesOf } from '../../constructs/core/topology';
import { registry } from '../../constructs/registry';
import { dockerAddressing, kubernetesAddressing } from '../../constructs/targets/addressing';
import { fullOverlay } from '../support/full-overlays';
import { fileOf, namesOf, planOf, platformOf } from '../support/platform';

describe('names and labels', () => {
  it('begin with the platform and the environment', () => {
    expect(environmentPrefix({ platform: 'shop', name: 'dev' })).toBe('shop-dev');
    expect(resourceName({ platform: 'shop', name: 'dev' }, 'prometheus')).toBe('shop-dev-prometheus');
  });

  it('are those that Kubernetes recommends', () => {
    const platform = platformOf({ platform: 'shop' });
    expect(componentLabels(platform.config, planOf(platform, 'prometheus'))).toEqual({
      'app.kubernetes.io/component': 'metrics',
      'app.kubernetes.io/instance': 'shop-dev-prometheus',
      'app.kubernetes.io/managed-by': 'cdktf',
      'app.kubernetes.io/name': 'prometheus',
      'app.kubernetes.io/part-of': 'shop-dev',
      'app.kubernetes.io/version': 'v3.13.5',
      'observability-stacks.dev/platform': 'shop',
      'observability-stacks.dev/environment': 'dev',
    });
  });
});

describe('mergeArguments', () => {
  it.each([
    [['--a=1', '--b=2'], [], ['--a=1', '--b=2']],
    [['--a=1', '--b=2'], ['--b=3'], ['--a=1', '--b=3']],
    [['--a=1'], ['-a=2'], ['-a=2']],
    [
      ['--a=1', '--a=2', '--b'],
      ['--a=3', '--a=4'],
      ['--b', '--a=3', '--a=4'],
    ],
    [['--a.b=1'], ['--a=2'], ['--a.b=1', '--a=2']],
    [['--a'], ['--a=false'], ['--a=false']],
  ])('%j with %j gives %j', (defaults, extra, merged) => expect(mergeArguments(defaults, extra)).toEqual(merged));

  it.each([
    [['--a=1', '--b=2'], ['--a=3'], ['--b=2', '--a=1,3']],
    [['--a=1,2'], ['--a=2,3', '--a=4'], ['--a=1,2,3,4']],
    [[], ['-a=1'], ['--a=1']],
    [['--b=2'], ['--c'], ['--b=2', '--c']],
  ])('adds to a flag that is a list: %j with %j gives %j', (defaults, extra, merged) =>
    expect(mergeArguments(defaults, extra, ['a'])).toEqual(merged),
  );

  it("puts a user's flags behind the platform's in every component that takes some, and features beside its own", () => {
    const platform = platformOf({
      prometheus: { extraArgs: ['--log.level=debug', '--enable-feature=memory-snapshot-on-shutdown'] },
      alertmanager: { extraArgs: ['--log.level=debug'] },
      loki: { extraArgs: ['-log.level=debug'] },
      tempo: { extraArgs: ['-log.level=debug'] },
    });
    for (const name of ['prometheus', 'alertmanager', 'loki', 'tempo'])
      expect(planOf(platform, name).args.filter((flag) => /log.level/.test(flag))).toHaveLength(1);
    expect(planOf(platform, 'prometheus').args.at(-1)).toBe(
      '--enable-feature=exemplar-storage,created-timestamp-zero-ingestion,memory-snapshot-on-shutdown',
    );
  });
});

describe('rendered text', () => {
  it('quotes what a reader of another version of YAML would take for something else', () => {
    const values = [
      'on',
      'yes',
      'no',
      'y',
      'null',
      '~',
      '1e3',
      '0o17',
      '12:30',
      '1_000',
      '2024-01-01',
      '{a',
      '*b',
      '# c',
      'a: b',
      '',
      ' d ',
      '@e',
      '%f',
      '`g',
    ];
    for (const schema of [YAML11_SCHEMA, CORE_SCHEMA]) expect(load(toYaml(values), { schema })).toEqual(values);
  });

  it('has no aliases and no folded lines', () => {
    const shared = { a: 1 };
    expect(toYaml([shared, shared, 'x'.repeat(500)])).toBe(`- a: 1\n- a: 1\n- ${'x'.repeat(500)}\n`);
  });

  it('limits the memory of a Go program at four fifths of its container', () => {
    expect(goMemoryLimit('512MiB')).toBe('409MiB');
    expect(goMemoryLimit('1GiB')).toBe('819MiB');
  });
});

describe('the topology', () => {
  const platform = platformOf({ ...fullOverlay, traces: { backend: 'tempo' } });
  const zones = (name: string) => zonesOf(planOf(platform, name), platform.components);

  it('has an edge for every connection, to an endpoint that exists', () => {
    expect(platform.edges).toHaveLength(platform.components.flatMap(({ connections }) => connections).length);
    for (const edge of platform.edges) {
      const endpoint = planOf(platform, edge.to).endpoints.find(({ name }) => name === edge.endpoint);
      expect(endpoint).toMatchObject({ port: edge.port, protocol: edge.protocol });
    }
  });

  it('sends traces, metrics and logs from the collector to their stores', () => {
    expect(platform.edges.filter(({ from }) => from === 'otel-collector')).toEqual([
      { from: 'otel-collector', to: 'tempo', endpoint: 'otlp-grpc', port: 4317, protocol: 'grpc', purpose: 'traces' },
      { from: 'otel-collector', to: 'prometheus', endpoint: 'http', port: 9090, protocol: 'http', purpose: 'metrics' },
      { from: 'otel-collector', to: 'loki', endpoint: 'http', port: 3100, protocol: 'http', purpose: 'logs' },
    ]);
  });

  it('lets services reach the collector, and no store', () => {
    expect(zones('otel-collector')).toEqual(['access', 'services', 'storage']);
    for (const store of [
      'loki',
      'tempo',
      'alertmanager',
      'grafana',
      'blackbox-exporter',
      'cadvisor',
      'node-exporter',
      'docker-socket-proxy',
    ]) {
      expect([store, zones(store).includes('services')]).toEqual([store, false]);
    }
    // Those call applications and databases; they do not listen there, or on a port without data.
    const onServices = namesOf(platform).filter((name) => zones(name).includes('services'));
    expect(onServices).toEqual(['prometheus', 'otel-collector', 'redis-exporter-cache', 'redis-exporter-queue', 'postgres-exporter-main']);
  });

  it('has the container engine seen by those alone that read it', () => {
    expect(namesOf(platform).filter((name) => zones(name).includes('control'))).toEqual([
      'prometheus',
      'container-log-index',
      'docker-socket-proxy',
      'blackbox-exporter',
    ]);
    expect(namesOf(platform).filter((name) => zones(name).includes('inspection'))).toEqual(['docker-socket-proxy', 'cadvisor']);
    expect(
      platform.components.filter(({ hostMounts }) => hostMounts.some(({ base }) => base === 'engine-socket')).map(({ name }) => name),
    ).toEqual(['docker-socket-proxy']);
  });

  it('has nothing listen on the services network but what services send to', () => {
    for (const component of platform.components.filter(({ name }) => zones(name).includes('services'))) {
      const text = [...component.args, ...component.files.map(textOf)].join('\n');
      for (const { port, zones: wanted } of component.endpoints) {
        const anywhere = new RegExp(`(?:0\\.0\\.0\\.0|[ =]|\\[::\\]):${port}\\b|host: 0\\.0\\.0\\.0\\n\\s+port: ${port}\\b`).test(text);
        expect([component.name, port, anywhere]).toEqual([component.name, port, wanted.includes('services')]);
      }
    }
  });

  it('has what applications do not see found on its own network by those who see them', () => {
    const configuration = fileOf(platform, 'prometheus');
    expect(configuration).toContain('otel-collector.storage:8888');
    expect(configuration).toContain('http://otel-collector.storage:13133/');
    expect(configuration).not.toContain('otel-collector:');
  });

  it('has Prometheus call services without listening to them', () => {
    const listens = planOf(platform, 'prometheus').args.filter((flag) => flag.startsWith('--web.listen-address='));
    expect(listens).toEqual([
      '--web.listen-address=prometheus.storage:9090',
      '--web.listen-address=prometheus.access:9090',
      '--web.listen-address=127.0.0.1:9090',
    ]);
  });

  it('puts everything with a port on the host where people are, and nothing else but what has its network for it', () => {
    for (const component of platform.components) {
      const published = component.endpoints.some(({ publishedPort }) => publishedPort !== undefined);
      if (published) expect([component.name, zones(component.name)]).toEqual([component.name, expect.arrayContaining(['access'])]);
    }
  });

  it('lets every caller reach what it calls on a network that both are on', () => {
    for (const { from, to, endpoint } of platform.edges) {
      const open = planOf(platform, to).endpoints.find(({ name }) => name === endpoint)?.zones ?? [];
      expect([from, to, zones(from).some((zone) => open.includes(zone))]).toEqual([from, to, true]);
    }
  });

  it('is the same for a component with several published endpoints as for one', () => {
    expect(dockerAddressing.listen('a', { name: 'x', port: 1, protocol: 'http', zones: ['access', 'storage'], publishedPort: 2 })).toEqual([
      'a.access:1',
      'a.storage:1',
    ]);
    expect(
      kubernetesAddressing('shop', 'telemetry').listen('a', { name: 'x', port: 1, protocol: 'http', zones: ['access'] }),
    ).toBeUndefined();
    expect(kubernetesAddressing('shop', 'telemetry').host('loki')).toBe('shop-loki.telemetry.svc');
  });

  it('refuses a call into nothing', () => {
    const caller: ComponentPlan = { ...planOf(platform, 'loki'), connections: [{ component: 'kafka', endpoint: 'http', purpose: 'x' }] };
    expect(() => edgesOf([caller])).toThrow(
      new ConfigError([{ path: 'loki', rule: 'calls kafka.http, which does not exist: switch that component on' }]),
    );
  });
});

describe('resolvePlatform', () => {
  it('refuses two components of one name', () => {
    const config = defineEnvironment('dev', {});
    const twice: readonly ComponentDefinition[] = registry.flatMap((definition) =>
      definition.product === 'loki' ? [definition, definition] : [definition],
    );
    expect(() => resolvePlatform(config, twice, dockerAddressing)).toThrow(
      new ConfigError([{ environment: 'dev', path: 'loki', rule: 'is the name of two components: rename one' }]),
    );
  });

  it('refuses a service that is called as a component is', () => {
    const service = { port: 80, language: 'go', type: 'a', layer: 'a', owner: 'a' } as const;
    expect(() =>
      platformOf({
        services: [
          { ...service, name: 'web' },
          { ...service, name: 'loki' },
        ],
      }),
    ).toThrow('dev: services[1].name (loki) is the name of a component of the platform: rename the service');
    expect(namesOf(platformOf({ services: [{ ...service, name: 'loki' }], loki: { enabled: false } }))).not.toContain('loki');
  });

  it.each<EnvironmentOverlay>([
    {},
    { traces: { backend: 'jaeger' } },
    { grafana: { enabled: false }, loki: { enabled: false } },
    fullOverlay,
  ])('publishes the ports that the configuration is checked for: %#', (overlay) => {
    const platform = platformOf(overlay);
    const planned = platform.components.flatMap(({ endpoints }) => endpoints.flatMap(({ publishedPort }) => publishedPort ?? []));
    expect([...planned].sort()).toEqual(
      publishedPorts(platform.config)
        .map(({ port }) => port)
        .sort(),
    );
  });

  it('is plain data: nothing in it is lost as JSON', () => {
    const platform = platformOf(fullOverlay);
    expect(JSON.parse(JSON.stringify(platform))).toEqual(platform);
  });
});
