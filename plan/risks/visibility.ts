import { alertsOf, severityOf } from '../alerts';
import { at, records, text } from '../lenient';
import type { Risk } from '../model';
import { baseValue, type Comparison, componentNamed, componentsOf, dataOf, headValue, listed, type RiskRule } from './context';
import { receiversOf } from './routing';

/** What happens and nobody sees, or is told: alerts and receivers that go, signals that are not stored any more. */
export const visibilityRisks: RiskRule = (comparison) => [
  ...stores(comparison),
  ...receivers(comparison),
  ...alerts(comparison),
  ...sampling(comparison),
];

const hidden = (severity: Risk['severity'], subject: string, said: string): Risk => ({ kind: 'visibility', severity, subject, text: said });

const SIGNALS = [
  { component: 'prometheus', subject: 'prometheus.enabled', what: 'Metrics are not stored any more, and no alert fires.' },
  { component: 'loki', subject: 'loki.enabled', what: 'Logs are not stored any more.' },
  { component: 'grafana', subject: 'grafana.enabled', what: 'There are no dashboards any more.' },
  { component: 'otel-collector', subject: 'otelCollector.enabled', what: 'Services cannot send telemetry any more.' },
  { component: 'alertmanager', subject: 'alertmanager.enabled', what: 'Alerts still fire in Prometheus, and are sent to nobody.' },
] as const;

const isGone = ({ base, head }: Comparison, component: string): boolean =>
  componentNamed(base, component) !== undefined && componentNamed(head, component) === undefined;

const stores = (comparison: Comparison): readonly Risk[] =>
  SIGNALS.filter(({ component }) => isGone(comparison, component)).map(({ subject, what }) => hidden('high', subject, what));

const SEVERITIES = ['critical', 'warning', 'info'] as const;

/** Severities whose alerts were sent to somebody and now are not, and receivers that go. */
function receivers({ base, head }: Comparison): readonly Risk[] {
  if (componentNamed(head, 'alertmanager') === undefined) return [];
  const configOf = (platform: unknown) => dataOf(platform, 'alertmanager', 'alertmanager.yml');
  const [before, after] = [configOf(base), configOf(head)];
  const silent = SEVERITIES.filter((severity) => receiversOf(before, severity).length > 0 && receiversOf(after, severity).length === 0);
  if (silent.length > 0) {
    const was = [...new Set(silent.flatMap((severity) => receiversOf(before, severity)))];
    const said = `Alerts of severity ${listed(silent)} that no other route takes are sent to nobody any more; until now they went to ${listed(was)}.`;
    return [hidden(silent.includes('critical') ? 'high' : 'medium', 'alerting.receivers', said)];
  }
  const names = (config: unknown): readonly string[] => records(at(config, 'receivers')).map(({ name }) => text(name));
  const gone = names(before).filter((name) => !names(after).includes(name) && name !== '(none)');
  if (gone.length === 0) return [];
  return [hidden('low', 'alerting.receivers', `${listed(gone)} ${gone.length === 1 ? 'is' : 'are'} told of no alert any more.`)];
}

function alerts({ base, head, changes }: Comparison): readonly Risk[] {
  // That everything goes has been said.
  if (componentNamed(head, 'prometheus') === undefined) return [];
  const removed = changes.alerts.filter(({ action }) => action === 'removed').map(({ alert }) => alert);
  const [rules, kept] = [alertsOf(base), alertsOf(head)];
  // Of several rules under a name one may be gone, and the name stays.
  const gone = removed.filter((name) => !kept.has(name));
  const isSmaller = componentsOf(base).some(({ name }) => componentNamed(head, text(name)) === undefined);
  const isCritical = (name: string): boolean => (rules.get(name) ?? []).some((rule) => severityOf(rule) === 'critical');
  return [
    // With a component go its alerts.
    ...alertRisk(isSmaller ? 'low' : 'medium', 'critical ', gone.filter(isCritical)),
    ...alertRisk(
      'low',
      '',
      gone.filter((name) => !isCritical(name)),
    ),
  ];
}

function alertRisk(severity: Risk['severity'], kind: string, names: readonly string[]): readonly Risk[] {
  const [first] = names;
  if (first === undefined) return [];
  if (names.length === 1) return [hidden(severity, `alert ${first}`, `The ${kind}alert ${first} does not fire any more.`)];
  return [hidden(severity, 'alerts', `${names.length} ${kind}alerts do not fire any more: ${listed(names)}.`)];
}

/** Traces that are not kept any more. */
function sampling(comparison: Comparison): readonly Risk[] {
  if (text(headValue(comparison, 'traces.backend')) === 'none') return [];
  const value = (path: string): readonly [unknown, unknown] => [
    baseValue(comparison, `sampling.traces.${path}`),
    headValue(comparison, `sampling.traces.${path}`),
  ];
  const [[ratio, newRatio], [errors, keepsErrors]] = [value('ratio'), value('keepErrors')];
  const isSampled = typeof newRatio === 'number' && newRatio < 1;
  return [
    ...(typeof ratio === 'number' && typeof newRatio === 'number' && newRatio < ratio
      ? [hidden('low', 'sampling.traces.ratio', `Of ordinary traces ${percent(newRatio)} are kept instead of ${percent(ratio)}.`)]
      : []),
    ...(errors === true && keepsErrors === false && isSampled
      ? [hidden('medium', 'sampling.traces.keepErrors', `Traces with errors are no longer all kept: ${percent(newRatio)} of them are.`)]
      : []),
  ];
}

const percent = (ratio: number): string => `${Math.round(ratio * 10_000) / 100} %`;
