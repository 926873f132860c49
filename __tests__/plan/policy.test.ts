import dev from '../../config/environments/dev';
import prod from '../../config/environments/prod';
import staging from '../../config/environments/staging';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { PolicyOverlay } from '../../config/schema/policy';
import type { CostEstimate } from '../../cost/model';
import type { CostChange, EnvironmentPlan, Risk } from '../../plan/model';
import { staleAcknowledgements, violations } from '../../plan/policy';
import { environmentPlanOf } from '../support/plans';
import { releasedPlatform } from '../support/released';
import { said } from '../support/said';

const estimate = (total: number): CostEstimate => ({ components: [], other: [], total, most: total });

const cost = (before: number | undefined, after: number): CostChange => ({
  ...(before === undefined ? {} : { before: estimate(before) }),
  after: estimate(after),
});

const plan = (parts: Partial<EnvironmentPlan> = {}): EnvironmentPlan => environmentPlanOf({ name: 'prod', ...parts });

function broken(policy: PolicyOverlay, parts: Partial<EnvironmentPlan> = {}, overlay: EnvironmentOverlay = {}): readonly string[] {
  const head = releasedPlatform({ ...overlay, policy }, 'prod');
  return violations(head.config.policy, plan(parts), head).map(({ rule, text }) => `${rule}: ${text}`);
}

const loss = (severity: Risk['severity'], subject = 'retention.traces'): Risk => ({
  kind: 'data-loss',
  severity,
  subject,
  text: 'The older 4 d are deleted.',
});

const ingress = { kind: 'ingress', host: 'grafana.example.com', certificate: { kind: 'secret', name: 'tls' } } as const;

const shipped = Object.entries({ dev, staging, prod });

