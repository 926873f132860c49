import { milliseconds } from '../config/units';
import { growth } from './promql';
import type { Concern } from './rule';

/** What an hour of it costs, all tenants or one. */
const SPENT = 'tenant:gen_ai_cost_usd:increase1h';

/** Costs of language models: their trend, and the budgets of the environment and of tenants. */
export const aiCost: Concern = ({ config, parts, thresholds: { aiCost: at } }) => {
  const { monthly, tenants } = config.ai.budgets;
  // What is kept for less than 30 days cannot tell what they cost, but never says more.
  const days = Math.min(30, Math.max(1, Math.floor(milliseconds(config.retention.metrics.time) / milliseconds('1d'))));
  const spentIn = (window: string): string => `sum_over_time(${SPENT}[${window}:1h])`;
  const tenantsOver = (spent: (tenant: string) => string): string =>
    tenants.map(({ tenant, monthly: budget }) => `${spent(tenant)} > ${budget}`).join(' or ');
  const hour = `sum by (service_name) (${growth('gen_ai_cost_usd_total', '1h')})`;
  const day = 'sum by (service_name) (increase(gen_ai_cost_usd_total[1d] offset 1h)) / 24';
  return {
    name: 'ai-cost',
    interval: '1m',
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
        alert: 'AIBudgetAtRisk',
        when: parts.spans && monthly !== undefined,
        expr: `sum(${spentIn('1d')}) * 30 > ${monthly ?? 0}`,
        for: '1h',
        severity: 'warning',
        about: 'platform',
        summary: 'Language models will cost {{ printf "%.2f" $value }} dollars in 30 days at the pace of today',
        description: `The budget of the environment is ${monthly ?? 0} dollars in 30 days.`,
        dashboard: 'cost-tracking',
      },
      {
        alert: 'AIBudgetExceeded',
        when: parts.spans && monthly !== undefined,
        expr: `sum(${spentIn(`${days}d`)}) > ${monthly ?? 0}`,
        severity: 'critical',
        about: 'platform',
        summary: 'Language models have cost {{ printf "%.2f" $value }} dollars, more than the budget',
        description: `The budget of the environment is ${monthly ?? 0} dollars in 30 days; this is what the last ${days} days cost.`,
        dashboard: 'cost-tracking',
      },
      {
        alert: 'TenantAIBudgetAtRisk',
        when: parts.spans && tenants.length > 0,
        expr: tenantsOver((tenant) => `sum by (tenant_id) (sum_over_time(${SPENT}{tenant_id="${tenant}"}[1d:1h])) * 30`),
        for: '1h',
        severity: 'warning',
        about: 'platform',
        summary: 'Tenant {{ $labels.tenant_id }} will spend {{ printf "%.2f" $value }} dollars on language models in 30 days',
        description: 'At the pace of today, the tenant spends more than its budget.',
        dashboard: 'cost-tracking',
      },
      {
        alert: 'TenantAIBudgetExceeded',
        when: parts.spans && tenants.length > 0,
        expr: tenantsOver((tenant) => `sum by (tenant_id) (sum_over_time(${SPENT}{tenant_id="${tenant}"}[${days}d:1h]))`),
        severity: 'critical',
        about: 'platform',
        summary: 'Tenant {{ $labels.tenant_id }} has spent {{ printf "%.2f" $value }} dollars on language models, more than its budget',
        description: `This is what the last ${days} days cost.`,
        dashboard: 'cost-tracking',
      },
    ],
  };
};
