import { significant } from './numbers';
import { confidenceOf, type Findings, type Proposal } from './proposal';

/** What an environment costs a month with some values changed, in dollars: a real estimate of a real rendering. */
export type CostOf = (changes: readonly { readonly path: string; readonly after: unknown }[]) => number;

/** What a budget leads to. */
export interface SamplingAdvice {
  readonly proposals: readonly Proposal[];
  /** What a person must know beside them. */
  readonly notes: readonly string[];
}

const PATH = 'sampling.traces.ratio';

/** Below one trace in a hundred, ordinary requests can hardly be looked at. */
const LEAST = 0.01;

/** The share of what is over the budget that sampling must save at least, when it cannot save all of it. */
const WORTH = 0.25;

/**
 * The largest share of traces with which an environment stays within a budget, all other proposals taken as accepted. Calls the estimate
 * some ten times.
 *
 * @param budget dollars a month
 */
export function samplingForBudget(
  { config, usage }: Findings,
  budget: number,
  others: readonly Proposal[],
  costOf: CostOf,
): SamplingAdvice {
  const { ratio } = config.sampling.traces;
  const costWith = (value: number): number => costOf([...others, { path: PATH, after: value }]);
  const now = costWith(ratio);
  if (now <= budget) return { proposals: [], notes: [`$${now.toFixed(0)} a month is within the budget of $${budget}.`] };
  if (config.traces.backend === 'none')
    return {
      proposals: [],
      notes: [`$${now.toFixed(0)} a month is over the budget of $${budget}, and no traces are stored that could be sampled.`],
    };
  const least = Math.min(ratio, LEAST);
  const cheapest = costWith(least);
  // Traces are not given up for next to nothing.
  if (cheapest > budget && now - cheapest < WORTH * (now - budget))
    return {
      proposals: [],
      notes: [
        `$${now.toFixed(0)} a month is over the budget of $${budget}, and fewer traces would save only $${(now - cheapest).toFixed(2)} of it: most is for machines, volumes or other signals (o11y cost ${config.name} --lines).`,
      ],
    };
  const after = cheapest > budget ? least : largestWithin(least, ratio, (value) => costWith(value) <= budget);
  const cost = costWith(after);
  return {
    proposals: [
      {
        kind: 'sampling',
        path: PATH,
        before: ratio,
        after,
        evidence: `With the other proposals the environment costs $${now.toFixed(2)} a month, and the budget is $${budget}. Errors and slow requests are kept whatever the ratio; rates and durations are those of all requests.`,
        confidence: confidenceOf(usage),
      },
    ],
    notes:
      cost > budget
        ? [
            `Even with one ordinary trace in ${Math.round(1 / after)} it costs $${cost.toFixed(0)} a month, more than the budget of $${budget}.`,
          ]
        : [],
  };
}

/** The largest value in steps of two digits for which something holds, which holds for the least. */
function largestWithin(least: number, most: number, holds: (value: number) => boolean): number {
  let [low, high] = [least, most];
  for (let step = 0; step < 8; step++) {
    const middle = Math.sqrt(low * high);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  const rounded = significant(low, 2);
  return rounded <= low || holds(rounded)
    ? rounded
    : Math.max(least, significant(rounded - 10 ** (Math.floor(Math.log10(rounded)) - 1), 2));
}
