import { isDeepStrictEqual } from 'node:util';
import { load } from 'js-yaml';
import { ruleGroups } from '../../alert-rules';
import type { RuleGroup } from '../../alert-rules/rule';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { ComponentPlan } from '../../constructs/core/component';
import type { NativeFile } from '../../constructs/core/native';
import type { Platform } from '../../constructs/core/platform';
import { deliveredFile, type Release } from '../../constructs/core/release';
import { RULES_FILE } from '../../constructs/prometheus/render';
import { deliveryOf } from '../../constructs/targets/kubernetes-objects';
import { clusterPlatformOf } from '../support/cluster-platform';
import { planOf, platformOf, yamlOf } from '../support/platform';

/** Configurations that between them reach every component and every part of their files. */
const CONFIGURATIONS: Readonly<Record<string, EnvironmentOverlay>> = {
  tempo: {},
  jaeger: { traces: { backend: 'jaeger' }, sampling: { traces: { ratio: 0.1 } } },
  'nothing redacted': { redaction: { enabled: false }, traces: { backend: 'none' } },
  'everything named': {
    platform: 'shop',
    sampling: { traces: { ratio: 0.25 } },
    alerting: {
      receivers: [
        { kind: 'webhook', name: 'hook', urlSecret: { secret: 'hook_url' }, token: { secret: 'hook_token' } },
        { kind: 'slack', name: 'chat', webhookUrl: { secret: 'slack_url' }, channel: '#alerts' },
        { kind: 'pagerduty', name: 'pager', routingKey: { secret: 'pagerduty_key' }, region: 'eu' },
      ],
      routes: [
        { match: { severities: ['critical'] }, receiver: 'pager', continue: true },
        { match: { owners: ['platform'] }, receiver: 'chat', muteTimes: ['nights'] },
      ],
      muteTimes: [{ name: 'nights', timeZone: 'Europe/Berlin', from: '20:00', to: '06:00' }],
      watchdog: { receiver: 'hook' },
    },
    redaction: { values: ['{{ secret }}', '\\$[0-9]+'] },
    prometheus: {
      remoteWrite: [
        {
          name: 'mimir',
          url: 'https://mimir.example.com/api/v1/push',
          tenant: 'shop',
          authentication: { kind: 'basic', user: { secret: 'mimir_user' }, password: { secret: 'mimir_password' } },
        },
      ],
    },
    grafana: {
      github: {
        clientId: 'abc',
        clientSecret: { secret: 'github_secret' },
        organizations: ['example'],
        roles: { admin: ['@example/sre'] },
      },
    },
    exporters: {
      redis: [{ name: 'cache', address: 'redis://redis:6379', password: { secret: 'redis_password' } }],
      postgres: [{ name: 'main', host: 'postgres', password: { secret: 'postgres_password' } }],
    },
  },
};

/** What runs on one target only, and why. */
const DOCKER_ONLY: Readonly<Record<string, string>> = {
  'docker-socket-proxy': 'discovery: a cluster has its API server',
  'container-log-index': 'discovery: the kubelet names log files after their containers',
  cadvisor: 'discovery: it is a part of the kubelet',
};
const KUBERNETES_ONLY: Readonly<Record<string, string>> = {
  'kube-state-metrics': "discovery: a cluster's objects",
  'prometheus-operator': 'discovery: it runs Prometheus and Alertmanager for the chart',
};

/** Keys of files that may differ, and why. Everything else, but addresses, is the same to the letter. */
const DIFFERENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  prometheus: {
    scrape_configs: 'discovery: the engine and static targets there, the API server here',
    alerting: 'discovery: the operator finds the instances of Alertmanager',
  },
  grafana: { 'server.root_url': 'addresses: where people open it' },
  loki: {
    'common.path_prefix': 'storage: where the chart mounts the volume',
    'common.storage': 'storage',
    'ingester.wal.dir': 'storage',
    'compactor.working_directory': 'storage',
  },
  'otel-collector': {
    'extensions.health_check': 'addresses: of networks there, which policies stand for here',
    'extensions.health_check/2': 'addresses',
    'service.extensions': 'addresses: one extension for each',
    'service.telemetry.metrics.readers': 'addresses',
  },
  'otel-collector-agent': {
    'receivers.file_log.include': 'discovery: whose log files lie where',
    'receivers.file_log.exclude': 'discovery',
    'receivers.file_log.preserve_trailing_whitespaces': 'discovery: where a piece of a line ends',
    'receivers.file_log.operators': "discovery: the engine's format and names there, the container runtime's here",
    'processors.k8s_attributes': 'discovery: labels of pods, which Docker puts in the names of files',
    'processors.resource/service': 'discovery',
    'service.pipelines.logs.processors': 'discovery: those processors',
  },
};

const differencesOf = (component: string): readonly (readonly string[])[] =>
  Object.keys(DIFFERENCES[component] ?? {}).map((path) => path.split('.'));

