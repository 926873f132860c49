import { dollarChangeText, dollarText } from '../../cost/text';
import type {
  AlertChange,
  ConfigChange,
  EnvironmentPlan,
  FileChange,
  NativeChange,
  Plan,
  ReleaseChange,
  ResourceChange,
  Risk,
} from '../model';
import { type Block, type Kept, renderBlock, shorten } from './budget';
import { code, html, prose } from './escape';
import {
  ACTIONS,
  bySeverity,
  causesText,
  costRows,
  costText,
  headline,
  inSections,
  kindText,
  nativeTexts,
  revisionText,
  sideText,
  summaryOf,
  valueText,
} from './words';

/** First line of the comment, by which a later run finds it and puts its own in its place. */
export const MARKER = '<!-- o11y plan -->';
/** What GitHub takes for a comment, in characters. */
export const LONGEST_COMMENT = 65_536;

/** Values, and sentences, are cut at this many characters. */
const LONGEST = 160;
const LONGEST_TEXT = 600;

/**
 * A plan as one comment on a pull request, in GitHub's Markdown: risks and what breaks the policy first, then a table of environments, then
 * each environment folded. Too long a plan is shortened by whole rows, the largest sections first, and says what is missing. Pure.
 *
 * @param longest characters; default and upper bound of what GitHub takes: 65,536
 */
export function formatMarkdown(plan: Plan, longest: number = LONGEST_COMMENT): string {
  const top = topOf(plan);
  const details = plan.environments.flatMap((one) => detailsOf(one));
  const fixed = [MARKER, ...titleOf(plan), ''].join('\n').length + SAFETY;
  const frames = details.reduce((sum, { above, below }) => sum + [...above, ...below].join('\n').length + 2, 0);
  const frontSize = top.flatMap((block) => renderBlock(block, block.rows.length)).join('\n').length + top.length * 2;
  const inside = shorten(
    details.flatMap(({ blocks }) => blocks),
    longest - fixed - frames - frontSize,
  );
  if (inside.fits) {
    const whole = shorten(top, Number.POSITIVE_INFINITY);
    return lines(plan, top, details, new Map([...whole.kept, ...inside.kept]));
  }
  // Not even the empty frames of the environments have room: the top alone, as much of it as fits.
  const left = { above: [], rows: ['*The details of all environments are left out to fit in a comment*'], below: [''], noun: 'lines' };
  return lines(plan, [...top, left], [], shorten([...top, left], longest - fixed).kept);
}

/** For line ends between parts. */
const SAFETY = 500;

/** An environment, folded. */
interface Details {
  readonly above: readonly string[];
  readonly blocks: readonly Block[];
  readonly below: readonly string[];
}

function lines(plan: Plan, top: readonly Block[], details: readonly Details[], kept: Kept): string {
  const render = (block: Block): readonly string[] => renderBlock(block, kept.get(block) ?? 0);
  const text = [
    MARKER,
    ...titleOf(plan),
    ...top.flatMap(render),
    ...details.flatMap(({ above, blocks, below }) => [...above, ...blocks.flatMap(render), ...below]),
  ].join('\n');
  return `${text.trimEnd()}\n`;
}

const titleOf = (plan: Plan): readonly string[] => [
  `### Plan: ${prose(headline(plan))}`,
  '',
  `${code(valueText(revisionText(plan.base), LONGEST))} → ${code(valueText(revisionText(plan.head), LONGEST))}`,
  '',
];

const SEVERITY = { high: '🔴', medium: '🟠', low: '🟡' } as const;

/** What must be seen without unfolding anything. */
function topOf({ notes, environments }: Plan): readonly Block[] {
  const risks = environments.flatMap(({ name, risks: own }) => own.map((risk) => ({ name, risk })));
  const order = bySeverity(risks.map(({ risk }) => risk));
  const sorted = [...risks].sort((a, b) => order.indexOf(a.risk) - order.indexOf(b.risk));
  return [
    {
      noun: 'violations',
      above: ['**⛔ Against the policy**', ''],
      rows: environments.flatMap(({ name, violations }) =>
        violations.map(({ rule, text }) => `- **${prose(name)}** ${code(rule)}: ${prose(valueText(text, LONGEST_TEXT))}`),
      ),
      below: [''],
    },
    { noun: 'risks', above: ['**Risks**', ''], rows: sorted.map(({ name, risk }) => riskRow(name, risk)), below: [''] },
    {
      noun: 'environments',
      above: ['| environment | what happens | alerts | cost a month |', '| --- | --- | --- | --- |'],
      rows: environments.map(environmentRow),
      below: [''],
    },
    { noun: 'notes', above: [], rows: notes.map((text) => `- ${prose(valueText(text, LONGEST_TEXT))}`), below: [''] },
  ];
}

const riskRow = (environment: string, risk: Risk): string =>
  `- ${SEVERITY[risk.severity]} **${prose(environment)}**: ${risk.severity}, ${kindText(risk)}: ${code(valueText(risk.subject, LONGEST))} ${prose(valueText(risk.text, LONGEST_TEXT))}`;

