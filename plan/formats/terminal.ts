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
  oneLine,
  revisionText,
  sideText,
  summaryOf,
} from './words';

/** Colours of a terminal; each leaves the text as it is where there is none. */
export interface Paint {
  readonly green: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly red: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly bold: (text: string) => string;
}

const LONGEST = 100;

/** A plan for a terminal: one line for each environment first, then what differs in each. Pure. */
export function formatTerminal(plan: Plan, paint: Paint): string {
  const width = Math.max(0, ...plan.environments.map(({ name }) => name.length));
  return [
    `${paint.bold(headline(plan))}  ${paint.dim(oneLine(`${revisionText(plan.base)} → ${revisionText(plan.head)}`))}`,
    ...plan.notes.map((text) => `${paint.yellow('!')} ${oneLine(text)}`),
    '',
    ...plan.environments.map((one) => `${one.name.padEnd(width)}  ${summaryLine(one, paint)}`),
    ...plan.environments.flatMap((one) => detailsOf(one, paint)),
  ].join('\n');
}

function summaryLine(plan: EnvironmentPlan, paint: Paint): string {
  const cost = plan.cost === undefined ? '' : costText(plan.cost);
  const text = [summaryOf(plan), ...(cost === '' ? [] : [cost])].join('; ');
  if (plan.status === 'failed') return paint.red(text);
  const broken = plan.violations.length === 0 ? '' : `  ${paint.red(`✖ ${plan.violations.length} against the policy`)}`;
  const high = plan.risks.filter(({ severity }) => severity === 'high').length;
  return `${plan.status === 'unchanged' ? paint.dim(text) : text}${high === 0 ? '' : `  ${paint.red(`! ${high} high risk`)}`}${broken}`;
}

function detailsOf(plan: EnvironmentPlan, paint: Paint): readonly string[] {
  if (plan.status === 'failed')
    return ['', paint.bold(plan.name), ...(plan.problem ?? '').split('\n').map((line) => `  ${paint.red('✖')} ${oneLine(line)}`)];
  const bodies = inSections({
    config: plan.config.map((change) => changeLine(change, paint)),
    resources: plan.resources.map((resource) => resourceLine(resource, paint)),
    alerts: plan.alerts.flatMap((alert) => alertLines(alert, paint)),
    files: plan.files.flatMap((file) => fileLines(file, paint)),
    releases: plan.releases.flatMap((release) => releaseLines(release, paint)),
    cost: plan.cost === undefined ? [] : costRows(plan.cost).map(costLine),
  });
  const judged = [
    ['policy', plan.violations.map(({ rule, text }) => `${paint.red('✖')} ${rule}: ${oneLine(text)}`)],
    ['risks', bySeverity(plan.risks).map((risk) => riskLine(risk, paint))],
  ] as const;
  const sections = [...judged, ...bodies].flatMap(([title, lines]) => section(title, lines, paint));
  return sections.length === 0 ? [] : ['', paint.bold(plan.name), ...sections];
}

const section = (title: string, lines: readonly string[], paint: Paint): readonly string[] =>
  lines.length === 0 ? [] : [`  ${paint.dim(title)}`, ...lines.map((line) => `    ${line}`)];

function riskLine(risk: Risk, paint: Paint): string {
  const colour = { high: paint.red, medium: paint.yellow, low: paint.dim }[risk.severity];
  return `${colour(`! ${risk.severity} ${kindText(risk)}`)}  ${oneLine(risk.subject)}: ${oneLine(risk.text)}`;
}

function changeLine(change: ConfigChange, paint: Paint): string {
  const [before, after] = (['before', 'after'] as const).map((side) => sideText(change, side, LONGEST) ?? paint.dim('not set'));
  const difference = change.difference === undefined ? '' : `  ${paint.bold(`(${oneLine(change.difference)})`)}`;
  return `${oneLine(change.path)}: ${before} → ${after}${difference}`;
}

function resourceLine(resource: ResourceChange, paint: Paint): string {
  const { address, action, from, effect } = resource;
  const sign = { create: paint.green('+'), update: paint.yellow('~'), replace: paint.red('±'), delete: paint.red('-'), move: '→' }[action];
  const causes = causesText(resource);
  const why = causes === '' ? '' : ` for ${oneLine(causes)}`;
  const follows = effect === 'none' ? '' : paint.dim(` (${effect})`);
  return `${sign} ${address} ${ACTIONS[action]}${from === undefined ? '' : ` from ${from}`}${why}${follows}`;
}

const signOf = (action: 'added' | 'removed' | 'changed' | 'retuned', paint: Paint): string =>
  action === 'added' ? paint.green('+') : action === 'removed' ? paint.red('-') : paint.yellow('~');

const alertLines = ({ alert, action, changes }: AlertChange, paint: Paint): readonly string[] => [
  `${signOf(action, paint)} ${oneLine(alert)} ${action}`,
  ...changes.map((change) => `    ${changeLine(change, paint)}`),
];

const fileLines = ({ component, path, action, changes }: FileChange, paint: Paint): readonly string[] => [
  `${signOf(action, paint)} ${component} ${oneLine(path)}${action === 'changed' ? '' : ` ${action}`}`,
  ...changes.map((change) => `    ${nativeLine(change, paint)}`),
];

function nativeLine(change: NativeChange, paint: Paint): string {
  const text = nativeTexts(change, LONGEST).join(' → ');
  return `${signOf(change.action, paint)} ${change.kind} ${oneLine(change.name)}${text === '' ? '' : `: ${text}`}`;
}

const releaseLines = ({ release, action, chart, values }: ReleaseChange, paint: Paint): readonly string[] => [
  `${signOf(action, paint)} ${release}${action === 'changed' ? '' : ` ${action}`}${chart === undefined ? '' : ` chart ${chart.before ?? 'none'} → ${chart.after ?? 'none'}`}`,
  ...values.map((change) => `    ${changeLine(change, paint)}`),
];

const costLine = ([name, before, after]: readonly [string, number, number]): string =>
  `${name}: ${dollarText(before)} → ${dollarText(after)} (${dollarChangeText(after - before)})`;
