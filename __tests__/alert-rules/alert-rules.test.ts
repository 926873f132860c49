import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { alertNames, earlyWarnings, ruleGroups } from '../../alert-rules';
import { kebabCase } from '../../alert-rules/names';
import { scrapedComponents } from '../../alert-rules/parts';
import type { AlertingRule } from '../../alert-rules/rule';
import { defineEnvironment } from '../../config/define';
import { ConfigError } from '../../config/errors';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { resolveConfig } from '../support/platform';
import { variants } from '../support/variants';
import { alertCases } from './cases';
import { CLUSTER, ENGINE } from './cases/case';

const alertsOf = (overlay: EnvironmentOverlay): readonly AlertingRule[] =>
  ruleGroups(defineEnvironment('dev', overlay)).flatMap(({ rules }) => rules.filter((rule): rule is AlertingRule => 'alert' in rule));

const names = alertNames(defineEnvironment('dev', {}));
const DASHBOARDS = [
  'platform-overview services-overview service-detail infrastructure cost-tracking ai-ml security-events',
  'distributed-tracing error-analysis logs slo platform-health',
].flatMap((line) => line.split(' '));

describe('every alert', () => {
  it('has a name of its own', () => {
    expect(new Set(names).size).toBe(names.length);
  });

  it('is tested', () => {
    const tested = alertCases.map(({ alert }) => alert);
    expect(names.filter((name) => !tested.includes(name))).toEqual([]);
    expect(tested.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('has a healthy case and an end, but for the one that always fires', () => {
    for (const { alert, healthy, resolvedAt } of alertCases)
      expect([alert, healthy === undefined, resolvedAt === undefined]).toEqual([alert, alert === 'Watchdog', alert === 'Watchdog']);
  });

  it('that is an early warning names the worse one, and agrees with it in labels that both have', () => {
    const warnings = earlyWarnings(defineEnvironment('dev', ENGINE));
    const there = alertsOf(ENGINE);
    const severityOf = (name: string) => there.find(({ alert }) => alert === name)?.labels['severity'];
    expect(warnings.length).toBeGreaterThan(3);
    for (const { alert, earlyWarningOf: worse } of warnings) {
      expect([alert, severityOf(alert), worse.alert, severityOf(worse.alert)]).toEqual([alert, 'warning', worse.alert, 'critical']);
      expect(alertCases.find((candidate) => candidate.alert === alert)?.expected[0]?.labels).toMatchObject(
        Object.fromEntries(worse.equal.map((label) => [label, expect.any(String)])),
      );
    }
  });

  it('exists on some target', () => {
    const there = [...alertsOf(ENGINE), ...alertsOf(CLUSTER)].map(({ alert }) => alert);
    expect(names.filter((name) => !there.includes(name))).toEqual([]);
  });

  it('says how bad it is, whose it is, what it means and where to look', () => {
    for (const { alert, labels, annotations } of [...alertsOf(ENGINE), ...alertsOf(CLUSTER)]) {
      expect([alert, labels['severity']]).toEqual([alert, expect.stringMatching(/^(critical|warning|info)$/)]);
      expect([alert, labels['owner'] ?? '']).toEqual([alert, expect.stringMatching(/platform|shop/)]);
      for (const key of ['summary', 'description'])
        expect([alert, annotations[key] ?? '']).toEqual([alert, expect.stringMatching(/.{10}/)]);
      expect(annotations['runbook_url']).toBe(`docs/runbooks/${kebabCase(alert)}.md`);
      expect(DASHBOARDS).toContain(/\/d\/([a-z-]+)/.exec(annotations['dashboard_url'] ?? '')?.[1]);
    }
  });

  it('has a page, and every page its alert', () => {
    expect([...readdirSync('docs/runbooks')].sort()).toEqual(names.map((name) => `${kebabCase(name)}.md`).sort());
    for (const name of names)
      expect(readFileSync(`docs/runbooks/${kebabCase(name)}.md`, 'utf8')).toMatch(
        new RegExp(`^# ${name}\\n\\n.+\\n\\n## How to look\\n\\n.+\\n\\n## What to do\\n\\n.+\\n$`),
      );
  });
});

describe('what is off', () => {
  /** What emits metrics, by the start of their names. */
  const SOURCES: readonly (readonly [RegExp, string])[] = [
    [/\b(traces_span_metrics|gen_ai|workflow_runs|security_events|user_requests|service:|slo:|tenant:)/, 'otel-collector'],
    [/\botelcol_/, 'otel-collector'],
    [/\bnode_[a-z]+_/, 'node-exporter'],
    [/\bredis_/, 'redis-exporter'],
    [/\bpg_/, 'postgres-exporter'],
    [/\bprobe_/, 'blackbox-exporter'],
    [/\bkube_[a-z]+_/, 'kube-state-metrics'],
    [/\bcontainer_spec_|container_label_|\{name!=""/, 'cadvisor'],
    [/\bloki_/, 'loki'],
    [/\btempo_/, 'tempo'],
    [/\balertmanager_[a-z]+_/, 'alertmanager'],
  ];
  const toggle = fc.record({ enabled: fc.boolean() });
  const overlays = fc.record({
    target: fc.constantFrom({ kind: 'docker' as const }, { kind: 'kubernetes' as const }),
    traces: fc.record({ backend: fc.constantFrom('tempo' as const, 'jaeger' as const, 'none' as const) }),
    prometheus: toggle,
    alertmanager: toggle,
    loki: toggle,
    otelCollector: toggle,
    containerLogs: toggle,
    services: fc.constantFrom([], ENGINE.services ?? []),
    exporters: fc.record({
      node: toggle,
      cadvisor: toggle,
      kubeStateMetrics: toggle,
      blackbox: toggle,
      redis: fc.constantFrom([], ENGINE.exporters?.redis ?? []),
      postgres: fc.constantFrom([], ENGINE.exporters?.postgres ?? []),
    }),
  });

  const tryResolve = (overlay: EnvironmentOverlay) => {
    try {
      return [resolveConfig(defineEnvironment('dev', overlay))];
    } catch (error) {
      if (error instanceof ConfigError) return [];
      throw error;
    }
  };

  it('leaves no rule that reads its metrics', () => {
    fc.assert(
      fc.property(overlays, (overlay) => {
        for (const { config, components } of tryResolve(overlay)) {
          const expressions = ruleGroups(config).flatMap(({ rules }) => rules.map(({ expr }) => expr));
          for (const [metric, component] of SOURCES) {
            const isOn = components.some(({ name }) => name.startsWith(component));
            if (!isOn) expect([component, expressions.filter((expression) => metric.test(expression))]).toEqual([component, []]);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it.each(variants)('is not missed, and everything else is: %s', (_, { config, components }) => {
    if (!config.prometheus.enabled) return;
    const scraped = components.filter(({ endpoints }) => endpoints.some(({ metricsPath }) => metricsPath !== undefined));
    expect([...scrapedComponents(config)].sort()).toEqual(scraped.map(({ name }) => name).sort());
  });
});

describe('configuration', () => {
  it('leaves alerts out, and changes them', () => {
    const alerts = alertsOf({
      alerting: {
        rules: {
          thresholds: { service: { errorRatio: 0.25 } },
          disable: ['HighLatency'],
          override: [{ alert: 'HighErrorRate', severity: 'warning', for: '10m', owner: 'shop' }],
        },
      },
    });
    expect(alerts.find(({ alert }) => alert === 'HighLatency')).toBeUndefined();
    expect(alerts.find(({ alert }) => alert === 'HighErrorRate')).toMatchObject({
      expr: 'service:errors:ratio_rate5m > 0.25',
      for: '10m',
      labels: { severity: 'warning', owner: 'shop' },
    });
  });

  it('names alerts that there are', () => {
    const config = defineEnvironment('dev', {
      alerting: { rules: { disable: ['HighLatenzy', 'Nonsense'], override: [{ alert: 'HighErorRate' }, { alert: 'Nonsense' }] } },
    });
    expect(() => ruleGroups(config)).toThrow(
      new ConfigError([
        {
          environment: 'dev',
          path: 'alerting.rules.disable[0]',
          value: 'HighLatenzy',
          rule: 'is no alert: did you mean "HighLatency"?',
        },
        {
          environment: 'dev',
          path: 'alerting.rules.disable[1]',
          value: 'Nonsense',
          rule: 'is no alert: docs/runbooks has a page for each',
        },
        {
          environment: 'dev',
          path: 'alerting.rules.override[0].alert',
          value: 'HighErorRate',
          rule: 'is no alert: did you mean "HighErrorRate"?',
        },
        {
          environment: 'dev',
          path: 'alerting.rules.override[1].alert',
          value: 'Nonsense',
          rule: 'is named before, in alerting.rules.disable[1]: remove one',
        },
      ]),
    );
  });
});