/** Data without some keys. */
function without(data: unknown, paths: readonly (readonly string[])[]): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => {
      const below = paths.flatMap(([first, ...rest]) => (first === key ? [rest] : []));
      return below.some(({ length }) => length === 0) ? [] : [[key, without(value, below)]];
    }),
  );
}

/** The addresses of one target as those of the other. */
const withPlainAddresses = (data: unknown, platform: string): unknown =>
  JSON.parse(JSON.stringify(data).replaceAll(new RegExp(`${platform}-([a-z0-9-]+)\\.observability\\.svc`, 'g'), '$1'));

/** Rules about what a target measures in a way of its own, and of what is on it alone. */
const OF_TARGET = ['container', 'efficiency', 'kubernetes'];

/** Rules that both targets have, with the addresses that both could have. */
const sharedRules = (groups: readonly RuleGroup[]): unknown =>
  groups
    .filter(({ name }) => !OF_TARGET.includes(name))
    .map(({ rules, ...group }) => ({
      ...group,
      rules: rules
        .filter((rule) => !('alert' in rule && rule.alert === 'TargetMissing'))
        .map((rule) => JSON.parse(JSON.stringify(rule).replaceAll(/http:\/\/localhost:\d+(?=\/d\/)/g, ''))),
    }));

function dataOf(file: NativeFile): unknown {
  if ('data' in file) return file.data;
  return file.path.endsWith('.json') ? (JSON.parse(file.content) as unknown) : file.content;
}

/** Panels of what a target measures in a way of its own, and of what is on it alone. */
const OF_TARGET_PANELS = /container_|kube_|kubelet_|"title":"(?:Cluster|Containers)"/;

/** Panels that both targets have, wherever those of one alone leave room for them. */
const sharedPanels = ({ panels, ...dashboard }: { readonly panels: readonly { readonly gridPos: unknown }[] }): unknown => ({
  ...dashboard,
  panels: panels.filter((panel) => !OF_TARGET_PANELS.test(JSON.stringify(panel))).map(({ gridPos: _, ...panel }) => panel),
});

function sharedDataOf(file: NativeFile, platform: Platform): unknown {
  if (file.path === RULES_FILE) return sharedRules(ruleGroups(platform.config));
  return file.path.endsWith('/infrastructure.json') ? sharedPanels(dataOf(file) as Parameters<typeof sharedPanels>[0]) : dataOf(file);
}

function fileAt(plan: ComponentPlan, path: string): NativeFile {
  const file = plan.files.find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`${plan.name} has no ${path} on Kubernetes`);
  return file;
}

/** What a chart delivers, as its program will read it: Helm's escapes undone, texts parsed. */
function asRead(value: unknown): unknown {
  const plain = (part: unknown): unknown => {
    if (typeof part === 'string') return part.replaceAll('{{ `{{` }}', '{{');
    if (Array.isArray(part)) return part.map(plain);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, child]) => [key, plain(child)]));
  };
  return plain(value);
}

/** What Helm takes for "nothing of the chart's own". */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, child]) => (child === null ? [] : [[key, withoutNulls(child)]])));
}

/** A chart's values as data: a text is what its program will parse. */
const dataOfValue = (value: unknown, file: NativeFile): unknown =>
  typeof value === 'string' && ('data' in file || file.path.endsWith('.json'))
    ? load(asRead(value) as string)
    : withoutNulls(asRead(value));

/** Prometheus' file is written by the operator: the jobs come as they are, the rest in fields of its resource. */
function prometheusFileOf(release: Release): unknown {
  const { prometheus } = release.values as { readonly prometheus: { readonly prometheusSpec: PrometheusSpec } };
  const spec = prometheus.prometheusSpec;
  const remoteWrite = spec.remoteWrite.map(({ name, url, headers }) => ({ name, url, ...(headers === undefined ? {} : { headers }) }));
  return {
    global: {
      scrape_interval: spec.scrapeInterval,
      scrape_timeout: spec.scrapeTimeout,
      evaluation_interval: spec.evaluationInterval,
      external_labels: spec.externalLabels,
    },
    storage: {
      tsdb: { retention: { time: spec.retention, size: spec.retentionSize }, out_of_order_time_window: spec.tsdb.outOfOrderTimeWindow },
    },
    otlp: {
      promote_resource_attributes: spec.otlp.promoteResourceAttributes,
      keep_identifying_resource_attributes: spec.otlp.keepIdentifyingResourceAttributes,
    },
    ...(remoteWrite.length === 0 ? {} : { remote_write: remoteWrite }),
    scrape_configs: asRead(spec.additionalScrapeConfigs),
  };
}

