import { ruleGroups } from '../../alert-rules';
import { defineEnvironment } from '../../config/define';
import { dashboards } from '../../dashboards';
import { counted } from '../../dashboards/promql';
import { queriesOf } from '../support/dashboards';
import { answersOverlay, BUDGETS } from '../support/e2e/answers';
import { hasLogs, traceBackend } from '../support/e2e/backends';
import { DATABASES, startDatabases, useDatabases } from '../support/e2e/databases';
import { describeWithEngine, removePlatform } from '../support/e2e/engine';
import { PLATFORM, PORTS, PREFIX, SECRETS, SERVICES_NETWORK, sender, stores } from '../support/e2e/environment';
import { CALLS, failAtOnce, loadGateway, loadModels, loadOrders, sendRareThings, spentBy } from '../support/e2e/load';
import { metricsOfRules, NOT_HERE } from '../support/e2e/not-here';
import { PanelQueries, panelsOfAll, showPanels } from '../support/e2e/panels';
import { E2eProject } from '../support/e2e/project';
import { WebhookReceiver } from '../support/e2e/receiver';
import { ServiceContainer } from '../support/e2e/services';
import { eventually } from '../support/e2e/stores';
import { EXAMPLE_SERVICES, toolchainNeed } from '../support/examples';
import { missingMetrics } from '../support/metric-names';
import { variants } from '../support/variants';

/** Services of the catalogue, of which each example is one. */
const [MODELS, GATEWAY, ORDERS] = ['llm-orchestrator', 'api-gateway', 'platform-services'] as const;

const removeEverything = (): Promise<void> =>
  removePlatform(PREFIX, [...DATABASES, ...EXAMPLE_SERVICES.map(({ service }) => `${PLATFORM}-${service}`)]);

/** What all calls of models cost. */
const SPENT = Object.values(spentBy('tenant')).reduce((sum, dollars) => sum + dollars, 0);

/** What the suite found out, for whoever reads its output. */
const report = (...lines: readonly string[]): void => void process.stdout.write(`${lines.join('\n')}\n`);

let project: E2eProject;
let receiver: WebhookReceiver;
let config: ReturnType<typeof defineEnvironment>;
let queries: PanelQueries;
const services = new Map<string, ServiceContainer>();
const serviceOf = (name: string): ServiceContainer => {
  const service = services.get(name);
  if (service === undefined) throw new Error(`${name} does not run`);
  return service;
};

/** Waits until an alert has come to its receivers, and to no others. */
const arrives = (name: string, service: string | undefined, paths: readonly string[], status: 'firing' | 'resolved' = 'firing') =>
  eventually(
    `${name} of ${service ?? 'the platform'} (${status})`,
    async () => receiver.pathsOf(name, service, status),
    (found) => JSON.stringify(found) === JSON.stringify(paths),
  );

/** An alert as Alertmanager has it. https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml */
interface HeldAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[] };
}

