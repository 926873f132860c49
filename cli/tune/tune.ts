import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from '../../config/errors';
import type { EnvironmentConfig } from '../../config/schema/environment';
import { type Setting, withSettings } from '../../config/settings';
import { estimate } from '../../cost/estimate';
import { type ConfigEdit, editConfig, type RefusedEdit } from '../../tuning/edit';
import { type Confidence, confidenceOf, confidenceText, type Proposal } from '../../tuning/proposal';
import { propose } from '../../tuning/propose';
import type { Usage } from '../../tuning/usage';
import { renderPlatform } from '../cost/what-if';
import { CommandError } from '../terminal/exit';
import { loadSource } from './overlay';

/** A proposal with what it does to the bill. */
export interface PricedProposal extends Proposal {
  /** Dollars a month, on top of the proposals before it; absent when it is not valid without those after it. */
  readonly dollars?: number;
}

/** What `o11y tune` says. */
export interface Tuning {
  readonly environment: string;
  /** How far the measurement can be trusted, and why. */
  readonly confidence: { readonly level: Confidence; readonly because: string };
  readonly proposals: readonly PricedProposal[];
  /** Of the environment, dollars a month. */
  readonly cost: { readonly before: number; readonly after: number };
  readonly notes: readonly string[];
  /** Proposals that the file's text does not allow to be written, with the line. */
  readonly refused: readonly RefusedEdit[];
  readonly file: string;
}

/** What is proposed, and the text of the file with it. */
export interface TuningResult {
  readonly tuning: Tuning;
  readonly before: string;
  readonly after: string;
}

export interface TuneOptions {
  readonly budget: number | undefined;
  readonly confidence: Confidence;
}

const RANK: Readonly<Record<Confidence, number>> = { low: 0, medium: 1, high: 2 };

const settingOf = ({ path, after }: { readonly path: string; readonly after: unknown }): Setting => ({
  keys: path.split('.'),
  value: after,
});

const editOf = ({ path, after }: Proposal): ConfigEdit => ({ path: path.split('.'), value: after });

const costOf = (config: EnvironmentConfig, changes: readonly { readonly path: string; readonly after: unknown }[]): number =>
  estimate(renderPlatform(withSettings(config, changes.map(settingOf)))).total;

/**
 * Proposes values for an environment and makes the text of its file with them. Nothing is written. Loads the file before and after: what the
 * new text gives is exactly what was proposed, or it is an error.
 *
 * @throws CommandError when the file cannot be loaded
 * @throws ConfigError when all proposals together are no valid configuration
 */
export async function tune(usage: Usage, file: string, source: string, { budget, confidence }: TuneOptions): Promise<TuningResult> {
  const { environment } = usage;
  const config = await loadSource(environment, file, source);
  const { proposals: all, notes } = propose({ config, usage }, budget, (changes) => costOf(config, changes));
  const proposals = all.filter((proposal) => RANK[proposal.confidence] >= RANK[confidence]);
  const hidden = all.length - proposals.length;
  const { source: after, applied, refused } = editConfig(source, proposals.map(editOf));
  const tuned = await loadSource(environment, file, after);
  const expected = withSettings(
    config,
    applied.map(({ path, value }): Setting => ({ keys: path, value })),
  );
  if (!isDeepStrictEqual(tuned, expected))
    throw new CommandError(
      `${file} is written in a way that cannot be edited: with the new values it gives another configuration. Nothing was written; --json lists the values.`,
    );
  const { before: costBefore, after: costAfter, priced } = price(config, proposals);
  return {
    before: source,
    after,
    tuning: {
      environment,
      confidence: { level: confidenceOf(usage), because: confidenceText(usage) },
      proposals: priced,
      cost: { before: costBefore, after: costAfter },
      notes: [...notes, ...(hidden === 0 ? [] : [`${hidden} more with less confidence than ${confidence} are not shown.`])],
      refused,
      file,
    },
  };
}

/** What each proposal adds to the bill, one after the other: the differences add up to that of all. */
function price(config: EnvironmentConfig, proposals: readonly Proposal[]) {
  const start = costOf(config, []);
  let last = start;
  const priced = proposals.map((proposal, index): PricedProposal => {
    const cost = validCost(config, proposals.slice(0, index + 1));
    if (cost === undefined) return proposal;
    const dollars = cost - last;
    last = cost;
    return { ...proposal, dollars };
  });
  return { before: start, after: costOf(config, proposals), priced };
}

function validCost(config: EnvironmentConfig, proposals: readonly Proposal[]): number | undefined {
  try {
    return costOf(config, proposals);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
