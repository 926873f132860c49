import fc from 'fast-check';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { dashboards } from '../../dashboards';
import { metricNames } from '../../dashboards/promql';
import { modelOf, panelsOf, queriesOf } from '../support/dashboards';
import { namesOf, resolveConfig } from '../support/platform';

const REDIS = [{ name: 'cache', address: 'redis://redis:6379' }] as const;
const POSTGRES = [{ name: 'main', host: 'postgres', password: { secret: 'postgres_password' } }] as const;

/** Everything that can be on or off, in all combinations; what has no switch is on when it has something to do. */
const toggled: fc.Arbitrary<EnvironmentOverlay> = fc
  .record({
    kubernetes: fc.boolean(),
    prometheus: fc.boolean(),
    alertmanager: fc.boolean(),
    loki: fc.boolean(),
    collector: fc.boolean(),
    containerLogs: fc.boolean(),
    backend: fc.constantFrom('tempo' as const, 'jaeger' as const, 'none' as const),
    node: fc.boolean(),
    cadvisor: fc.boolean(),
    kubeStateMetrics: fc.boolean(),
    blackbox: fc.boolean(),
    redis: fc.boolean(),
    postgres: fc.boolean(),
    remoteWrite: fc.boolean(),
  })
  // A collector without any store is an error.
  .filter(({ prometheus, loki, collector, backend }) => !collector || prometheus || loki || backend !== 'none')
  .map((on) => ({
    target: { kind: on.kubernetes ? 'kubernetes' : 'docker' },
    prometheus: { enabled: on.prometheus, remoteWrite: on.remoteWrite ? [{ name: 'mimir', url: 'https://mimir.example.com/push' }] : [] },
    alertmanager: { enabled: on.alertmanager },
    loki: { enabled: on.loki },
    otelCollector: { enabled: on.collector },
    containerLogs: { enabled: on.containerLogs },
    traces: { backend: on.backend },
    exporters: {
      node: { enabled: on.node },
      cadvisor: { enabled: on.cadvisor },
      kubeStateMetrics: { enabled: on.kubeStateMetrics },
      blackbox: { enabled: on.blackbox },
      redis: on.redis ? REDIS : [],
      postgres: on.postgres ? POSTGRES : [],
    },
  }));

/** How metrics begin, and the component without which nobody emits them. */
const PREFIXES: readonly (readonly [RegExp, string])[] = [
  [/^(?:traces_span_|gen_ai_|workflow_|security_|user_)/, 'otel-collector'],
  // Jaeger is a collector too, and writes the same names with an ending.
  [/^otelcol_(?!.*_spans_total$)/, 'otel-collector'],
  [/^otelcol_.*_spans_total$/, 'jaeger'],
  [/^jaeger_/, 'jaeger'],
  [/^tempo/, 'tempo'],
  [/^loki_/, 'loki'],
  [/^alertmanager_/, 'alertmanager'],
  [/^node_/, 'node-exporter'],
  [/^redis_/, 'redis-exporter-cache'],
  [/^pg_/, 'postgres-exporter-main'],
  [/^probe_/, 'blackbox-exporter'],
  [/^kube_/, 'kube-state-metrics'],
  [/^/, 'prometheus'],
];

it('shows nothing of a component that is off', () => {
  fc.assert(
    fc.property(toggled, (overlay) => {
      const config = defineEnvironment('dev', overlay);
      const on = new Set(namesOf(resolveConfig(config)));
      const all = dashboards(config);
      for (const { place, target } of queriesOf(all)) {
        expect([place, on.has(target.datasource.uid)]).toEqual([place, true]);
        if (target.datasource.type !== 'prometheus') continue;
        for (const name of metricNames(target.expr ?? '')) {
          const needed = PREFIXES.filter(([prefix]) => prefix.test(name)).map(([, component]) => component);
          expect([place, name, needed.filter((component) => !on.has(component))]).toEqual([place, name, []]);
          if (name.startsWith('container_'))
            expect([name, on.has('cadvisor') || overlay.target?.kind === 'kubernetes']).toEqual([name, true]);
          if (name.startsWith('kubelet_')) expect([name, overlay.target?.kind]).toEqual([name, 'kubernetes']);
          if (name.startsWith('prometheus_remote_')) expect(config.prometheus.remoteWrite).not.toEqual([]);
        }
      }
      for (const dashboard of all) {
        expect(panelsOf(dashboard).length).toBeGreaterThan(0);
        const sources = modelOf(dashboard).templating.list.flatMap(({ datasource }) => datasource?.uid ?? []);
        expect([dashboard.uid, sources.filter((uid) => !on.has(uid))]).toEqual([dashboard.uid, []]);
        const links = panelsOf(dashboard).flatMap(({ fieldConfig }) => fieldConfig?.defaults.links ?? []);
        const reached = links.map(({ url }) => /^\/d\/([\w-]+)/.exec(url)?.[1]);
        expect([dashboard.uid, reached.filter((uid) => !all.some((other) => other.uid === uid))]).toEqual([dashboard.uid, []]);
      }
    }),
    { numRuns: 80 },
  );
});

it('has panels of every component when all are on, so that the test above can fail', () => {
  const config = (backend: 'tempo' | 'jaeger') =>
    defineEnvironment('dev', {
      target: { kind: 'kubernetes' },
      traces: { backend },
      prometheus: { remoteWrite: [{ name: 'mimir', url: 'https://mimir.example.com/push' }] },
      exporters: { redis: REDIS, postgres: POSTGRES },
    });
  const names = (['tempo', 'jaeger'] as const).flatMap((backend) =>
    queriesOf(dashboards(config(backend))).flatMap(({ target }) =>
      metricNames(target.datasource.type === 'prometheus' ? (target.expr ?? '') : ''),
    ),
  );
  for (const [prefix] of PREFIXES) expect([prefix, names.some((name) => prefix.test(name))]).toEqual([prefix, true]);
});
