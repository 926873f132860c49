import { defineEnvironment } from '../../config/define';
import { charts } from '../../config/versions';
import { resourceRequirements } from '../../constructs/core/kubernetes';
import type { Platform } from '../../constructs/core/platform';
import { parseQuantity, quantity } from '../../constructs/core/quantity';
import type { Release } from '../../constructs/core/release';
import { renderResourceTable } from '../../constructs/core/resource-table';
import { planOf, platformOf, resolveConfig } from '../support/platform';

const budget = { cores: 4, gibibytes: 8 };

/** The cells of a row, by what its first one says. */
const row = (page: string, name: string): readonly string[] | undefined =>
  page
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .find(([first]) => first === name);

describe('the table of resources', () => {
  it('has every component of an engine once, and their sum', () => {
    const platform = platformOf({ prometheus: { enabled: false }, traces: { backend: 'none' }, containerLogs: { enabled: false } });
    const page = renderResourceTable([{ platform, budget }]);
    for (const { name } of platform.components) expect(row(page, name)?.[1]).toBe('1');
    expect(row(page, 'loki')).toEqual(['loki', '1', '0.25', '256 MiB', '1', '768 MiB', 'as needed']);
    const limits = platform.components.reduce((sum, { resources }) => sum + resources.limits.cpu, 0);
    expect(row(page, '**total**')?.[4]).toBe(String(Number(limits.toFixed(3))));
    expect(page).toContain('| of 4 vCPU and 8 GiB | CPU | memory |');
  });

  it('says which limits are more than there is, and that this only delays', () => {
    const page = renderResourceTable([{ platform: platformOf(), budget: { cores: 1, gibibytes: 1 } }]);
    expect(page).toContain('of 1 cores, most of them of prometheus, loki, tempo, otel-collector with 1 each');
    expect(renderResourceTable([{ platform: platformOf(), budget: { cores: 100, gibibytes: 100 } }])).not.toContain('CPU limits come to');
  });

  it('has on a cluster the instances at least and at most, their volumes, and what charts add', () => {
    const config = defineEnvironment('prod', { target: { kind: 'kubernetes' }, prometheus: { replicas: 2 } });
    const platform = resolveConfig(config);
    const own = resourceRequirements(planOf(platform, 'prometheus').resources);
    const small = { requests: { cpu: '10m', memory: '32Mi' }, limits: { cpu: '0.1', memory: '64Mi' } };
    const release: Release = {
      name: 'metrics',
      chart: charts.kubePrometheusStack,
      namespace: 'platform',
      values: {
        prometheus: { prometheusSpec: { resources: own } },
        prometheusOperator: { resources: small, prometheusConfigReloader: { resources: small } },
        grafana: { resources: null, sidecar: [{ resources: { limits: { cpu: 1 } } }] },
      },
      delivers: [
        {
          name: 'prometheus',
          workload: { kind: 'Prometheus', name: 'o11y-prometheus', replicas: { min: 2, max: 3 } },
          files: {},
          volume: '10Gi',
        },
      ],
    };
    const page = renderResourceTable([{ platform: { ...platform, releases: [release] } satisfies Platform, budget }]);
    expect(row(page, 'prometheus')).toEqual(['prometheus', '2 to 3', '0.25', '256 MiB', '1', '1024 MiB', '10Gi']);
    expect(row(page, '(metrics: prometheusOperator)')).toEqual([
      '(metrics: prometheusOperator)',
      '1',
      '0.01',
      '32 MiB',
      '0.1',
      '64 MiB',
      '',
    ]);
    expect(row(page, '(metrics: prometheusOperator.prometheusConfigReloader)')?.[1]).toBe('2 to 3');
    expect(row(page, '**total, at least**')).toEqual(['**total, at least**', '5', '0.53', '608 MiB', '2.3', '2240 MiB', '']);
    expect(row(page, '**total, at most**')?.[1]).toBe('7');
    expect(row(page, 'limits, at most')).toEqual(['limits, at most', '85 %', '41 %']);
  });
});

describe('a quantity', () => {
  it.each([
    ['512Mi', 512 * 1024 ** 2],
    ['10G', 1e10],
    ['250m', 0.25],
    ['1.5', 1.5],
    ['3', 3],
    ['1e3', 1000],
    ['250u', 0.00025],
    ['1E', 1e18],
    ['.5Gi', 512 * 1024 ** 2],
  ])('%s is %d', (text, value) => expect(parseQuantity(text)).toBe(value));

  it('is read as it was written', () => {
    for (const size of ['1KiB', '768MiB', '10GB', '3TiB', '1B'] as const)
      expect(quantity(parseQuantity(quantity(size)))).toBe(quantity(size));
    for (const text of ['', 'Mi', '1Q', '-1', '1e', '1e3Mi ', '1.2.3', '1Mi2Ki']) expect(() => parseQuantity(text)).toThrow(RangeError);
  });
});
