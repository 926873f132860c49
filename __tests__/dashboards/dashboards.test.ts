import { readFileSync } from 'node:fs';
import { defineEnvironment } from '../../config/define';
import dev from '../../config/environments/dev';
import prod from '../../config/environments/prod';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { dashboards } from '../../dashboards';
import { METRICS } from '../../dashboards/emitters';
import { metricNames } from '../../dashboards/promql';
import { modelOf, panelsOf, queriesOf, substituted } from '../support/dashboards';
import { fullKubernetesOverlay, fullOverlay } from '../support/full-overlays';
import { missingMetrics, usedMetrics } from '../support/metric-names';

const UIDS = [
  'platform-overview',
  'services-overview',
  'service-detail',
  'infrastructure',
  'cost-tracking',
  'ai-ml',
  'security-events',
  'distributed-tracing',
  'error-analysis',
  'logs',
  'slo',
  'platform-health',
];

const CONFIGURATIONS: Readonly<Record<string, EnvironmentOverlay>> = {
  dev,
  prod,
  'every key': fullOverlay,
  'on a cluster, with everything': fullKubernetesOverlay,
};

const of = (overlay: EnvironmentOverlay) => dashboards(defineEnvironment('dev', overlay));

describe.each(Object.entries(CONFIGURATIONS))('%s', (_, overlay) => {
  const all = of(overlay);

  it('has every dashboard, by the uid that links and alerts name', () => {
    expect(all.map(({ uid }) => uid)).toEqual(UIDS);
    expect(all.map((dashboard) => modelOf(dashboard).uid)).toEqual(UIDS);
    expect(new Set(all.map(({ title }) => title)).size).toBe(UIDS.length);
  });

  it('is the same to the byte each time, and small', () => {
    const text = JSON.stringify(of(overlay));
    expect(text).toBe(JSON.stringify(all));
    for (const { json } of all) expect(Buffer.byteLength(json)).toBeLessThan(200 * 1024);
    // The values of a release and its Secret hold them all, compressed.
    expect(Buffer.byteLength(text)).toBeLessThan(512 * 1024);
  });

  it.each(all.map((dashboard) => [dashboard.uid, dashboard] as const))(
    '%s: every panel says what it shows, in which unit',
    (_uid, dashboard) => {
      const panels = panelsOf(dashboard);
      const ids = modelOf(dashboard).panels.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(Math.max(...ids)).toBeLessThan(2 ** 31);
      expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
      for (const { title, description = '', fieldConfig, targets = [] } of panels) {
        expect([title, description.length > 15, description.endsWith('.')]).toEqual([title, true, true]);
        expect([title, fieldConfig?.defaults.unit]).toEqual([title, expect.stringMatching(/^\w+$/)]);
        expect([title, targets.length > 0, new Set(targets.map(({ refId }) => refId)).size]).toEqual([title, true, targets.length]);
      }
    },
  );

  it.each(all.map((dashboard) => [dashboard.uid, dashboard] as const))('%s: panels lie beside each other', (_uid, dashboard) => {
    const cells = modelOf(dashboard).panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_cell, index) => `${x + (index % w)}:${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(modelOf(dashboard).panels.every(({ gridPos: { x, w } }) => x >= 0 && x + w <= 24)).toBe(true);
  });

  it('leads from a value to the service, to its traces and to its logs', () => {
    const links = all.flatMap((dashboard) => panelsOf(dashboard).flatMap(({ fieldConfig }) => fieldConfig?.defaults.links ?? []));
    expect(links.length).toBeGreaterThan(20);
    const reached = new Set(links.map(({ url }) => /^\/d\/([\w-]+)\?var-service=\$\{__\S+\}&\$\{__url_time_range\}$/.exec(url)?.[1]));
    expect([...reached].sort()).toEqual(['distributed-tracing', 'logs', 'service-detail']);
  });

  it('shows single requests on graphs of durations', () => {
    const exemplars = queriesOf(all).filter(({ target }) => target.exemplar === true);
    expect(exemplars.length).toBeGreaterThan(5);
    expect(exemplars.filter(({ target }) => !/_bucket\{/.test(target.expr ?? ''))).toEqual([]);
  });

  it('has a variable for everything that queries name, and no other', () => {
    for (const dashboard of all) {
      const queries = JSON.stringify(queriesOf([dashboard]).map(({ target }) => target));
      const named = new Set([...queries.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name).filter((name) => !name?.startsWith('__')));
      expect([
        dashboard.uid,
        modelOf(dashboard)
          .templating.list.map(({ name }) => name)
          .sort(),
      ]).toEqual([dashboard.uid, [...named].sort()]);
    }
  });

  it('leaves no variable in a query that was substituted', () => {
    for (const { target } of queriesOf(all)) expect(substituted(target.expr ?? target.query ?? '')).not.toContain('$');
  });

  it('knows who emits each metric', () => {
    for (const { emitter } of usedMetrics(defineEnvironment('dev', overlay))) expect(emitter).not.toBe('');
  });
});

it('the history of alerts is asked for as the documentation says', () => {
  const [, documented = ''] = /```logql\n([^`]+)```/.exec(readFileSync('docs/alerting.md', 'utf8')) ?? [];
  const asked = queriesOf(dashboards(defineEnvironment('dev', dev))).find(({ place }) => place.includes('Log of alerts'));
  expect(asked?.target.expr).toBe(documented.replaceAll(/\s+/g, ' ').trim());
});

describe('the list of metrics', () => {
  it('has each once, and none that no dashboard uses', () => {
    const listed = Object.values(METRICS).flat();
    expect(new Set(listed).size).toBe(listed.length);
    const overlays = [fullOverlay, fullKubernetesOverlay];
    const used = new Set(overlays.flatMap((overlay) => usedMetrics(defineEnvironment('dev', overlay)).map(({ name }) => name)));
    expect(listed.filter((name) => !used.has(name))).toEqual([]);
  });

  it('is compared with what a platform has', async () => {
    const config = defineEnvironment('dev', dev);
    const has = usedMetrics(config).map(({ name }) => name);
    const answers = jest.spyOn(globalThis, 'fetch');
    answers.mockResolvedValueOnce(Response.json({ data: has.filter((name) => name !== 'node_load1') }));
    expect((await missingMetrics('http://prometheus', config)).map(({ name, emitter }) => [name, emitter])).toEqual([
      ['node_load1', 'node-exporter'],
    ]);
    answers.mockResolvedValueOnce(new Response('away', { status: 503 }));
    await expect(missingMetrics('http://prometheus', config)).rejects.toThrow('http://prometheus: 503 away');
    answers.mockRestore();
  });
});

describe('the names of metrics in a query', () => {
  it.each([
    ['up', ['up']],
    ['sum by (job, up) (rate(a_total{x="b_total",y=~"}c"}[5m]))', ['a_total']],
    ['a:b:rate5m / on (job) group_left (x) c offset 5m', ['a:b:rate5m', 'c']],
    ['((a) or (b) * 0) / ((b) > bool 1e6)', ['a', 'b']],
    ['histogram_quantile(0.95, sum by (le) (rate(x_bucket[$__rate_interval]))) unless NaN', ['x_bucket']],
    ['time() - min(a) * Inf', ['a']],
  ])('%s', (expression, names) => expect(metricNames(expression)).toEqual(names));
});
