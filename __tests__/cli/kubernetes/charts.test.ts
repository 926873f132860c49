import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chartFindings, directoryFinding, type Probe } from '../../../cli/kubernetes/preflight/charts';
import { valuesFindings } from '../../../cli/kubernetes/preflight/values';
import type { KubernetesTargetConfig } from '../../../config/schema/kubernetes';
import { charts } from '../../../config/versions';
import { clusterPlatform, failing, fakeRunner } from '../../support/cluster';

const COMMUNITY = 'https://prometheus-community.github.io/helm-charts';
const GRAFANA = 'https://grafana-community.github.io/helm-charts';

const platform = (source: KubernetesTargetConfig['charts']['source'] = { kind: 'repository' }) =>
  clusterPlatform({ target: { kind: 'kubernetes', charts: { source } } });

describe('chart repositories', () => {
  const findings = (probe: Probe, environment = {}) => chartFindings(platform(), probe, environment);

  it('answer', async () => {
    const asked: string[] = [];
    const all = await findings(async (url) => {
      asked.push(url);
      return { status: 200 };
    });
    expect(asked).toEqual([`${GRAFANA}/index.yaml`, `${COMMUNITY}/index.yaml`]);
    expect(all.map(({ message }) => message)).toEqual([
      `loki from ${GRAFANA}`,
      `kube-prometheus-stack, prometheus-redis-exporter from ${COMMUNITY}`,
    ]);
  });

  it('are away', async () => {
    const all = await findings(async (url) => (url.startsWith(GRAFANA) ? { cause: 'getaddrinfo ENOTFOUND' } : { status: 503 }));
    const fix = 'try again later; for a cluster without a way to it, set target.charts.source to a registry or a directory';
    expect(all).toEqual([
      {
        check: `charts of ${GRAFANA}`,
        status: 'failed',
        message: `the chart repository of loki is away: ${GRAFANA}/index.yaml cannot be reached: getaddrinfo ENOTFOUND`,
        fix,
      },
      {
        check: `charts of ${COMMUNITY}`,
        status: 'failed',
        message: `the chart repository of kube-prometheus-stack, prometheus-redis-exporter is away: ${COMMUNITY}/index.yaml answers 503`,
        fix,
      },
    ]);
  });

  it('are left to Helm behind a proxy, whose password is not shown', async () => {
    const all = await findings(async () => ({ cause: 'never' }), { HTTPS_PROXY: 'http://me:secret@proxy:3128' });
    expect(all).toEqual([{ check: 'charts', status: 'ok', message: 'the charts are fetched through the proxy http://proxy:3128' }]);
  });

  it('may be a registry', async () => {
    const oci = platform({ kind: 'oci', registry: 'oci://registry.example.com/charts' });
    expect(await chartFindings(oci, async () => ({ status: 401 }), {})).toMatchObject([{ status: 'ok' }]);
    expect(await chartFindings(oci, async () => ({ status: 404 }), {})).toEqual([
      {
        check: 'charts of oci://registry.example.com/charts',
        status: 'failed',
        message: 'the registry of the charts is away: https://registry.example.com/v2/ answers 404',
        fix: 'correct target.charts.source.registry, or try again later',
      },
    ]);
  });
});