describeWithEngine(
  'a platform with services under load',
  () => {
    beforeAll(async () => {
      await removeEverything();
      receiver = await WebhookReceiver.start();
      const overlay = answersOverlay(receiver.url);
      config = defineEnvironment('dev', overlay);
      queries = new PanelQueries(PORTS, [MODELS, GATEWAY]);
      project = await E2eProject.create(overlay, SECRETS);
      await project.cdktf(['deploy', 'dev', '--auto-approve', '--skip-provider-lock'], 0);
      await startDatabases();
      for (const example of EXAMPLE_SERVICES)
        services.set(example.service, await ServiceContainer.start(example, config, SERVICES_NETWORK));
      await eventually(
        'services and databases that are scraped',
        () => stores.metrics(`up{service=~"${[MODELS, GATEWAY, ORDERS].join('|')}"} == 1 or redis_up == 1 or pg_up == 1`),
        (up) => up.length === 5,
      );
    });

    afterAll(async () => {
      await removeEverything();
      await receiver.stop();
      project.remove();
    });

    test('costs by tenant, model and user are those that the load knows, at a sampling ratio of a tenth', async () => {
      expect(config.sampling.traces.ratio).toBe(0.1);
      await sendRareThings(sender);
      await Promise.all([loadModels(serviceOf(MODELS)), loadGateway(serviceOf(GATEWAY)), loadOrders(serviceOf(ORDERS)), useDatabases()]);
      const labels = { tenant: 'tenant_id', model: 'gen_ai_request_model', user: 'user_id' } as const;
      const lines: string[] = [];
      for (const key of ['tenant', 'model', 'user'] as const) {
        for (const [name, dollars] of Object.entries(spentBy(key))) {
          const query = `sum(last_over_time(gen_ai_cost_usd_total{${labels[key]}="${name}"}[1h]))`;
          const stored = await eventually(
            `the cost of ${name}`,
            () => stores.metric(query),
            (found) => Math.abs(found - dollars) <= dollars / 100,
          );
          lines.push(`  ${key} ${name}: ${dollars.toFixed(6)} dollars by the script, ${stored.toFixed(6)} in Prometheus`);
        }
      }
      // What dashboards and budgets go by is no less exact; it is recorded once a minute.
      const known = spentBy('tenant');
      const exact = (found: number, dollars = 0): boolean => Math.abs(found - dollars) < 1e-6;
      await eventually(
        'the cost of the hour',
        () => stores.metrics('tenant:gen_ai_cost_usd:increase1h'),
        (found) => found.length === 3 && found.every(({ labels: of, value }) => exact(value, known[of['tenant_id'] ?? ''])),
      );
      const shown = await stores.metric(counted('', 'gen_ai_cost_usd_total', [], '1h'));
      expect(shown).toBeCloseTo(SPENT, 6);
      // Some are kept for being slow or failed; chats are neither.
      const kept = await eventually(
        'traces',
        () => stores.traces(MODELS, 1_000, 'POST /chat'),
        ({ size }) => size > 0,
      );
      report(`costs of ${CALLS} calls, of whose traces ${kept.size} are stored:`, ...lines);
      expect(kept.size).toBeLessThan(CALLS / 4);
      // Otherwise Loki writes its first chunk when it is full or old.
      if (hasLogs) await stores.post(PORTS.loki, '/flush');
    });

    test('alerts arrive at the receivers of their severity and owner, in the groups of their route', async () => {
      await arrives('Watchdog', undefined, ['/heartbeat']);
      await arrives('SecurityAuthenticationFailures', GATEWAY, ['/platform']);
      await arrives('SecuritySuspiciousActivity', GATEWAY, ['/pager', '/platform']);
      await arrives('WorkflowFailures', GATEWAY, ['/platform']);
      await arrives('WorkflowFailures', MODELS, ['/ai-team']);
      await arrives('HighLatency', MODELS, ['/ai-team']);
      await arrives('HighErrorRate', GATEWAY, ['/pager', '/platform']);
      await arrives('HighErrorRate', MODELS, ['/ai-team', '/pager']);
      await arrives('AIBudgetExceeded', undefined, ['/pager', '/platform']);
      await arrives('TenantAIBudgetExceeded', undefined, ['/pager', '/platform']);
      for (const { path, receiver: name, groupLabels, alerts } of receiver.messages) {
        expect(path).toBe(`/${name}`);
        for (const { labels } of alerts) for (const [label, value] of Object.entries(groupLabels)) expect(labels[label] ?? '').toBe(value);
        if (path === '/pager') expect(Object.keys(groupLabels)).not.toContain('alertname');
        if (path === '/ai-team') expect(Object.keys(groupLabels)).toContain('alertname');
      }
      const together = receiver.messages.filter(({ path, groupLabels }) => path === '/pager' && groupLabels['service'] === GATEWAY);
      expect(together.map(({ alerts }) => alerts.map(({ labels }) => labels['alertname']))).toContainEqual(
        expect.arrayContaining(['HighErrorRate', 'SecuritySuspiciousActivity']),
      );
      const about = (name: string, service = '') =>
        receiver.messages
          .flatMap(({ alerts }) => alerts)
          .find(({ labels }) => labels['alertname'] === name && (labels['service'] ?? '') === service);
      expect(about('HighErrorRate', MODELS)).toMatchObject({
        labels: { severity: 'critical', owner: 'ai-platform', service_name: MODELS },
        annotations: { runbook_url: expect.stringContaining('high-error-rate'), dashboard_url: expect.stringContaining(MODELS) },
      });
      // The alert may have come in the middle of the load.
      expect(SPENT).toBeGreaterThan(BUDGETS.monthly);
      expect(about('AIBudgetExceeded')?.annotations['summary']).toMatch(/have cost \d+\.\d\d dollars, more than the budget/);
    });

    test('a service that is down silences its symptoms, and its end is told', async () => {
      const down = serviceOf(ORDERS);
      await failAtOnce(down);
      await down.stop();
      await arrives('ServiceDown', ORDERS, ['/pager', '/platform']);
      const held = async (): Promise<readonly HeldAlert[]> =>
        (await stores.get(PORTS.alertmanager, '/api/v2/alerts')) as readonly HeldAlert[];
      const of = (all: readonly HeldAlert[], name: string) =>
        all.find(({ labels }) => labels['alertname'] === name && labels['service'] === ORDERS);
      const alerts = await eventually('its symptoms', held, (all) => of(all, 'HighErrorRate')?.status.state === 'suppressed');
      expect(of(alerts, 'HighErrorRate')?.status.inhibitedBy).toEqual([of(alerts, 'ServiceDown')?.fingerprint]);
      // Who guesses passwords does so whether the service is up or not.
      await arrives('SecurityAuthenticationFailures', ORDERS, ['/platform']);
      expect(receiver.pathsOf('HighErrorRate', ORDERS)).toEqual([]);
      await down.startAgain();
      await arrives('ServiceDown', ORDERS, ['/pager', '/platform'], 'resolved');
      report(
        ...[
          ...new Set(
            receiver.messages.flatMap(({ path, alerts: sent }) =>
              sent.map(
                ({ status, labels }) =>
                  `  ${path}: ${status} ${labels['alertname'] ?? ''} ${labels['service'] ?? labels['tenant_id'] ?? ''}`,
              ),
            ),
          ),
        ].sort(),
      );
    });

    test('every rule and query of every variant runs, and the rules of this one are healthy', async () => {
      // So that the store of traces has answered twice when its panel is looked at.
      await stores.traces(GATEWAY);
      const expressions = new Set(
        variants.flatMap(([, platform]) => ruleGroups(platform.config).flatMap(({ rules }) => rules.map(({ expr }) => expr))),
      );
      const failed: string[] = [];
      for (const expression of expressions) {
        const answer = await queries.prometheus(expression);
        if ('error' in answer) failed.push(`${expression}: ${answer.error}`);
      }
      const answers = ['prometheus', ...(hasLogs ? ['loki'] : []), ...(traceBackend === 'tempo' ? ['tempo'] : [])];
      const targets = new Map(
        variants
          .flatMap(([, platform]) => queriesOf(dashboards(platform.config)))
          .flatMap(({ target }) => (answers.includes(target.datasource.type) ? [[target.expr ?? target.query, target] as const] : [])),
      );
      for (const [expression, target] of targets) {
        const answer = await queries.ask(target);
        if ('error' in answer) failed.push(`${expression}: ${answer.error}`);
      }
      expect(failed).toEqual([]);
      const { data } = (await stores.get(PORTS.prometheus, '/api/v1/rules')) as {
        readonly data: {
          readonly groups: readonly {
            readonly rules: readonly { readonly name: string; readonly health: string; readonly lastError?: string }[];
          }[];
        };
      };
      const rules = data.groups.flatMap((group) => group.rules);
      expect(rules.length).toBeGreaterThan(50);
      expect(
        rules.filter(({ health }) => health !== 'ok').map(({ name, health, lastError }) => `${name}: ${health} ${lastError ?? ''}`),
      ).toEqual([]);
      report(
        `rules: ${rules.length} are healthy; ${expressions.size} expressions of rules and ${targets.size} of panels, those of all variants, run`,
      );
    });

    test('every metric of a dashboard or a rule is there, or on the list of those that are not', async () => {
      const ofDashboards = (await missingMetrics(`http://127.0.0.1:${PORTS.prometheus}`, config, [])).map(({ name }) => name);
      const { data } = (await stores.get(PORTS.prometheus, '/api/v1/label/__name__/values')) as { readonly data: readonly string[] };
      const missing = [...new Set([...ofDashboards, ...metricsOfRules(config).filter((name) => !data.includes(name))])].sort();
      report('metrics that are not here:', ...missing.map((name) => `  ${name}: ${NOT_HERE[name] ?? 'NOT LISTED'}`));
      expect(missing.filter((name) => NOT_HERE[name] === undefined)).toEqual([]);
    });

    test('every query of every panel runs, and panels have something to show', async () => {
      const least = 0.95;
      const shown = await eventually(
        'panels',
        () => showPanels(config, queries),
        ({ panels, without, failed }) => failed.length === 0 && panels.length - without.length >= least * panels.length,
      );
      const all = panelsOfAll(variants.map(([, platform]) => platform.config));
      const { panels, without } = shown;
      report(
        `panels: ${panels.length - without.length} with data, ${panels.length} whose source runs here, ${all.length} in all variants; traces are searched in ${traceBackend}`,
        ...without.map((panel) => `  nothing in ${panel}`),
        ...all.filter((panel) => !panels.includes(panel)).map((panel) => `  not here: ${panel}`),
      );
      expect(all.length).toBeGreaterThan(panels.length);
    });
  },
  ...EXAMPLE_SERVICES.map(toolchainNeed),
);
