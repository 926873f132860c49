import { expectedLoad } from '../../config/sizing';
import type { Platform } from '../../constructs/core/platform';
import { changedLines, type LineChange } from '../../cost/compare';
import type { CostEstimate, CostLine } from '../../cost/model';
import { SECONDS_PER_MONTH } from '../../cost/prices';
import { dollarChangeText, dollarText, numberText } from '../../cost/text';
import { type Colours, table } from '../terminal/output';

/** One environment, and what a change would make of it. */
export interface EnvironmentCost {
  readonly environment: string;
  readonly target: Platform['config']['target']['kind'];
  readonly priceTable: string;
  readonly estimate: CostEstimate;
  /** Dollars for a million requests to services; absent when the load says none (`capacity.requests`). */
  readonly perMillionRequests?: number;
  /** With what `--set` says. */
  readonly whatIf?: {
    readonly set: readonly string[];
    readonly estimate: CostEstimate;
    /** Dollars a month more. */
    readonly difference: number;
    readonly changes: readonly LineChange[];
  };
}

/** The columns of the table, and what is counted in each. */
const COLUMNS: readonly (readonly [string, readonly CostLine['kind'][]])[] = [
  ['CPU', ['cpu']],
  ['memory', ['memory']],
  ['volumes', ['block-storage']],
  ['bucket', ['object-storage', 'requests']],
  ['others', ['egress', 'alerting', 'other']],
];

/** An environment with a change beside it. Pure. */
export function environmentCost(
  { config }: Platform,
  estimate: CostEstimate,
  changed?: { readonly set: readonly string[]; readonly estimate: CostEstimate },
): EnvironmentCost {
  const millions = (expectedLoad(config).requestsPerSecond * SECONDS_PER_MONTH) / 1e6;
  const base = {
    environment: config.name,
    target: config.target.kind,
    priceTable: config.cost.priceTable,
    estimate,
    ...(millions === 0 ? {} : { perMillionRequests: estimate.total / millions }),
  };
  if (changed === undefined) return base;
  const difference = changed.estimate.total - estimate.total;
  return { ...base, whatIf: { ...changed, difference, changes: changedLines(estimate, changed.estimate) } };
}

/** An environment for people: dollars by component, or each line with its reason. Pure. */
export function formatCost(cost: EnvironmentCost, options: { readonly lines: boolean }, colours: Colours): string {
  const { environment, target, priceTable, estimate, perMillionRequests, whatIf } = cost;
  const unit = perMillionRequests === undefined ? '' : `, ${priceText(perMillionRequests)} for a million requests`;
  const title = colours.bold(`${environment} (${target}), at prices of ${priceTable}: ${totalText(estimate)} a month${unit}`);
  if (whatIf !== undefined) return [title, ...whatIfText(whatIf, colours)].join('\n');
  return [title, '', indent(options.lines ? linesTable(estimate) : componentTable(estimate))].join('\n');
}

/** `$70.12`, `$312.40 to $350.00` */
export const totalText = ({ total, most }: CostEstimate): string =>
  most - total < 0.005 ? dollarText(total) : `${dollarText(total)} to ${dollarText(most)}`;

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ');

/** What is counted to no component, by its kind. */
const OTHER: Readonly<Record<CostLine['kind'], string>> = {
  cpu: 'not reserved',
  memory: 'not reserved',
  'block-storage': 'disks, not in volumes',
  'object-storage': 'bucket',
  requests: 'bucket requests',
  egress: 'egress',
  alerting: 'alerting',
  other: 'other',
};

function componentTable({ components, other, total }: CostEstimate): string {
  const titles = [...new Set(other.map(({ kind }) => OTHER[kind]))];
  const rest = titles.map((title) => ({ name: title, lines: other.filter(({ kind }) => OTHER[kind] === title) }));
  const rows = [...components.map(({ component, lines }) => ({ name: component, lines })), ...rest];
  const all = rows.flatMap(({ lines }) => lines);
  const columns = COLUMNS.filter(([, kinds]) => all.some(({ kind }) => kinds.includes(kind)));
  const cells = (lines: readonly CostLine[]): readonly string[] =>
    columns.map(([, kinds]) => sumText(lines.filter(({ kind }) => kinds.includes(kind))));
  return table([
    ['component', ...columns.map(([column]) => column), 'total'],
    ...rows.map(({ name, lines }) => [name, ...cells(lines), sumText(lines)]),
    ['total', ...cells(all), dollarText(total)],
  ]);
}

const sumText = (lines: readonly CostLine[]): string =>
  lines.length === 0 ? '' : dollarText(lines.reduce((sum, { dollars }) => sum + dollars, 0));

const quantityText = ({ quantity, unit }: CostLine): string => `${numberText(quantity)} ${unit}`;

/** Prices of a unit need more digits than sums. */
const priceText = (price: number): string => `$${numberText(price)}`;

const linesTable = ({ components, other, total }: CostEstimate): string => {
  const row = (name: string, line: CostLine): readonly string[] => [
    name,
    line.kind,
    quantityText(line),
    priceText(line.price),
    dollarText(line.dollars),
    line.because,
  ];
  return table([
    ['component', 'what', 'quantity', 'each', 'a month', 'because'],
    ...components.flatMap(({ component, lines }) => lines.map((line) => row(component, line))),
    ...other.map((line) => row(OTHER[line.kind], line)),
    ['total', '', '', '', dollarText(total), ''],
  ]);
};

function whatIfText({ set, estimate, difference, changes }: NonNullable<EnvironmentCost['whatIf']>, colours: Colours): readonly string[] {
  const head = `  with ${set.join(', ')}: ${totalText(estimate)} (${dollarChangeText(difference)})`;
  if (changes.length === 0) return [head, '  no line changes'];
  const rows = changes.map(({ component, kind, before, after, difference: more }) => [
    component ?? OTHER[kind],
    kind,
    `${before === undefined ? 'nothing' : quantityText(before)} → ${after === undefined ? 'nothing' : quantityText(after)}`,
    `${dollarText(before?.dollars ?? 0)} → ${dollarText(after?.dollars ?? 0)}`,
    dollarChangeText(more),
    after?.because ?? '',
  ]);
  return [
    difference > 0 ? colours.yellow(head) : colours.green(head),
    '',
    indent(table([['component', 'what', 'quantity', 'a month', 'change', 'because'], ...rows])),
  ];
}
