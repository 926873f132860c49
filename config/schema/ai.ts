import * as z from 'zod';
import { LIST_PRICES } from './ai-prices';

const dollarsSchema = z
  .number({ error: 'must be an amount of dollars, such as 2.5' })
  .min(0, { error: 'must be at least 0 dollars' })
  .max(1_000_000_000, { error: 'must be at most 1000000000 dollars' });

const budgetSchema = dollarsSchema.min(0.01, { error: 'must be at least 0.01 dollars: leave it out for no budget' });

// It becomes part of a pattern and of a statement of the collector.
const modelSchema = z.string().regex(/^[a-zA-Z0-9][\w.:/@-]{0,127}$/, {
  error: 'must be a name of a model such as "gpt-4o": 1 to 128 letters, digits and . _ - : / @, starting with a letter or digit',
});

const tenantSchema = z.string().regex(/^[a-zA-Z0-9][\w.@:-]{0,127}$/, {
  error: 'must be 1 to 128 letters, digits and . _ - : @, starting with a letter or digit: it is compared with a label',
});

const unique = <T>(key: (item: T) => string, items: readonly T[]): boolean => new Set(items.map(key)).size === items.length;

const priceSchema = z.strictObject({
  model: modelSchema.describe(
    'The model as spans name it in gen_ai.request.model; a version by date, as in gpt-4o-2024-08-06, has the price of its model.',
  ),
  inputPerMillionTokens: dollarsSchema.describe('Dollars for a million tokens sent.'),
  outputPerMillionTokens: dollarsSchema.describe('Dollars for a million tokens received.'),
});

const tenantBudgetSchema = z.strictObject({
  tenant: tenantSchema.describe('The tenant.id of its spans.'),
  monthly: budgetSchema.describe('Dollars in 30 days.'),
});

/**
 * What calls of language models cost, by the GenAI semantic conventions. Computed from all spans, before sampling.
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/
 */
export const aiSchema = z
  .strictObject({
    prices: z
      .array(priceSchema)
      .refine((prices) => unique(({ model }) => model, prices), { error: 'must name each model once' })
      .default([...LIST_PRICES])
      .describe('What models cost, for spans that say tokens and no cost_usd; a list replaces the default one.'),
    budgets: z
      .strictObject({
        monthly: budgetSchema.optional().describe('Dollars of the whole environment in 30 days; no budget when absent.'),
        tenants: z
          .array(tenantBudgetSchema)
          .refine((tenants) => unique(({ tenant }) => tenant, tenants), { error: 'must name each tenant once' })
          .default([])
          .describe('Budgets of single tenants.'),
      })
      .prefault({})
      .describe('What may be spent before alerts say so.'),
    attributeCostTo: z
      .strictObject({
        users: z
          .boolean()
          .default(true)
          .describe('Whether tokens and costs are told apart by user (user.id): each user that calls a model is a series of its own.'),
      })
      .prefault({})
      .describe('To whom costs are attributed, beside the service, the model, the tenant and the cost centre.'),
  })
  .prefault({});

export type AiConfig = z.output<typeof aiSchema>;
