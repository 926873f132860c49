import { isRecord, type Json, record, records, text, texts, without } from '../lenient';
import type { NativeChange } from '../model';
import { compareKeys, compareOrder, compareThings, type Thing } from './things';

/** Whether that is Alertmanager's configuration. https://prometheus.io/docs/alerting/latest/configuration/ */
export const isAlertmanager = (data: Json): boolean => isRecord(data['route']) && Array.isArray(data['receivers']);

const SECTIONS = ['route', 'receivers', 'inhibit_rules', 'time_intervals', 'mute_time_intervals'] as const;

export function compareAlertmanager(before: Json, after: Json): readonly NativeChange[] {
  const [routes, otherRoutes] = [routesOf(before), routesOf(after)];
  return [
    ...compareThings([defaultRoute(before)], [defaultRoute(after)]),
    ...compareThings(routes, otherRoutes),
    // The first route that takes an alert has it.
    ...compareOrder('route', routes, otherRoutes),
    ...compareThings(others(before), others(after)),
    ...compareKeys(without(before, ...SECTIONS), without(after, ...SECTIONS)),
  ];
}

const defaultRoute = (data: Json): Thing => ({ kind: 'route', name: 'default', value: without(record(data['route']), 'routes') });

const routesOf = (data: Json): readonly Thing[] => routesBelow(record(data['route']), '');

/** A route and those below it, each with the way to it. */
const routesBelow = (parent: Json, way: string): readonly Thing[] =>
  records(parent['routes']).flatMap((route) => {
    const name = `${way}${text(route['receiver'])} for ${matchersOf(route)}`;
    return [
      { kind: 'route', name, value: without(route, 'receiver', 'matchers', 'match', 'match_re', 'routes') },
      ...routesBelow(route, `${name} › `),
    ];
  });

function matchersOf(route: Json): string {
  const matchers = [
    ...texts(route['matchers']),
    ...Object.entries(record(route['match'])).map(([label, value]) => `${label}="${text(value)}"`),
    ...Object.entries(record(route['match_re'])).map(([label, value]) => `${label}=~"${text(value)}"`),
  ];
  return matchers.length === 0 ? 'all alerts' : matchers.join(', ');
}

const others = (data: Json): readonly Thing[] => [
  ...named('receiver', data['receivers']),
  ...records(data['inhibit_rules']).map(inhibitionOf),
  ...named('mute time', data['time_intervals']),
  ...named('mute time', data['mute_time_intervals']),
];

const named = (kind: string, items: unknown): readonly Thing[] =>
  records(items).map((item) => ({ kind, name: text(item['name']), value: without(item, 'name') }));

const inhibitionOf = (rule: Json): Thing => ({
  kind: 'inhibition',
  name: `${texts(rule['source_matchers']).join(', ')} silences ${texts(rule['target_matchers']).join(', ')}`,
  value: without(rule, 'source_matchers', 'target_matchers'),
});
