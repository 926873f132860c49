import type { AiConfig } from '../../config/schema/ai';
import type { DeepReadonly } from '../../config/schema/readonly';
import type { Native } from '../core/native';

/** Where a span says what its call of a model cost, in dollars. */
export const COST = 'cost_usd';

type Price = DeepReadonly<AiConfig['prices']>[number];

/** A number as OTTL writes it: never with an exponent, always with a point, so that it is no whole number. */
const decimal = (value: number): string => value.toFixed(9).replace(/(\.\d+?)0+$/, '$1');

/** A model and its versions by date: gpt-4o-2024-08-06, claude-sonnet-4-20250514, gemini-2.5-pro-latest. */
const versionsOf = (model: string): string => `^${model.replaceAll('.', '[.]')}([-@](latest|[0-9][0-9-]{3,}))?$`;

/** The model that answered is the one that costs; it is not always said, and the one asked for may be a name of its own, as of a deployment. */
const MODELS = { answered: 'gen_ai.response.model', asked: 'gen_ai.request.model' } as const;

/** Tokens by the convention, and by that of instrumentations of before 2025. https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/#deprecated-genai-attributes */
const TOKENS = {
  input: { key: 'gen_ai.usage.input_tokens', before: 'gen_ai.usage.prompt_tokens' },
  output: { key: 'gen_ai.usage.output_tokens', before: 'gen_ai.usage.completion_tokens' },
} as const;

const attribute = (key: string): string => `span.attributes["${key}"]`;

const charge =
  (model: string) =>
  ({ model: name, inputPerMillionTokens, outputPerMillionTokens }: Price): string =>
    `set(${attribute(COST)}, (span.cache["input"] * ${decimal(inputPerMillionTokens)} + ` +
    `span.cache["output"] * ${decimal(outputPerMillionTokens)}) / 1000000.0) ` +
    `where ${attribute(COST)} == nil and IsMatch(${attribute(model)}, ${JSON.stringify(versionsOf(name))})`;

/** Takes what is said in another way for what is not said. */
const renamed = (before: string, key: string): string =>
  `set(${attribute(key)}, ${attribute(before)}) where ${attribute(key)} == nil and ${attribute(before)} != nil`;

/** Embeddings have no output: what is not said is zero, when the other is said. */
const tokens = (direction: 'input' | 'output'): readonly string[] => [
  `set(span.cache["${direction}"], 0.0)`,
  `set(span.cache["${direction}"], Double(${attribute(TOKENS[direction].key)})) where ${attribute(TOKENS[direction].key)} != nil`,
];

/** Whether a call says how many tokens it took: one that does not has no cost that is known, which is not a cost of zero. */
export const COUNTED = `(${attribute(TOKENS.input.key)} != nil or ${attribute(TOKENS.output.key)} != nil)`;

/**
 * Gives spans that called a model their cost by the table of prices; what the service knows itself stays. Spans that called none pay for
 * three looks at their attributes.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/transformprocessor
 */
export const costTransform = ({ prices }: DeepReadonly<AiConfig>): Native => ({
  error_mode: 'silent',
  trace_statements: [
    {
      context: 'span',
      conditions: [`${attribute(MODELS.asked)} != nil or ${attribute(MODELS.answered)} != nil`],
      statements: [renamed(MODELS.answered, MODELS.asked), ...Object.values(TOKENS).map(({ key, before }) => renamed(before, key))],
    },
    {
      context: 'span',
      conditions: [`${attribute(MODELS.asked)} != nil and ${attribute(COST)} == nil and ${COUNTED}`],
      statements: [...tokens('input'), ...tokens('output'), ...prices.map(charge(MODELS.answered)), ...prices.map(charge(MODELS.asked))],
    },
  ],
});
