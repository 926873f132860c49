import fc from 'fast-check';
import { renderPlatform } from '../../cli/cost/what-if';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { Platform } from '../../constructs/core/platform';
import { estimate } from '../../cost/estimate';
import type { CostEstimate } from '../../cost/model';

const target = { kind: 'kubernetes' } as const;
const configured = (overlay: EnvironmentOverlay) => defineEnvironment('test', { target, ...overlay });
const of = (overlay: EnvironmentOverlay): CostEstimate => estimate(renderPlatform(configured(overlay)));

/** On Docker nothing but the configuration is read, so that a platform need not be rendered for each. */
const docker: Platform = renderPlatform(defineEnvironment('test', {}));
const onDocker = (overlay: EnvironmentOverlay): CostEstimate => estimate({ ...docker, config: defineEnvironment('test', overlay) });

const linesOf = ({ components, other }: CostEstimate) => [...components.flatMap(({ lines }) => lines), ...other];

/** An `expect` in each run would take most of the time. */
const check = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};

const PAID: EnvironmentOverlay = { cost: { alerting: { seats: 3 }, egressPerMonth: '1GB' } };
const ALL = of(PAID);
const namesOf = ({ components }: CostEstimate): readonly string[] => components.map(({ component }) => component);

const load = fc.record({
  capacity: fc.record({
    activeSeries: fc.integer({ min: 1_000, max: 5_000_000 }),
    spansPerSecond: fc.integer({ min: 0, max: 50_000 }),
    requests: fc.array(fc.record({ service: fc.constant('shop'), perSecond: fc.integer({ min: 0, max: 1_000 }) }), { maxLength: 3 }),
  }),
  cost: fc.record({
    priceTable: fc.constantFrom('aws-us-east-1', 'gcp-us-central1', 'digitalocean'),
    billing: fc.constantFrom(
      { kind: 'requests' } as const,
      { kind: 'limits' } as const,
      { kind: 'machines', count: 2, cpu: 4, memory: '8GiB', disk: '200GiB' } as const,
    ),
    alerting: fc.record({ seats: fc.integer({ min: 0, max: 20 }) }),
  }),
});

describe('estimates', () => {
  it('are the sum of their lines, none of which is negative, and never less with all instances', () => {
    fc.assert(
      fc.property(load, (overlay) => {
        const result = onDocker(overlay);
        const lines = linesOf(result);
        const sum = lines.reduce((total, { dollars }) => total + dollars, 0);
        check(Math.abs(sum - result.total) < 1e-6, 'sum');
        check(
          lines.every(({ quantity, price, dollars }) => quantity > 0 && price >= 0 && dollars === quantity * price),
          'line',
        );
        check(result.most >= result.total - 1e-9, 'most');
      }),
      { numRuns: 30 },
    );
  });

  it('never fall with a longer retention, a higher ratio or more load', () => {
    const days = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(load, days, days, fc.double({ min: 0, max: 1, noNaN: true }), (overlay, one, more, ratio) => {
        const at = (count: number, kept: number, series = 0): number =>
          onDocker({
            ...overlay,
            capacity: { ...overlay.capacity, activeSeries: overlay.capacity.activeSeries + series },
            retention: { metrics: { time: `${count}d`, size: '9000TB' }, traces: `${count}d`, logs: { total: `${count}d`, hot: '1d' } },
            sampling: { traces: { ratio: kept } },
          }).total;
        const base = at(one, ratio) - 1e-9;
        check(at(one + more, ratio) >= base, 'retention');
        check(at(one, ratio + (1 - ratio) / 2) >= base, 'ratio');
        check(at(one, ratio, 1_000) >= base, 'series');
      }),
      { numRuns: 15 },
    );
  });

  it('grow linearly with instances', () => {
    const prometheus = (replicas: number): number =>
      of({ prometheus: { replicas } }).components.find(({ component }) => component === 'prometheus')?.total ?? 0;
    for (const replicas of [2, 3, 4]) expect(prometheus(replicas)).toBeCloseTo(replicas * prometheus(1));
  });

  it.each([
    ['prometheus', { prometheus: { enabled: false } }],
    ['loki', { loki: { enabled: false } }],
    ['grafana', { grafana: { enabled: false } }],
    ['alertmanager', { alertmanager: { enabled: false } }],
    ['tempo', { traces: { backend: 'none' } }],
    ['otel-collector', { otelCollector: { enabled: false } }],
    ['node-exporter', { exporters: { node: { enabled: false } } }],
  ] satisfies readonly (readonly [string, EnvironmentOverlay])[])('have nothing for %s when it is off', (name, overlay) => {
    const without = of({ ...PAID, ...overlay });
    expect(namesOf(ALL)).toContain(name);
    expect(namesOf(without)).not.toContain(name);
    expect(without.total).toBeLessThan(ALL.total);
  });
});