function environmentRow(plan: EnvironmentPlan): string {
  const number = (action: AlertChange['action']): number => plan.alerts.filter((alert) => alert.action === action).length;
  const alerts = (['added', 'removed', 'retuned'] as const).flatMap((action) =>
    number(action) === 0 ? [] : [`${number(action)} ${action}`],
  );
  const cells = [
    plan.name,
    `${plan.status === 'failed' ? '❌ ' : ''}${valueText(summaryOf(plan), LONGEST_TEXT)}`,
    alerts.length === 0 ? '–' : alerts.join(', '),
    plan.cost === undefined ? '–' : costText(plan.cost).replace(' a month', ''),
  ];
  return `| ${cells.map(prose).join(' | ')} |`;
}

function detailsOf(plan: EnvironmentPlan): readonly Details[] {
  const blocks = blocksOf(plan).filter(({ rows }) => rows.length > 0);
  if (blocks.length === 0) return [];
  return [
    {
      above: [`<details><summary><b>${html(plan.name)}</b>: ${html(valueText(summaryOf(plan), LONGEST_TEXT))}</summary>`, ''],
      blocks,
      below: ['</details>', ''],
    },
  ];
}

function blocksOf(plan: EnvironmentPlan): readonly Block[] {
  const problems = (plan.problem ?? '').split('\n').filter((line) => line.trim() !== '');
  return [
    { noun: 'lines', above: [], rows: problems.map((line) => `- ${prose(valueText(line, LONGEST_TEXT))}`), below: [''] },
    ...inSections<Body>({
      config: { noun: 'values', head: CHANGE_HEAD, rows: plan.config.map(changeRow) },
      resources: { noun: 'resources', head: RESOURCE_HEAD, rows: plan.resources.map(resourceRow) },
      alerts: { noun: 'lines', rows: plan.alerts.flatMap(alertRows), count: plan.alerts.length },
      files: { noun: 'lines', rows: plan.files.flatMap(fileRows), count: plan.files.length },
      releases: { noun: 'lines', rows: plan.releases.flatMap(releaseRows), count: plan.releases.length },
      cost: { noun: 'components', head: COST_HEAD, rows: costTable(plan) },
    }).map(([title, body]) => folded(`${title.charAt(0).toUpperCase()}${title.slice(1)}`, body)),
  ];
}

const CHANGE_HEAD = ['| value | before | after | |', '| --- | --- | --- | --- |'];

const RESOURCE_HEAD = ['| resource | | because of | effect |', '| --- | --- | --- | --- |'];
const COST_HEAD = ['| component | before | after | |', '| --- | --- | --- | --- |'];

/** A part of what is said about an environment. */
interface Body {
  readonly noun: string;
  /** Of a table. */
  readonly head?: readonly string[];
  readonly rows: readonly string[];
  /** How many things the rows are about. Default: one each. */
  readonly count?: number;
}

const folded = (title: string, { noun, head = [], rows, count = rows.length }: Body): Block => ({
  noun,
  above: [`<details><summary>${title} (${count})</summary>`, '', ...head],
  rows,
  below: ['', '</details>', ''],
});

function side(change: ConfigChange, which: 'before' | 'after'): string {
  const text = sideText(change, which, LONGEST);
  return text === undefined ? '*not set*' : code(text);
}

const changeRow = (change: ConfigChange): string =>
  `| ${[
    code(valueText(change.path, LONGEST)),
    side(change, 'before'),
    side(change, 'after'),
    change.difference === undefined ? '' : prose(valueText(change.difference, LONGEST)),
  ].join(' | ')} |`;

/** The same within a list. */
const changeItem = (change: ConfigChange): string =>
  `${code(valueText(change.path, LONGEST))}: ${side(change, 'before')} → ${side(change, 'after')}${change.difference === undefined ? '' : ` (${prose(valueText(change.difference, LONGEST))})`}`;

function resourceRow(resource: ResourceChange): string {
  const { address, action, from, effect } = resource;
  const causes = causesText(resource);
  const moved = from === undefined ? '' : ` from ${code(valueText(from, LONGEST))}`;
  const why = causes === '' ? '' : code(valueText(causes, LONGEST));
  return `| ${code(valueText(address, LONGEST))} | ${ACTIONS[action]}${moved} | ${why} | ${effect === 'none' ? '' : effect} |`;
}

const alertRows = ({ alert, action, changes }: AlertChange): readonly string[] => [
  `- ${code(valueText(alert, LONGEST))} ${action}`,
  ...changes.map((change) => `  - ${changeItem(change)}`),
];

const fileRows = ({ component, path, action, changes }: FileChange): readonly string[] => [
  `- **${prose(component)}** ${code(valueText(path, LONGEST))} ${action}`,
  ...changes.map((change) => `  - ${nativeItem(change)}`),
];

function nativeItem(change: NativeChange): string {
  const { action, kind, name } = change;
  const values = nativeTexts(change, LONGEST).map(code);
  return `${prose(kind)} ${code(valueText(name, LONGEST))} ${action}${values.length === 0 ? '' : `: ${values.join(' → ')}`}`;
}

const releaseRows = ({ release, action, chart, values }: ReleaseChange): readonly string[] => [
  `- **${prose(release)}** ${action}${chart === undefined ? '' : `, chart ${code(chart.before ?? 'none')} → ${code(chart.after ?? 'none')}`}`,
  ...values.map((change) => `  - ${changeItem(change)}`),
];

const costTable = ({ cost }: EnvironmentPlan): readonly string[] =>
  cost === undefined
    ? []
    : costRows(cost).map(
        ([name, before, after]) =>
          `| ${[name, dollarText(before), dollarText(after), dollarChangeText(after - before)].map(prose).join(' | ')} |`,
      );
