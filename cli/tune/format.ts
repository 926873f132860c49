import { FILE_HEADERS_ONLY, formatPatch, structuredPatch } from 'diff';
import { dollarChangeText, dollarText } from '../../cost/text';
import type { Colours } from '../terminal/output';
import type { PricedProposal, Tuning, TuningResult } from './tune';

/** What is proposed, for people. Pure. */
export function formatTuning({ environment, confidence, proposals, cost, notes, refused, file }: Tuning, colours: Colours): string {
  const measured = `${environment}: ${confidence.level === 'low' ? colours.yellow(confidence.because) : confidence.because}`;
  if (proposals.length === 0) return [`${measured}.`, 'There is nothing to change.', ...notes].join('\n');
  const difference = cost.after - cost.before;
  return [
    `${measured}.`,
    ...proposals.map((proposal) => proposalText(proposal, colours)),
    `All together: ${dollarText(cost.before)} → ${dollarText(cost.after)} a month (${dollarChangeText(difference)}).`,
    ...(notes.length === 0 ? [] : [notes.join('\n')]),
    ...(refused.length === 0
      ? []
      : [
          [
            `Not written, as the file computes them:`,
            ...refused.map(({ path, line, why }) => `  ${line === undefined ? file : `${file}:${line}`} ${path}: ${why}`),
          ].join('\n'),
        ]),
  ].join('\n\n');
}

function proposalText({ path, before, after, evidence, confidence, dollars: effect }: PricedProposal, colours: Colours): string {
  const change = `${valueText(before)} → ${valueText(after)}`;
  const cost =
    effect === undefined ? 'no effect by itself' : Math.abs(effect) < 0.005 ? 'no effect on cost' : `${dollarChangeText(effect)} a month`;
  return `${colours.bold(path)}  ${change}\n  ${evidence}\n  ${colours.dim(`${cost}; confidence ${confidence}`)}`;
}

const valueText = (value: unknown): string => (value === undefined || value === null ? 'computed' : String(value));

/** The difference of the file's text, as `git apply` and `patch -p1` take it; empty when there is none. Pure. */
export function patchText({ before, after, tuning: { file } }: TuningResult): string {
  if (before === after) return '';
  const name = file.replaceAll('\\', '/');
  return formatPatch(structuredPatch(`a/${name}`, `b/${name}`, before, after, '', ''), FILE_HEADERS_ONLY);
}
