import type { EnvironmentConfig } from '../config/schema/environment';
import type { DashboardOf } from './definition';
import { graph, list, number, type Panel } from './panels';
import { counted, SELECTED } from './promql';
import { metric } from './queries';

const COST = 'gen_ai_cost_usd_total';
const month = (...matchers: readonly string[]): string => counted('', COST, matchers, '30d');

/** Dollars an hour, by labels. */
const hourly = (by: string): string => `sum by (${by}) (rate(${COST}{${SELECTED.join(',')}}[$__rate_interval])) * 3600`;

/** What calls of language models cost, and how much of the budgets is spent. Computed from all spans, before sampling. */
export const costTracking: DashboardOf = (config) => ({
  uid: 'cost-tracking',
  title: 'Cost Tracking',
  description: 'Dollars that calls of language models cost, by service, tenant, user, cost centre and model, against the budgets.',
  folder: 'Business',
  from: 'now-24h',
  rows: [
    {
      title: 'Spent',
      panels: [
        number({
          title: 'Cost',
          description: 'Dollars in the time shown.',
          unit: 'currencyUSD',
          width: 6,
          queries: [metric(counted('', COST, SELECTED))],
        }),
        number({
          title: 'Cost in 30 days',
          description: 'Dollars in the last 30 days, as far as metrics are kept.',
          unit: 'currencyUSD',
          width: 6,
          queries: [metric(month(...SELECTED))],
        }),
        number({
          title: 'Pace',
          description: 'Dollars that 30 days cost when they go on as the last day.',
          unit: 'currencyUSD',
          width: 6,
          queries: [metric(`${counted('', COST, SELECTED, '1d')} * 30`)],
        }),
        number({
          title: 'Cost of a thousand requests',
          description: 'Dollars of calls of models for each thousand requests of users, in the time shown.',
          unit: 'currencyUSD',
          width: 6,
          queries: [metric(`${counted('', COST, SELECTED)} / (${counted('', 'user_requests_total', SELECTED)} > 0) * 1000`)],
        }),
        ...budgets(config),
      ],
    },
    {
      title: 'By whom',
      panels: [
        ...(['service_name', 'gen_ai_request_model', 'tenant_id', 'cost_center'] as const).map((label) =>
          graph({
            title: `Cost by ${NAMES[label]}`,
            description: `Dollars an hour of each ${NAMES[label]}.`,
            unit: 'currencyUSD',
            stacked: true,
            queries: [metric(hourly(label), `{{${label}}}`)],
          }),
        ),
        list({
          title: 'Tenants and models',
          description: 'Dollars in the time shown, the most expensive first.',
          unit: 'currencyUSD',
          queries: [metric(`sort_desc(${counted('tenant_id, gen_ai_request_model', COST, SELECTED)} > 0)`, 'Dollars')],
        }),
        list({
          title: 'Users',
          description: 'Dollars of the twenty most expensive users in the time shown; without a name where users are not told apart.',
          unit: 'currencyUSD',
          queries: [metric(`topk(20, ${counted('user_id, tenant_id', COST, SELECTED)} > 0)`, 'Dollars')],
        }),
      ],
    },
  ],
});

const NAMES = { service_name: 'service', gen_ai_request_model: 'model', tenant_id: 'tenant', cost_center: 'cost centre' } as const;

/** How much of each budget is spent: nothing where there is none. */
function budgets({ ai }: EnvironmentConfig): readonly Panel[] {
  const { monthly, tenants } = ai.budgets;
  return [
    ...(monthly === undefined
      ? []
      : [
          number({
            title: 'Budget spent',
            description: `Share of the budget of ${monthly} dollars in 30 days that is spent.`,
            unit: 'percentunit',
            red: { above: 1 },
            width: 6,
            queries: [metric(`${month()} / ${monthly}`)],
          }),
        ]),
    ...(tenants.length === 0
      ? []
      : [
          graph({
            title: 'Budgets of tenants spent',
            description: 'Share of the budget of each tenant in 30 days that is spent.',
            unit: 'percentunit',
            red: { above: 1 },
            queries: tenants.map((budget) => metric(`${month(`tenant_id="${budget.tenant}"`)} / ${budget.monthly}`, budget.tenant)),
          }),
        ]),
  ];
}
