import { environmentCost, formatCost } from '../../../cli/cost/format';
import { renderPlatform, whatIf } from '../../../cli/cost/what-if';
import { coloursFor } from '../../../cli/terminal/output';
import { defineEnvironment } from '../../../config/define';
import prod from '../../../config/environments/prod';
import type { EnvironmentOverlay } from '../../../config/schema/environment';
import { parseSetting } from '../../../config/settings';
import type { Platform } from '../../../constructs/core/platform';
import { estimate } from '../../../cost/estimate';
import { clusterPlatformOf } from '../../support/cluster-platform';
import { platformOf } from '../../support/platform';

const plain = coloursFor({}, {});
const off = { enabled: false };
const overlay: EnvironmentOverlay = {
  cost: {
    prices: { vcpuHour: 0.01, gibibyteHour: 0.001, ssdGibibyteMonth: 0.1 },
    billing: { kind: 'machines', cpu: 1, memory: '1GiB' },
    alerting: { seats: 1 },
  },
  grafana: off,
  loki: off,
  prometheus: off,
  traces: { backend: 'tempo' },
  otelCollector: off,
  containerLogs: off,
  exporters: { node: off, cadvisor: off, kubeStateMetrics: off, blackbox: off },
};
const platform = platformOf(overlay);
const changed = (...set: readonly string[]) =>
  environmentCost(platform, estimate(platform), { set, estimate: estimate(whatIf(platform, set.map(parseSetting))) });

describe('o11y cost', () => {
  it('prints dollars by component', () => {
    expect(formatCost(environmentCost(platform, estimate(platform)), { lines: false }, plain)).toBe(`\
dev (docker), at prices of aws-us-east-1: $33.80 a month

  component     CPU    memory  volumes  others  total
  alertmanager  $0.37  $0.02   $0.10            $0.49
  tempo         $1.83  $0.18   $0.67            $2.68
  not reserved  $5.11  $0.52                    $5.63
  alerting                              $25.00  $25.00
  total         $7.30  $0.73   $0.77    $25.00  $33.80`);
  });

  it('prints each line with its reason', () => {
    const text = formatCost(environmentCost(platform, estimate(platform)), { lines: true }, plain);
    expect(text.split('\n').slice(2, 6)).toEqual([
      '  component     what           quantity    each   a month  because',
      '  alertmanager  cpu            0.05 vCPU   $7.3   $0.37    1 instance × 0.05 vCPU reserved',
      '  alertmanager  memory         0.0313 GiB  $0.73  $0.02    1 instance × 32 MiB reserved',
      '  alertmanager  block-storage  1 GiB       $0.1   $0.10    what it holds: 1 GiB of logs, queues and caches',
    ]);
  });

  it('prints what a change does to each line', () => {
    expect(formatCost(changed('retention.traces=14d'), { lines: false }, plain)).toBe(`\
dev (docker), at prices of aws-us-east-1: $33.80 a month
  with retention.traces=14d: $34.37 (+$0.56)

  component  what           quantity             a month        change  because
  tempo      block-storage  6.72 GiB → 12.4 GiB  $0.67 → $1.24  +$0.56  what it holds: 11.3 GiB (14d of 50 spans/s × 200 B) + 1.09 GiB of logs, queues and caches`);
  });

  it('prints components that come and go', () => {
    const text = formatCost(changed('traces.backend=none'), { lines: false }, plain);
    expect(text).toMatch(/tempo +cpu +0\.25 vCPU → nothing +\$1\.83 → \$0\.00 +−\$1\.83/);
    expect(formatCost(changed('grafana.port=3002'), { lines: false }, plain)).toMatch(
      /\n {2}with grafana.port=3002: \$33.80 \(\+\$0.00\)\n {2}no line changes$/,
    );
  });

  it('says what a million requests cost where their number is known', () => {
    const busy = platformOf({ ...overlay, capacity: { requests: [{ service: 'shop', perSecond: 10, spans: 0, logs: '0B' }] } });
    // 26.28 million requests a month.
    const cost = environmentCost(busy, estimate(busy));
    expect(cost.perMillionRequests).toBeCloseTo(cost.estimate.total / 26.28);
    expect(formatCost(cost, { lines: false }, plain)).toMatch(/^dev .*: \$33.80 a month, \$1.29 for a million requests\n/);
  });

  it('has the same for machines', () => {
    const { whatIf: result } = changed('retention.traces=14d');
    expect(result?.changes).toHaveLength(1);
    expect(result?.difference).toBeCloseTo((50 * 7 * 86_400 * 200 * 0.1) / 1024 ** 3);
  });
});

describe('a platform that is rendered anew', () => {
  it('is the one that its target gets', () => {
    const config = defineEnvironment('prod', prod);
    expect(renderPlatform(config)).toEqual(clusterPlatformOf(prod));
    // As the command line reads it from the file that the project's program has written.
    const read: Platform = JSON.parse(JSON.stringify(clusterPlatformOf(prod)));
    expect(JSON.parse(JSON.stringify(whatIf(read, [])))).toEqual(read);
  });

  it('cannot have what only the project knows', () => {
    const [first] = platform.components;
    if (first === undefined) throw new Error('no component');
    const own: Platform = { ...platform, components: [...platform.components, { ...first, name: 'kafka' }] };
    expect(() => whatIf(own, [])).toThrow(
      'dev: kafka is not a component of the toolkit, so that --set cannot render it: edit config/environments/dev.ts and run o11y cost without --set',
    );
  });
});
