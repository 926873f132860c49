import type { AlertRoute } from '../../config/schema/alert-routes';
import type { EnvironmentConfig } from '../../config/schema/environment';
import type { Native } from '../core/native';
import { historyOutput } from './history';
import { renderInhibition } from './inhibition';
import { matchersOf, oneOf } from './matchers';
import { renderMuteTime } from './mute-times';
import { renderReceiver } from './receivers';

/** The receiver that sends nothing: alerts stay visible in Alertmanager and Grafana. No receiver of a configuration can be called so. */
const NOWHERE = '(none)';

/** Alertmanager's configuration file. https://prometheus.io/docs/alerting/latest/configuration/ */
export function renderAlertmanager(config: EnvironmentConfig) {
  const { alerting } = config;
  const receiver = alerting.defaultReceiver ?? alerting.receivers[0]?.name ?? NOWHERE;
  const routes = [watchdogRoute(alerting.watchdog), ...alerting.routes.map(renderRoute), ...lastRoute(alerting.routes, receiver)];
  const sendsNothing = [receiver, ...routes.map((route) => route['receiver'])].includes(NOWHERE);
  const inhibition = renderInhibition(config);
  return {
    route: {
      receiver,
      group_by: alerting.groupBy,
      group_wait: alerting.groupWait,
      group_interval: alerting.groupInterval,
      repeat_interval: alerting.repeatInterval,
      routes,
    },
    ...(inhibition.length === 0 ? {} : { inhibit_rules: inhibition }),
    ...(alerting.muteTimes.length === 0 ? {} : { time_intervals: alerting.muteTimes.map(renderMuteTime) }),
    receivers: [...(sendsNothing ? [{ name: NOWHERE }] : []), ...alerting.receivers.map(renderReceiver)],
    ...historyOutput(config),
  };
}

const renderRoute = (route: AlertRoute): Native => ({
  receiver: route.receiver,
  matchers: matchersOf(route.match),
  continue: route.continue,
  ...(route.groupBy === undefined ? {} : { group_by: route.groupBy }),
  ...(route.groupWait === undefined ? {} : { group_wait: route.groupWait }),
  ...(route.groupInterval === undefined ? {} : { group_interval: route.groupInterval }),
  ...(route.repeatInterval === undefined ? {} : { repeat_interval: route.repeatInterval }),
  ...(route.muteTimes.length === 0 ? {} : { mute_time_intervals: route.muteTimes }),
});

/**
 * Alertmanager's default is for what no route matches, so that an alert of which a route gets a copy would never come there.
 * https://prometheus.io/docs/alerting/latest/configuration/#route
 */
const lastRoute = (routes: readonly AlertRoute[], receiver: string): readonly Native[] =>
  routes.some((route) => route.continue) ? [{ receiver }] : [];

/** The alert that always fires is news to nobody but to what waits for it: before all other routes, and to no default. */
const watchdogRoute = (watchdog: EnvironmentConfig['alerting']['watchdog']): Native => ({
  receiver: watchdog?.receiver ?? NOWHERE,
  matchers: oneOf('alertname', ['Watchdog']),
  group_wait: '0s',
  // Repeats are looked for in this step, and one that came as late as the interval itself would be twice as late.
  ...(watchdog === undefined ? {} : { group_interval: '30s', repeat_interval: watchdog.repeatInterval }),
});

/** What it makes, as data. */
export type AlertmanagerFile = ReturnType<typeof renderAlertmanager>;
