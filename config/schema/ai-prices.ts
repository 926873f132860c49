/** What a model costs, in dollars for a million tokens. */
export interface ModelPrice {
  readonly model: string;
  readonly inputPerMillionTokens: number;
  readonly outputPerMillionTokens: number;
}

const price = (model: string, inputPerMillionTokens: number, outputPerMillionTokens: number): ModelPrice => ({
  model,
  inputPerMillionTokens,
  outputPerMillionTokens,
});

/**
 * List prices of text models as of mid 2025 (OpenAI's: spring 2026), without discounts for batches, caches or quantities. Prices change: an
 * environment that pays by them says its own.
 *
 * - https://platform.openai.com/docs/pricing
 * - https://docs.anthropic.com/en/docs/about-claude/pricing
 * - https://ai.google.dev/gemini-api/docs/pricing (the tier up to 200 000 tokens)
 */
export const LIST_PRICES: readonly ModelPrice[] = [
  price('gpt-5', 1.25, 10),
  price('gpt-5-mini', 0.25, 2),
  price('gpt-5-nano', 0.05, 0.4),
  price('gpt-4o', 2.5, 10),
  price('gpt-4o-mini', 0.15, 0.6),
  price('gpt-4.1', 2, 8),
  price('gpt-4.1-mini', 0.4, 1.6),
  price('gpt-4.1-nano', 0.1, 0.4),
  price('o3', 2, 8),
  price('o4-mini', 1.1, 4.4),
  price('claude-opus-4', 15, 75),
  price('claude-sonnet-4', 3, 15),
  price('claude-3-5-haiku', 0.8, 4),
  price('gemini-2.5-pro', 1.25, 10),
  price('gemini-2.5-flash', 0.3, 2.5),
];
