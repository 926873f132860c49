import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { Platform } from '../../constructs/core/platform';
import { alertChanges } from '../../plan/alerts';
import type { AlertChange } from '../../plan/model';
import { platformOf } from '../support/platform';

const between = (before: EnvironmentOverlay, after: EnvironmentOverlay): readonly AlertChange[] =>
  alertChanges(platformOf(before), platformOf(after));

const rules = (overlay: NonNullable<NonNullable<EnvironmentOverlay['alerting']>['rules']>): EnvironmentOverlay => ({
  alerting: { rules: overlay },
});

const retuned = (alert: string, ...changes: AlertChange['changes']): AlertChange => ({ alert, action: 'retuned', changes });

const edits: readonly (readonly [title: string, before: EnvironmentOverlay, after: EnvironmentOverlay, told: readonly unknown[]])[] = [
  ['an alert less', {}, rules({ disable: ['HighErrorRate'] }), [{ alert: 'HighErrorRate', action: 'removed', changes: [] }]],
  ['an alert more', rules({ disable: ['HighErrorRate'] }), {}, [{ alert: 'HighErrorRate', action: 'added', changes: [] }]],
  [
    'a threshold',
    {},
    rules({ thresholds: { service: { errorRatio: 0.2 } } }),
    [retuned('HighErrorRate', { path: 'threshold', before: 0.1, after: 0.2, difference: expect.any(String) })],
  ],
  [
    'a duration',
    {},
    rules({ thresholds: { service: { errorFor: '5m' } } }),
    [retuned('HighErrorRate', { path: 'for', before: '2m', after: '5m', difference: '+3 min' })],
  ],
  [
    'a severity',
    {},
    rules({ override: [{ alert: 'HighLatency', severity: 'critical' }] }),
    [retuned('HighLatency', { path: 'severity', before: 'warning', after: 'critical' })],
  ],
  ['an owner, which is no tuning', {}, rules({ override: [{ alert: 'HighLatency', owner: 'growth' }] }), []],
  ['a runbook, which is none either', {}, { alerting: { runbookBaseUrl: 'https://wiki.example.com' } }, []],
];

/** A platform with nothing but rules. */
const only = (...alerts: readonly object[]): Platform =>
  ({
    components: [{ name: 'prometheus', files: [{ path: 'rules.yml', data: { groups: [{ name: 'g', rules: alerts }] } }] }],
  }) as unknown as Platform;

const burn = (severity: string, expr: string) => ({ alert: 'Burn', expr, labels: { severity } });

describe('alerts', () => {
  test.each(edits)('%s', (_, before, after, told) => {
    expect(between(before, after)).toEqual(told);
  });

  test('an expression that differs in more than its threshold', () => {
    expect(alertChanges(only(burn('info', 'a > 1')), only(burn('info', 'b > 2')))).toEqual([
      retuned('Burn', { path: 'expr', before: 'a > 1', after: 'b > 2' }),
    ]);
    expect(alertChanges(only(burn('info', 'a[5m] > 1')), only(burn('info', 'a[10m] > 1')))).toEqual([
      retuned('Burn', { path: 'expr', before: 'a[5m] > 1', after: 'a[10m] > 1' }),
    ]);
  });

  test('several rules under one name are told apart by their severity', () => {
    const before = only(burn('critical', 'a > 14'), burn('warning', 'a > 6'));
    expect(alertChanges(before, only(burn('warning', 'a > 6'), burn('critical', 'a > 10')))).toEqual([
      retuned('Burn (critical)', expect.objectContaining({ path: 'threshold', before: 14, after: 10 })),
    ]);
    expect(alertChanges(before, only(burn('warning', 'a > 6')))).toEqual([{ alert: 'Burn (critical)', action: 'removed', changes: [] }]);
  });

  test('an environment that comes brings all of its alerts', () => {
    expect(alertChanges(undefined, platformOf()).every(({ action }) => action === 'added')).toBe(true);
    expect(alertChanges(undefined, undefined)).toEqual([]);
  });
});
