import type { Problem } from '../errors';
import { nearest } from '../issues';
import { latencyBounds, MOST_BOUNDS } from '../latency';
import type { AlertMatch } from '../schema/alert-routes';
import type { EnvironmentConfig } from '../schema/environment';
import { milliseconds } from '../units';
import type { Rule } from './rule';

/** Who answers for the platform's own alerts. */
const PLATFORM_OWNER = 'platform';

/** The problem of a name that is none of those there are. */
function unknownName(path: string, value: string, what: string, known: readonly string[]): readonly Problem[] {
  if (known.includes(value)) return [];
  const meant = nearest(value, known);
  const hint = meant !== undefined ? `did you mean "${meant}"?` : known.length === 0 ? 'there is none' : `there are ${known.join(', ')}`;
  return [{ path, value, rule: `must be ${what}: ${hint}` }];
}

const receiversExist: Rule = ({ alerting: { receivers, routes, defaultReceiver, watchdog } }) => {
  const known = receivers.map(({ name }) => name);
  const named = [
    ...(defaultReceiver === undefined ? [] : [['alerting.defaultReceiver', defaultReceiver] as const]),
    ...routes.map(({ receiver }, index) => [`alerting.routes[${index}].receiver`, receiver] as const),
    ...(watchdog === undefined ? [] : [['alerting.watchdog.receiver', watchdog.receiver] as const]),
  ];
  return named.flatMap(([path, name]) => unknownName(path, name, 'a name in alerting.receivers', known));
};

/** One that nothing is sent to has been forgotten. */
const receiversAreUsed: Rule = ({ alerting: { receivers, routes, defaultReceiver, watchdog } }) => {
  const used = [defaultReceiver ?? receivers[0]?.name, watchdog?.receiver, ...routes.map(({ receiver }) => receiver)];
  return receivers.flatMap(({ name }, index) =>
    used.includes(name)
      ? []
      : [{ path: `alerting.receivers[${index}].name`, value: name, rule: 'must be used: name it in a route, or remove the receiver' }],
  );
};

const receiversAreWhole: Rule = ({ alerting: { receivers } }) =>
  receivers.flatMap((receiver, index): readonly Problem[] => {
    const path = `alerting.receivers[${index}]`;
    if (receiver.kind === 'webhook' && (receiver.url === undefined) === (receiver.urlSecret === undefined))
      return [{ path, rule: 'must have either url or urlSecret' }];
    if (receiver.kind === 'email' && (receiver.user === undefined) !== (receiver.password === undefined))
      return [{ path, rule: 'must have both user and password, or neither' }];
    return [];
  });

const muteTimesExist: Rule = ({ alerting: { routes, muteTimes } }) => {
  const known = muteTimes.map(({ name }) => name);
  return routes.flatMap((route, index) =>
    route.muteTimes.flatMap((name, place) =>
      unknownName(`alerting.routes[${index}].muteTimes[${place}]`, name, 'a name in alerting.muteTimes', known),
    ),
  );
};

const matchesOf = ({ routes, inhibition }: EnvironmentConfig['alerting']): readonly (readonly [string, AlertMatch])[] => [
  ...routes.map(({ match }, index) => [`alerting.routes[${index}].match`, match] as const),
  ...inhibition.rules.flatMap(({ source, target }, index) => [
    [`alerting.inhibition.rules[${index}].source`, source] as const,
    [`alerting.inhibition.rules[${index}].target`, target] as const,
  ]),
];

const namesAreInTheCatalogue: Rule = ({ alerting, services }) => {
  const owners = [...new Set([...services.map(({ owner }) => owner), PLATFORM_OWNER])];
  const names = services.map(({ name }) => name);
  return matchesOf(alerting).flatMap(([path, match]) => [
    ...match.owners.flatMap((owner, index) => unknownName(`${path}.owners[${index}]`, owner, 'an owner in the service catalogue', owners)),
    ...match.services.flatMap((name, index) => unknownName(`${path}.services[${index}]`, name, 'a service in the catalogue', names)),
  ]);
};

