import type { CostEstimate } from '../../cost/model';
import type { ConfigChange, EnvironmentPlan, Plan } from '../../plan/model';

export const estimateOf = (components: Readonly<Record<string, number>>, other = 0): CostEstimate => {
  const line = (dollars: number) => ({ kind: 'memory' as const, quantity: dollars, unit: 'GiB', price: 1, dollars, because: 'a test' });
  const total = Object.values(components).reduce((sum, dollars) => sum + dollars, other);
  return {
    components: Object.entries(components).map(([component, dollars]) => ({ component, lines: [line(dollars)], total: dollars })),
    other: other === 0 ? [] : [line(other)],
    total,
    most: total,
  };
};

/** An environment of a plan: unchanged but for what is given. */
export const environmentPlanOf = (given: Partial<EnvironmentPlan> = {}): EnvironmentPlan => ({
  name: 'dev',
  status: 'changed',
  config: [],
  resources: [],
  files: [],
  releases: [],
  alerts: [],
  risks: [],
  violations: [],
  ...given,
});

/** A plan of these environments. */
export const planOfEnvironments = (...environments: readonly EnvironmentPlan[]): Plan => ({
  version: 1,
  base: { ref: 'main', commit: 'a1b2c3d4e5f6' },
  head: { ref: 'working tree' },
  notes: [],
  environments,
});

const RETENTION: ConfigChange = { path: 'retention.traces', before: '3d', after: '1d', difference: '−2 d' };

/** One of everything. */
export const fullPlan: Plan = {
  ...planOfEnvironments(
    environmentPlanOf({
      config: [RETENTION, { path: 'services[checkout].tier', after: 'critical' }, { path: 'loki.extraArgs', before: ['-a'] }],
      resources: [
        {
          address: 'docker_container.tempo',
          type: 'docker_container',
          action: 'replace',
          component: 'tempo',
          attributes: [
            { path: 'upload[/etc/tempo.yaml]', replaces: true },
            { path: 'memory', replaces: false },
          ],
          effect: 'restart',
        },
        {
          address: 'docker_container.loki',
          type: 'docker_container',
          action: 'update',
          component: 'loki',
          attributes: [{ path: 'memory', replaces: false }],
          effect: 'none',
        },
        {
          address: 'docker_network.b',
          type: 'docker_network',
          action: 'move',
          from: 'docker_network.a',
          attributes: [],
          effect: 'none',
        },
      ],
      files: [
        {
          component: 'tempo',
          path: '/etc/tempo.yaml',
          action: 'changed',
          changes: [
            { action: 'changed', kind: 'key', name: 'compactor.block_retention', before: '72h', after: '24h' },
            { action: 'added', kind: 'scrape job', name: 'checkout' },
          ],
        },
        { component: 'loki', path: '/etc/new.yaml', action: 'added', changes: [] },
      ],
      releases: [
        {
          release: 'tempo',
          action: 'changed',
          chart: { before: '2.2.3', after: '2.2.4' },
          values: [{ path: 'persistence.size', before: '12Gi', after: '23Gi', difference: '+11 GiB' }],
        },
      ],
      alerts: [
        { alert: 'ErrorBudget', action: 'added', changes: [] },
        { alert: 'HighLatency', action: 'retuned', changes: [{ path: 'for', before: '5m', after: '10m', difference: '+5 min' }] },
      ],
      risks: [
        { kind: 'downtime', severity: 'low', subject: 'container tempo', text: 'No traces are read for some seconds.' },
        { kind: 'data-loss', severity: 'high', subject: 'retention.traces', text: 'Traces older than 1 d go within the hour.' },
      ],
      cost: { before: estimateOf({ tempo: 20, loki: 30 }, 20), after: estimateOf({ tempo: 15.5, loki: 30 }, 20) },
      violations: [{ rule: 'dataLoss', text: 'retention.traces is not acknowledged.' }],
    }),
    environmentPlanOf({
      name: 'prod',
      status: 'failed',
      problem: 'main: prod: retention.logs.total (12h) must be at least 24h\nmain: second',
    }),
    environmentPlanOf({ name: 'staging', status: 'unchanged', cost: { before: estimateOf({ loki: 1 }), after: estimateOf({ loki: 1 }) } }),
  ),
  notes: ['edits that are not committed are part of the plan: a.ts'],
};
