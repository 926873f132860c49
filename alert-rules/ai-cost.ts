import { milliseconds } from '../config/units';
import { growth } from './promql';
import type { Concern } from './rule';

/** What an hour of it costs, all tenants or one. */
const SPENT = 'tenant:gen_ai_cost_usd:increase1h';

/**
 * What a time cost: its full hours by the clock, or else those but the last and the sixty minutes until now, whichever is more. Neither counts
 * anything twice, and what is spent within minutes is seen within minutes.
 */
function spentIn(window: string, series: string, by = ''): string {
  const hours = (offset: string): string => `sum${by} (sum_over_time(${series}[${window}:1h]${offset}))`;
  const lately = `sum${by} (${series})`;
  return `(${lately} + (${hours(' offset 1h')} or ${lately} * 0)) > ${hours('')} or ${hours('')} or ${lately}`;
}

/** Costs of language models: their trend, and the budgets of the environment and of tenants. */
export const aiCost: Concern = ({ config, parts, thresholds: { aiCost: at } }) => {
  const { monthly, tenants } = config.ai.budgets;
  // What is kept for less than 30 days cannot tell what they cost, but never says more.
  const days = Math.min(30, Math.max(1, Math.floor(milliseconds(config.retention.metrics.time) / milliseconds('1d'))));
  const tenantsOver = (spent: (series: string, by: string) => string): string =>
    tenants.map(({ tenant, monthly: budget }) => `${spent(`${SPENT}{tenant_id="${tenant}"}`, ' by (tenant_id)')} > ${budget}`).join(' or ');
  const today = (series: string, by = ''): string => `sum${by} (sum_over_time(${series}[1d:1h])) * 30`;
  const hour = `sum by (service_name) (${growth('gen_ai_cost_usd_total', '1h')})`;
  const day = 'sum by (service_name) (increase(gen_ai_cost_usd_total[1d] offset 1h)) / 24';
  return {
    name: 'ai-cost',
    interval: '1m',
    recordings: [{ record: SPENT, when: parts.spans, expr: `sum by (tenant_id) (${growth('gen_ai_cost_usd_total', '1h')})` }],
    alerts: [
      {
        alert: 'HighAICosts',
        when: parts.spans,
        expr: `${hour} > on (service_name) ${at.trend} * (${day}) and on (service_name) ${hour} > ${at.dollarsPerHour}`,
        for: '5m',
        severity: 'warning',
        about: 'service',
        summary: '{{ $labels.service_name }} has spent {{ printf "%.2f" $value }} dollars on language models in an hour',
        description: `That is more than ${at.trend} times what it spent in an average hour of the day before.`,
        dashboard: 'cost-tracking',
      },
      {
        alert: 'AICostUnknown',
        when: parts.spans,
        expr: `sum by (service_name, gen_ai_request_model, reason) (${growth('gen_ai_cost_unknown_total', '1h')}) > 0`,
        for: '15m',
        severity: 'info',
        about: 'service',
        summary: 'Nobody knows what {{ $labels.service_name }} pays for {{ $labels.gen_ai_request_model }}',
        description: '{{ $value | humanize }} calls in an hour are in no cost and no budget: their {{ $labels.reason }} is not known.',
        dashboard: 'cost-tracking',
      },
      {
        alert: 'AIBudgetAtRisk',
        when: parts.spans && monthly !== undefined,
        expr: `${today(SPENT)} > ${monthly ?? 0}`,
        for: '1h',
        severity: 'warning',
        about: 'platform',
        summary: 'Language models will cost {{ printf "%.2f" $value }} dollars in 30 days at the pace of today',
        description: `The budget of the environment is ${monthly ?? 0} dollars in 30 days.`,
        dashboard: 'cost-tracking',
        earlyWarningOf: { alert: 'AIBudgetExceeded', equal: [] },
      },
      {
        alert: 'AIBudgetExceeded',
        when: parts.spans && monthly !== undefined,
        expr: `(${spentIn(`${days}d`, SPENT)}) > ${monthly ?? 0}`,
        severity: 'critical',
        about: 'platform',
        summary: 'Language models have cost {{ printf "%.2f" $value }} dollars, more than the budget',
        description: `The budget of the environment is ${monthly ?? 0} dollars in 30 days; this is what the last ${days} days cost.`,
        dashboard: 'cost-tracking',
      },
      {
        alert: 'TenantAIBudgetAtRisk',
        when: parts.spans && tenants.length > 0,
        expr: tenantsOver(today),
        for: '1h',
        severity: 'warning',
        about: 'platform',
        summary: 'Tenant {{ $labels.tenant_id }} will spend {{ printf "%.2f" $value }} dollars on language models in 30 days',
        description: 'At the pace of today, the tenant spends more than its budget.',
        dashboard: 'cost-tracking',
        earlyWarningOf: { alert: 'TenantAIBudgetExceeded', equal: ['tenant_id'] },
      },
      {
        alert: 'TenantAIBudgetExceeded',
        when: parts.spans && tenants.length > 0,
        expr: tenantsOver((series, by) => `(${spentIn(`${days}d`, series, by)})`),
        severity: 'critical',
        about: 'platform',
        summary: 'Tenant {{ $labels.tenant_id }} has spent {{ printf "%.2f" $value }} dollars on language models, more than its budget',
        description: `This is what the last ${days} days cost.`,
        dashboard: 'cost-tracking',
      },
    ],
  };
};