const saysNothing = ({ alerts, severities, owners, services, labels }: AlertMatch): boolean =>
  [alerts, severities, owners, services, Object.keys(labels)].every(({ length }) => length === 0);

const routesAreReached: Rule = ({ alerting: { routes } }) =>
  routes.flatMap((route, index) =>
    saysNothing(route.match) && !route.continue && index < routes.length - 1
      ? [{ path: `alerting.routes[${index}].match`, rule: 'must leave alerts to the routes below: say which it takes, or set continue' }]
      : [],
  );

/** What silences everything would silence itself, and what nothing is said of would be everything. */
const inhibitionsAreNarrow: Rule = ({ alerting: { inhibition } }) =>
  inhibition.rules.flatMap((rule, index) =>
    (['source', 'target'] as const).flatMap((side) =>
      saysNothing(rule[side]) ? [{ path: `alerting.inhibition.rules[${index}].${side}`, rule: 'must say which alerts' }] : [],
    ),
  );

/** Repeats come with the news of a group, and are forgotten after the retention of alerts. */
const repeatsAreKept: Rule = ({ alerting, retention }) => {
  const levels = [
    { path: 'alerting', ...alerting },
    ...alerting.routes.map((route, index) => ({
      path: `alerting.routes[${index}]`,
      groupInterval: route.groupInterval ?? alerting.groupInterval,
      // What a route leaves out has been judged above.
      repeatInterval: route.repeatInterval ?? (route.groupInterval === undefined ? undefined : alerting.repeatInterval),
    })),
  ];
  return levels.flatMap(({ path, groupInterval, repeatInterval }) => {
    if (repeatInterval === undefined) return [];
    const problem = (rule: string): readonly Problem[] => [{ path: `${path}.repeatInterval`, value: repeatInterval, rule }];
    if (milliseconds(repeatInterval) < milliseconds(groupInterval))
      return problem(`must be at least groupInterval (${groupInterval}): repeats are sent with the news of a group`);
    if (milliseconds(repeatInterval) > milliseconds(retention.alerts))
      return problem(`must be at most retention.alerts (${retention.alerts}): Alertmanager forgets by then what it has sent`);
    return [];
  });
};

/** Alertmanager refuses a label that is there twice. */
const groupLabelsAreDistinct: Rule = ({ alerting }) =>
  [{ path: 'alerting', ...alerting }, ...alerting.routes.map((route, index) => ({ path: `alerting.routes[${index}]`, ...route }))].flatMap(
    ({ path, groupBy = [] }) =>
      groupBy.flatMap((label, index) => {
        const first = groupBy.indexOf(label);
        return first === index
          ? []
          : [{ path: `${path}.groupBy[${index}]`, value: label, rule: `must differ from ${path}.groupBy[${first}]: remove it` }];
      }),
  );

const mutedTimesHaveALength: Rule = ({ alerting: { muteTimes } }) =>
  muteTimes.flatMap(({ from, to }, index) =>
    from === '24:00' || from === to
      ? [{ path: `alerting.muteTimes[${index}].from`, value: from, rule: `must be before its end, which is at ${to}` }]
      : [],
  );

/** Every duration that something is compared with is a bound of all histograms. */
const comparedDurationsAreFew: Rule = (config) => {
  const { length } = latencyBounds(config);
  return length <= MOST_BOUNDS
    ? []
    : [
        {
          path: 'services[].objectives.latency.threshold',
          rule: `must be of fewer different durations: with those of alerting.rules.thresholds each histogram would have ${length} bounds, at most ${MOST_BOUNDS} are kept; use one duration for services that are alike`,
        },
      ];
};

/** Alerts go where somebody is, about what is measured. */
export const alertingRules: readonly Rule[] = [
  receiversExist,
  receiversAreUsed,
  receiversAreWhole,
  muteTimesExist,
  namesAreInTheCatalogue,
  routesAreReached,
  inhibitionsAreNarrow,
  repeatsAreKept,
  groupLabelsAreDistinct,
  mutedTimesHaveALength,
  comparedDurationsAreFew,
];
