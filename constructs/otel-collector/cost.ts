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

const charge = ({ model, inputPerMillionTokens, outputPerMillionTokens }: Price): string =>
  `set(span.attributes["${COST}"], (span.cache["input"] * ${decimal(inputPerMillionTokens)} + ` +
  `span.cache["output"] * ${decimal(outputPerMillionTokens)}) / 1000000.0) ` +
  `where IsMatch(span.attributes["gen_ai.request.model"], ${JSON.stringify(versionsOf(model))})`;

/** Embeddings have no output: what is not said is zero. */
const tokens = (direction: 'input' | 'output'): readonly string[] => [
  `set(span.cache["${direction}"], 0.0)`,
  `set(span.cache["${direction}"], Double(span.attributes["gen_ai.usage.${direction}_tokens"])) ` +
    `where span.attributes["gen_ai.usage.${direction}_tokens"] != nil`,
];

/**
 * Gives spans that called a model their cost by the table of prices; what the service knows itself stays. Spans that called none pay for
 * one look at their attributes.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/transformprocessor
 */
export const costTransform = ({ prices }: DeepReadonly<AiConfig>): Native => ({
  error_mode: 'silent',
  trace_statements: [
    {
      context: 'span',
      conditions: [`span.attributes["gen_ai.request.model"] != nil and span.attributes["${COST}"] == nil`],
      statements: [...tokens('input'), ...tokens('output'), ...prices.map(charge)],
    },
  ],
});