interface PrometheusSpec {
  readonly scrapeInterval: string;
  readonly scrapeTimeout: string;
  readonly evaluationInterval: string;
  readonly externalLabels: unknown;
  readonly retention: string;
  readonly retentionSize: string;
  readonly tsdb: { readonly outOfOrderTimeWindow: string };
  readonly otlp: { readonly promoteResourceAttributes: unknown; readonly keepIdentifyingResourceAttributes: unknown };
  readonly remoteWrite: readonly { readonly name: string; readonly url: string; readonly headers?: unknown }[];
  readonly additionalScrapeConfigs: unknown;
}

/** Prometheus' own file, less where it finds rules and alerts' receivers and how it shows who it is: the operator writes them. */
function ownPrometheusFile(data: unknown): unknown {
  const {
    alerting: _,
    rule_files: _r,
    ...file
  } = data as {
    readonly alerting?: unknown;
    readonly rule_files?: unknown;
    readonly remote_write?: readonly Record<string, unknown>[];
  };
  if (file.remote_write === undefined) return file;
  return { ...file, remote_write: file.remote_write.map(({ authorization: _a, basic_auth: _b, ...store }) => store) };
}

/** By file or, where a chart offers nothing else, by environment. */
const secretsOf = ({ secretFiles, secretEnvironment = {} }: ComponentPlan): readonly string[] =>
  [...secretFiles.map(({ source }) => source.name), ...Object.values(secretEnvironment).map(({ name }) => name)].sort();

const both = (overlay: EnvironmentOverlay) => ({
  docker: platformOf({ ...overlay, target: { kind: 'docker' } }),
  cluster: clusterPlatformOf({ ...overlay, target: { kind: 'kubernetes' } }, 'dev'),
});

it('allows no difference that there is not', () => {
  const platforms = Object.values(CONFIGURATIONS).map(both);
  for (const [component, differences] of Object.entries(DIFFERENCES)) {
    for (const path of Object.keys(differences)) {
      const differs = platforms.some(({ docker, cluster }) => {
        const [here, there] = [cluster, docker].map((platform) => platform.components.find(({ name }) => name === component)?.files ?? []);
        const at = (files: readonly NativeFile[] | undefined) =>
          (files ?? []).map((file) => path.split('.').reduce<unknown>((value, key) => Object(value)[key], dataOf(file)));
        return !isDeepStrictEqual(at(here), at(there));
      });
      expect([component, path, differs]).toEqual([component, path, true]);
    }
  }
});

describe.each(Object.entries(CONFIGURATIONS))('%s', (_, overlay) => {
  const { docker, cluster } = both(overlay);

  it('has the same components on both targets', () => {
    const names = docker.components.map(({ name }) => name).filter((name) => !(name in DOCKER_ONLY));
    const onCluster = cluster.components.map(({ name }) => name).filter((name) => !(name in KUBERNETES_ONLY));
    expect([...onCluster].sort()).toEqual([...names].sort());
  });

  const shared = docker.components.filter(({ name }) => !(name in DOCKER_ONLY));

  it.each(shared.map(({ name }) => name))('renders the same files for %s', (name) => {
    const there = planOf(docker, name).files;
    const here = planOf(cluster, name);
    expect(here.files.map(({ path }) => path)).toEqual(there.map(({ path }) => path));
    for (const file of there) {
      const paths = differencesOf(name);
      expect(without(withPlainAddresses(sharedDataOf(fileAt(here, file.path), cluster), docker.config.platform), paths)).toEqual(
        without(sharedDataOf(file, docker), paths),
      );
    }
  });

  it('scrapes every component on both targets', () => {
    const jobsOf = (platform: Platform): readonly string[] =>
      yamlOf<{ scrape_configs: { job_name: string }[] }>(platform, 'prometheus').scrape_configs.map(({ job_name: job }) => job);
    const expected = jobsOf(docker).filter((job) => !(job in DOCKER_ONLY) && job !== 'containers');
    expect(jobsOf(cluster)).toEqual(expect.arrayContaining([...expected, 'pods', 'kube-state-metrics']));
  });

  it.each(shared.map(({ name }) => name))('delivers every file of %s by its chart', (name) => {
    const { release, component: delivered } = deliveryOf(cluster, name);
    const plan = planOf(cluster, name);
    expect(Object.keys(delivered.files).sort()).toEqual(plan.files.map(({ path }) => path).sort());
    for (const file of plan.files) {
      const value = deliveredFile(release, delivered, file.path);
      if (file.path.endsWith('/prometheus.yml')) expect(prometheusFileOf(release)).toEqual(ownPrometheusFile(dataOf(file)));
      else expect(dataOfValue(value, file)).toEqual(dataOf(file));
    }
  });

  it.each(shared.map(({ name }) => name))('needs the same secrets and the same resources for %s', (name) => {
    const [here, there] = [planOf(cluster, name), planOf(docker, name)];
    expect(secretsOf(here)).toEqual(secretsOf(there));
    expect(here.resources).toEqual(there.resources);
    expect(here.image).toEqual(there.image);
  });
});