describe('a folder of charts', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'o11y-charts-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (chart: string, ...dependencies: string[]): void => {
    mkdirSync(join(folder, 'loki', 'charts'), { recursive: true });
    writeFileSync(join(folder, 'loki', 'Chart.yaml'), chart);
    for (const name of dependencies) writeFileSync(join(folder, 'loki', 'charts', name), '');
  };
  const CHART =
    'name: loki\nversion: 18.11.0\ndependencies: [{ name: minio, version: 5.4.0 }, { name: rollout-operator, version: 0.1.0 }]\n';
  const pull = () => `rm -rf ${folder}/loki && helm pull loki --repo ${GRAFANA} --version 18.11.0 --untar --untardir ${folder}`;

  it('has the pinned version with what it depends on', () => {
    write(CHART, 'minio', 'rollout-operator-0.1.0.tgz');
    expect(directoryFinding(folder, charts.loki)).toMatchObject({ status: 'ok', message: `the chart loki 18.11.0 is in ${folder}` });
  });

  it('lacks the chart, has another version, or lacks a dependency', () => {
    expect(directoryFinding(folder, charts.loki)).toEqual({
      check: 'chart loki',
      status: 'failed',
      message: `the chart loki is not in ${folder}: ${folder}/loki/Chart.yaml does not exist`,
      fix: pull(),
    });
    write('name: loki\nversion: 18.10.0\n');
    expect(directoryFinding(folder, charts.loki)).toMatchObject({
      message: `the chart in ${folder}/loki is version 18.10.0, not 18.11.0`,
      fix: pull(),
    });
    write(CHART, 'minio');
    expect(directoryFinding(folder, charts.loki)).toMatchObject({
      message: `the chart in ${folder}/loki lacks rollout-operator, on which it depends`,
      fix: `helm dependency build ${folder}/loki`,
    });
    write('nonsense');
    expect(directoryFinding(folder, charts.loki)).toMatchObject({ message: `${folder}/loki/Chart.yaml is not that of a chart` });
  });
});

describe('values', () => {
  const only = (source?: KubernetesTargetConfig['charts']['source']) => {
    const all = platform(source);
    return { ...all, releases: all.releases.slice(0, 1) };
  };

  it('are rendered by the chart, wherever it comes from', async () => {
    const rest = '--namespace observability --kube-version 1.36.3 --values -';
    for (const [source, chart] of [
      [{ kind: 'repository' }, `loki --repo ${GRAFANA} --version 18.11.0`],
      [{ kind: 'oci', registry: 'oci://r/charts' }, 'oci://r/charts/loki --version 18.11.0'],
      [{ kind: 'directory', path: 'charts' }, './charts/loki'],
    ] as const) {
      const calls: string[] = [];
      expect(await valuesFindings(only(source), '1.36.3', fakeRunner({}, calls))).toEqual([
        { check: 'values of loki', status: 'ok', message: 'loki 18.11.0 takes the values of loki' },
      ]);
      expect(calls).toEqual(['helm version --short', `helm template loki ${chart} ${rest}`]);
    }
  });

  it('are refused by its schema', async () => {
    const stderr = [
      'level=WARN msg="unable to find exact version"',
      "Error: values don't meet the specifications of the schema(s) in the following chart(s):",
      'loki:',
      "- at '/loki/auth_enabled': got string, want boolean",
    ].join('\n');
    expect(await valuesFindings(only(), undefined, fakeRunner({ 'helm template': failing(stderr) }))).toEqual([
      {
        check: 'values of loki',
        status: 'failed',
        message:
          "loki 18.11.0 refuses the values of loki: values don't meet the specifications of the schema(s) in the following chart(s): loki: - at '/loki/auth_enabled': got string, want boolean",
        fix: "correct what sets it in the environment's file: helmValues, or the key of the configuration that it comes from",
      },
    ]);
  });

  it('are left to the plan without helm, or without the chart', async () => {
    expect(await valuesFindings(only(), undefined, async () => ({ code: undefined, stdout: '', stderr: '' }))).toEqual([
      {
        check: 'values',
        status: 'skipped',
        message: 'there is no helm on the PATH: whether the charts take their values is left to the plan',
      },
    ]);
    const stderr = `Error: looks like "${GRAFANA}" is not a valid chart repository or cannot be reached`;
    expect(await valuesFindings(only(), undefined, fakeRunner({ 'helm template': failing(stderr) }))).toMatchObject([
      { status: 'skipped', message: expect.stringContaining('whether loki takes the values of loki is left to the plan: looks like ') },
    ]);
  });
});
