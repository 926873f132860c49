import fc from 'fast-check';
import { defineEnvironment } from '../../config/define';
import { boundPattern, latencyBounds } from '../../config/latency';
import { milliseconds } from '../../config/units';
import { CATALOGUED, fileOf, platformOf, yamlOf } from '../support/platform';
import { said } from '../support/said';

const duration = fc
  .record({ amount: fc.integer({ min: 1, max: 900 }), unit: fc.constantFrom('ms', 's', 'm') })
  .map(({ amount, unit }) => `${amount}${unit}` as const);

const overlayOf = (p95: `${number}s`, threshold: `${number}s`) => ({
  alerting: { rules: { thresholds: { latency: { p95 } } } },
  services: [{ ...CATALOGUED, objectives: { latency: { threshold, ratio: 0.9 } } }],
});

describe('the bounds of durations', () => {
  it('hold every threshold and objective, and one beyond each', () => {
    fc.assert(
      fc.property(duration, duration, (p95, threshold) => {
        const bounds = latencyBounds(
          defineEnvironment('dev', {
            alerting: { rules: { thresholds: { latency: { p95 } } } },
            services: [{ ...CATALOGUED, objectives: { latency: { threshold, ratio: 0.9 } } }],
          }),
        );
        expect(bounds).toEqual([...new Set(bounds)].sort((a, b) => a - b));
        for (const compared of [p95, threshold].map((named) => milliseconds(named) / 1_000)) {
          expect(bounds).toContain(compared);
          expect(bounds.at(-1)).toBeGreaterThan(compared);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('are few, whatever the catalogue says: each is a series of every route', () => {
    const withThresholds = (different: number) => ({
      services: Array.from({ length: 60 }, (_, index) => ({
        ...CATALOGUED,
        name: `service-${index}`,
        objectives: { latency: { threshold: `${301 + (index % different)}ms`, ratio: 0.9 } },
      })),
    });
    expect(said(withThresholds(20))).toBe('OK');
    expect(said(withThresholds(60))).toBe(
      'dev: services[].objectives.latency.threshold must be of fewer different durations: with those of alerting.rules.thresholds each histogram would have 74 bounds, at most 40 are kept; use one duration for services that are alike',
    );
  });

  it('are those of the collector, of the objectives and of their dashboard', () => {
    const platform = platformOf(overlayOf('20s', '45s'));
    const { connectors } = yamlOf<{
      readonly connectors: {
        readonly span_metrics: { readonly histogram: { readonly explicit: { readonly buckets: readonly string[] } } };
      };
    }>(platform, 'otel-collector');
    expect(connectors.span_metrics.histogram.explicit.buckets).toEqual(
      ['5', '10', '25', '50', '100', '250', '500', '1000', '2000', '5000', '10000', '20000', '30000', '45000', '60000', '300000'].map(
        (bound) => `${bound}ms`,
      ),
    );
    const asText = JSON.stringify(boundPattern(45)).slice(1, -1);
    expect(fileOf(platform, 'prometheus', 'rules/platform.json')).toContain(`le=~\\"${asText}\\"`);
    expect(fileOf(platform, 'grafana', 'slo.json')).toContain(`le=~\\"${asText}\\"`);
  });
});