describe('the policy', () => {
  test('flags that open a component', () => {
    const overlay: EnvironmentOverlay = { prometheus: { extraArgs: ['--web.enable-admin-api', '--web.external-url=http://a/b'] } };
    expect(broken({}, {}, overlay)).toEqual([
      'policy.allowFlags: prod starts prometheus with --web.enable-admin-api. Whoever reaches Prometheus deletes series and makes snapshots that fill its volume, without signing in. Take it out of prometheus.extraArgs, or add "web.enable-admin-api" to policy.allowFlags.',
    ]);
    expect(broken({ allowFlags: ['web.enable-admin-api'] }, {}, overlay)).toEqual([]);
    expect(said({ policy: { allowFlags: ['--web.enable-admin-api'] } })).toBe(
      'dev: policy.allowFlags[0] (--web.enable-admin-api) must be "web.enable-admin-api", "web.enable-lifecycle" or "web.enable-remote-write-receiver"',
    );
  });

  test('a budget', () => {
    expect(broken({ monthlyBudget: 400 }, { cost: cost(380, 412.3) })).toEqual([
      'policy.monthlyBudget: prod costs $412.30 a month by the estimate, until now $380.00: $12.30 more than policy.monthlyBudget ($400.00). See what takes most with o11y cost prod, or raise the budget.',
    ]);
    expect(broken({ monthlyBudget: 400 }, { cost: cost(undefined, 401) })).toEqual([
      'policy.monthlyBudget: prod costs $401.00 a month by the estimate: $1.00 more than policy.monthlyBudget ($400.00). See what takes most with o11y cost prod, or raise the budget.',
    ]);
    expect(broken({ monthlyBudget: 400 }, { cost: cost(500, 400) })).toEqual([]);
    expect(broken({}, { cost: cost(1, 1_000) })).toEqual([]);
  });

  test('public ports', () => {
    const overlay: EnvironmentOverlay = {
      target: { kind: 'docker', publishedAddress: '0.0.0.0' },
      alertmanager: { enabled: false },
      loki: { enabled: false },
      otelCollector: { enabled: false },
      traces: { backend: 'none' },
    };
    expect(broken({}, {}, overlay)).toEqual([
      'policy.allowPublic: prod publishes 2 ports on 0.0.0.0: prometheus (9090) and grafana (3001). Set target.publishedAddress to 127.0.0.1, or add "ports" to policy.allowPublic.',
    ]);
    expect(broken({ allowPublic: ['ports'] }, {}, overlay)).toEqual([]);
    expect(broken({}, {}, { target: { kind: 'docker', publishedAddress: '::1' } })).toEqual([]);
  });

  test('ways into a cluster', () => {
    const overlay: EnvironmentOverlay = {
      target: {
        kind: 'kubernetes',
        access: {
          grafana: ingress,
          otlp: { route: { ...ingress, host: 'otlp.example.com' }, authentication: { kind: 'bearer', token: { secret: 't' } } },
        },
      },
    };
    expect(broken({}, {}, overlay)).toEqual([
      'policy.allowPublic: prod opens Grafana to the outside at grafana.example.com. Remove target.access.grafana, or add "grafana" to policy.allowPublic.',
      'policy.allowPublic: prod takes telemetry from outside at otlp.example.com, with bearer authentication. Remove target.access.otlp, or add "otlp" to policy.allowPublic.',
    ]);
    expect(broken({ allowPublic: ['grafana', 'otlp'] }, {}, overlay)).toEqual([]);
  });

  test('services that a chart opens', () => {
    const head = releasedPlatform({ target: { kind: 'kubernetes' } }, 'prod');
    const opened = {
      ...head,
      releases: head.releases.map((release) =>
        release.name === 'loki' ? { ...release, values: { gateway: { service: { type: 'LoadBalancer' } } } } : release,
      ),
    };
    expect(violations(head.config.policy, plan(), opened)).toEqual([
      {
        rule: 'policy.allowPublic',
        text: 'prod has a service of the release loki open to the outside (gateway.service). Give it the type ClusterIP, or add "services" to policy.allowPublic.',
      },
    ]);
  });

  test('losses of data', () => {
    expect(broken({}, { risks: [loss('high'), loss('low', 'platform')] })).toEqual([
      "policy.acknowledge: prod loses data by retention.traces: The older 4 d are deleted. If that is wanted, add { subject: 'retention.traces', reason: '…' } to policy.acknowledge.",
    ]);
    expect(broken({ acknowledge: [{ subject: 'retention.traces', reason: 'a week is enough' }] }, { risks: [loss('high')] })).toEqual([]);
    expect(broken({ dataLoss: 'allowed' }, { risks: [loss('high')] })).toEqual([]);
  });

  test('acknowledgements of what is not lost are harmless, and stale', () => {
    const policy: PolicyOverlay = { acknowledge: [{ subject: 'retention.trace', reason: 'a week is enough' }] };
    const head = releasedPlatform({ policy }, 'prod');
    expect(violations(head.config.policy, plan(), head)).toEqual([]);
    expect(staleAcknowledgements([head.config.policy, head.config.policy], [plan()])).toEqual([
      'policy.acknowledge names retention.trace, of which this change loses nothing: take it out.',
    ]);
    expect(staleAcknowledgements([head.config.policy], [plan(), plan({ risks: [loss('medium', 'retention.trace')] })])).toEqual([]);
  });

  test('room', () => {
    expect(broken({ room: { cpu: 1, memory: '1GiB' } })).toEqual([
      'policy.room: prod reserves 1.7 cores, more than policy.room.cpu (1). Reserve less in the resources of components, run fewer replicas, or raise it when there is more.',
      'policy.room: prod reserves 1.5 GiB of memory, more than policy.room.memory (1GiB). Reserve less in the resources of components, run fewer replicas, or raise it when there is more.',
    ]);
    expect(broken({ room: { cpu: 8, memory: '16GiB' } })).toEqual([]);
  });

  test('an environment in which nothing changes, or that goes, breaks none', () => {
    const head = releasedPlatform({ target: { kind: 'docker', publishedAddress: '0.0.0.0' } }, 'prod');
    expect(violations(head.config.policy, plan({ status: 'unchanged' }), head)).toEqual([]);
    expect(violations(head.config.policy, plan({ status: 'removed' }), undefined)).toEqual([]);
  });

  test.each(shipped)('%s keeps to its own', (name, overlay) => {
    const head = releasedPlatform(overlay, name);
    expect(violations(head.config.policy, plan({ name }), head)).toEqual([]);
  });
});
