import { type Json, record } from '../lenient';
import type { NativeChange } from '../model';
import { compareAlertmanager, isAlertmanager } from './alertmanager';
import { compareCollector, isCollector } from './collector';
import { type Content, contentOf } from './content';
import { compareDashboards, compareProvisioning, dashboardName, isDashboard, isProvisioning } from './grafana';
import { missing } from './leaves';
import { comparePrometheus, compareRules, isPrometheus, isRules } from './prometheus';
import { compareKeys, compareThings, flat, type Thing } from './things';

/** How the files of a program are compared, and how to know them. */
interface Format {
  readonly is: (data: Json) => boolean;
  readonly compare: (before: Json, after: Json) => readonly NativeChange[];
}

const isBlackbox = (data: Json): boolean => Object.keys(data).length === 1 && 'modules' in data;

const modules = (data: Json): readonly Thing[] =>
  Object.entries(record(data['modules'])).map(([name, value]) => ({ kind: 'module', name, value }));

const FORMATS: readonly Format[] = [
  { is: isPrometheus, compare: comparePrometheus },
  { is: isRules, compare: compareRules },
  { is: isAlertmanager, compare: compareAlertmanager },
  { is: isCollector, compare: compareCollector },
  { is: isDashboard, compare: compareDashboards },
  { is: isProvisioning, compare: compareProvisioning },
  { is: isBlackbox, compare: (before, after) => compareThings(modules(before), modules(after)) },
];

/** What differs between two versions of a component's file, in its program's terms. */
export function compareFiles(before: unknown, after: unknown): readonly NativeChange[] {
  const [one, other] = [contentOf(before), contentOf(after)];
  if (!('data' in one) || !('data' in other)) return compareLines(linesOf(one), linesOf(other));
  if (one.isIni || other.isIni) return compareKeys(one.data, other.data, 'setting');
  const format = FORMATS.find(({ is }) => is(one.data) && is(other.data));
  return format === undefined ? compareKeys(one.data, other.data) : format.compare(one.data, other.data);
}

/** What a file that comes or goes is, where its path does not say it. */
export function describeFile(action: 'added' | 'removed', file: unknown): readonly NativeChange[] {
  const content = contentOf(file);
  return 'data' in content && isDashboard(content.data) ? [flat(action, 'dashboard', dashboardName(content.data))] : [];
}

const linesOf = (content: Content): readonly string[] =>
  'lines' in content ? content.lines : JSON.stringify(content.data, null, 2).split('\n');

/** Lines that a reader goes through one by one. */
const MOST_LINES = 20;

function compareLines(before: readonly string[], after: readonly string[]): readonly NativeChange[] {
  const removed = missing(before, after).map((line) => flat('removed', 'line', numberOf(before, line), line));
  const added = missing(after, before).map((line) => flat('added', 'line', numberOf(after, line), line));
  const all = [...removed, ...added];
  if (all.length > MOST_LINES) return [flat('changed', 'line', `${removed.length} removed, ${added.length} added`)];
  const isMoved = all.length === 0 && before.join('\n') !== after.join('\n');
  return isMoved ? [flat('changed', 'line', 'order')] : all;
}

const numberOf = (lines: readonly string[], line: unknown): string => String(lines.indexOf(String(line)) + 1);
