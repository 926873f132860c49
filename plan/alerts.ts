import type { Platform } from '../constructs/core/platform';
import { changesOf } from './config-changes';
import { at, type Json, pairUp, record, records, same, text } from './lenient';
import type { AlertChange } from './model';

/**
 * The alerts that come, go, or fire at something else: by another expression, threshold, duration or severity. Their texts are not compared here. Pure;
 * throws nothing, whichever version of the toolkit made the platforms.
 */
export function alertChanges(base: Platform | undefined, head: Platform | undefined): readonly AlertChange[] {
  return pairUp(alertsOf(base), alertsOf(head)).flatMap(([name, before = [], after = []]) => compareAlerts(name, before, after));
}

/** The rules of every alert by its name, read off the files of all components. Several rules may share a name. */
export function alertsOf(platform: unknown): ReadonlyMap<string, readonly Json[]> {
  const found = new Map<string, readonly Json[]>();
  const rules = records(at(platform, 'components'))
    .flatMap((component) => records(component['files']))
    .flatMap((file) => records(at(file, 'data', 'groups')))
    .flatMap((group) => records(group['rules']));
  for (const rule of rules) {
    const name = text(rule['alert']);
    if (name !== '') found.set(name, [...(found.get(name) ?? []), rule]);
  }
  return found;
}

/** The severity of a rule; empty when it has none. */
export const severityOf = (rule: Json): string => text(at(rule, 'labels', 'severity'));

function compareAlerts(alert: string, before: readonly Json[], after: readonly Json[]): readonly AlertChange[] {
  const [one, other] = [before[0], after[0]];
  if (before.length === 1 && after.length === 1 && one !== undefined && other !== undefined) return retuned(alert, one, other);
  if (before.length + after.length === 1) return one === undefined ? [added(alert)] : [removed(alert)];
  return compareNamesakes(alert, before, after);
}

const added = (alert: string): AlertChange => ({ alert, action: 'added', changes: [] });
const removed = (alert: string): AlertChange => ({ alert, action: 'removed', changes: [] });

function retuned(alert: string, before: Json, after: Json): readonly AlertChange[] {
  const [one, other] = tuningOf(before, after);
  return same(one, other) ? [] : [{ alert, action: 'retuned', changes: changesOf(one, other) }];
}

/** Rules that share a name are told apart by their severity, and by their place among those of one. */
function compareNamesakes(alert: string, before: readonly Json[], after: readonly Json[]): readonly AlertChange[] {
  return pairUp(keyed(alert, before), keyed(alert, after)).flatMap(([name, from, to]): readonly AlertChange[] => {
    if (from === undefined) return [added(name)];
    return to === undefined ? [removed(name)] : retuned(name, from, to);
  });
}

function keyed(alert: string, rules: readonly Json[]): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  for (const rule of rules) {
    const severity = severityOf(rule) || 'no severity';
    let name = `${alert} (${severity})`;
    for (let number = 2; found.has(name); number += 1) name = `${alert} (${severity}, ${number})`;
    found.set(name, rule);
  }
  return found;
}

/** What an alert's firing depends on, on both sides: the threshold alone where the expressions differ in nothing else. */
function tuningOf(before: Json, after: Json): readonly [Json, Json] {
  const [one, other] = [thresholdOf(text(before['expr'])), thresholdOf(text(after['expr']))];
  const isThreshold = one !== undefined && other !== undefined && one.around === other.around && one.value !== other.value;
  const of = (rule: Json, threshold: number | undefined): Json => ({
    ...(isThreshold && threshold !== undefined ? { threshold } : { expr: text(rule['expr']).replace(/\s+/g, ' ') }),
    ...durations(rule),
    ...(severityOf(rule) === '' ? {} : { severity: severityOf(rule) }),
  });
  return [of(before, one?.value), of(after, other?.value)];
}

const durations = (rule: Json): Json =>
  Object.fromEntries(Object.entries(record(rule)).filter(([key]) => key === 'for' || key === 'keep_firing_for'));

/** A number that something is compared with; two of them are no threshold but an expression. */
const COMPARISON = /((?:[<>]=?|[!=]=)\s*(?:bool\s+)?)(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?![\w.])/gi;

function thresholdOf(expression: string): { readonly value: number; readonly around: string } | undefined {
  const found = [...expression.matchAll(COMPARISON)];
  const [match] = found;
  if (match === undefined || found.length > 1) return undefined;
  return { value: Number(match[2]), around: expression.replace(COMPARISON, '$1…') };
}
