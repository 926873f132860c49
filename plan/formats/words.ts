import type { CostEstimate } from '../../cost/model';
import { countText, dollarChangeText, dollarText } from '../../cost/text';
import { pairUp } from '../lenient';
import type { ConfigChange, CostChange, EnvironmentPlan, NativeChange, ResourceAction, ResourceChange, Revision, Risk } from '../model';

/** `main (a1b2c3d)`, `working tree`. */
export const revisionText = ({ ref, commit }: Revision): string =>
  commit === undefined || commit.startsWith(ref) ? ref : `${ref} (${commit.slice(0, 7)})`;

/** What is done to a resource, for people. */
export const ACTIONS: Readonly<Record<ResourceAction, string>> = {
  create: 'created',
  update: 'updated in place',
  replace: 'replaced',
  delete: 'destroyed',
  move: 'moved',
};

const ORDER: readonly ResourceAction[] = ['create', 'update', 'replace', 'delete', 'move'];

/** What happens to an environment, in one line: `2 updated in place, 1 replaced (restarts prometheus)`. */
export function summaryOf(plan: EnvironmentPlan): string {
  switch (plan.status) {
    case 'failed':
      return 'could not be compared';
    case 'unchanged':
      return 'no differences';
    case 'added':
      return `new environment: ${resourceSummary(plan)}`;
    case 'removed':
      return `environment removed: ${resourceSummary(plan)}`;
    case 'changed':
      return resourceSummary(plan);
  }
}

function resourceSummary({ resources }: EnvironmentPlan): string {
  if (resources.length === 0) return 'no resource changes';
  const counts = ORDER.flatMap((action) => {
    const number = resources.filter((resource) => resource.action === action).length;
    return number === 0 ? [] : [`${number} ${ACTIONS[action]}`];
  });
  const effects = effectsOf(resources);
  return `${counts.join(', ')}${effects === '' ? '' : ` (${effects})`}`;
}

/** What follows for what runs already: `restarts prometheus; rolls out loki, tempo`. Empty when nothing does. */
function effectsOf(resources: readonly ResourceChange[]): string {
  const named = (effect: ResourceChange['effect']): readonly string[] =>
    [...new Set(resources.filter((one) => one.effect === effect).map(({ component, address }) => component ?? address))].sort();
  return (
    [
      ['restarts', named('restart')],
      ['rolls out', named('rollout')],
      ['stops', named('stops')],
    ] as const
  )
    .flatMap(([verb, names]) => (names.length === 0 ? [] : [`${verb} ${someOf(names)}`]))
    .join('; ');
}

const NAMED = 4;

/** The first few names, and how many more there are. */
const someOf = (names: readonly string[]): string =>
  names.length <= NAMED + 1 ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;

/** A value on one line, at most `longest` characters long: text as it is, all else as JSON. */
export function valueText(value: unknown, longest: number): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const line = oneLine(text);
  return line.length > longest ? `${line.slice(0, longest - 1).replace(/\p{Cs}$/u, '')}…` : line;
}

/** Without control characters, which a terminal would obey, without those that turn the direction of writing, and without halves of characters. */
export const oneLine = (text: string): string => text.replace(/[\s\p{Cc}\p{Cf}\p{Cs}]+/gu, ' ').trim();

/** A side of a change on one line; undefined where it is not set. */
export const sideText = (change: ConfigChange, side: 'before' | 'after', longest: number): string | undefined =>
  change[side] === undefined ? undefined : valueText(change[side], longest);

/** What a part of a file was and is, each on one line: none, one or both. */
export const nativeTexts = ({ before, after }: NativeChange, longest: number): readonly string[] =>
  [before, after].flatMap((value) => (value === undefined ? [] : [valueText(value, longest)]));

/** The attributes for which something happens to a resource: of one that is replaced, those that replace it. Empty when there are none. */
export const causesText = ({ action, attributes }: ResourceChange): string =>
  attributes
    .filter(({ replaces }) => replaces || action !== 'replace')
    .map(({ path }) => path)
    .join(', ');

/** The parts of what is said about an environment, in the order in which they are read. Every format says all of them. */
const SECTIONS = {
  config: 'configuration',
  resources: 'resources',
  alerts: 'alerts',
  files: 'files',
  releases: 'Helm releases',
  cost: 'cost a month',
} as const;

/** What a format makes of each part, in that order, with the part's title. */
export const inSections = <T>(bodies: Readonly<Record<keyof typeof SECTIONS, T>>): readonly (readonly [title: string, body: T])[] =>
  Object.entries(SECTIONS).map(([name, title]) => [title, bodies[name as keyof typeof SECTIONS]]);

/** Risks with the most severe first. */
export const bySeverity = (risks: readonly Risk[]): readonly Risk[] => {
  const rank = { high: 0, medium: 1, low: 2 } as const;
  return [...risks].sort((a, b) => rank[a.severity] - rank[b.severity]);
};

/** `data-loss` is `data loss`. */
export const kindText = ({ kind }: Risk): string => kind.replace('-', ' ');

/** `$70.10 → $75.20 a month (+$5.10)`; the same amount twice is said once. */
export function costText({ before, after }: CostChange): string {
  if (before === undefined) return after === undefined ? '' : `${dollarText(after.total)} a month`;
  if (after === undefined) return `${dollarText(before.total)} a month before`;
  const difference = after.total - before.total;
  if (isCents(difference)) return `${dollarText(after.total)} a month`;
  return `${dollarText(before.total)} → ${dollarText(after.total)} a month (${dollarChangeText(difference)})`;
}

/** Components whose cost differs, and what belongs to none: name, before, after in dollars a month. */
export function costRows({ before, after }: CostChange): readonly (readonly [name: string, before: number, after: number])[] {
  return pairUp(totals(before), totals(after))
    .map(([name, was = 0, is = 0]) => [name, was, is] as const)
    .filter(([, was, is]) => !isCents(is - was));
}

function totals(estimate: CostEstimate | undefined): ReadonlyMap<string, number> {
  if (estimate === undefined) return new Map();
  const other = estimate.other.reduce((sum, line) => sum + line.dollars, 0);
  return new Map([...estimate.components.map(({ component, total }) => [component, total] as const), ['other', other]]);
}

const isCents = (difference: number): boolean => Math.abs(difference) < 0.005;

/** How many environments differ, and how: the first line of a plan. */
export function headline({ environments }: { readonly environments: readonly EnvironmentPlan[] }): string {
  const differing = environments.filter(({ status }) => status !== 'unchanged' && status !== 'failed').length;
  const failed = environments.filter(({ status }) => status === 'failed').length;
  const said =
    differing === 0
      ? 'No differences'
      : `${countText(differing, 'environment')} of ${environments.length} change${differing === 1 ? 's' : ''}`;
  return failed === 0 ? said : `${said}, ${failed} could not be compared`;
}
