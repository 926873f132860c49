import type { EnvironmentConfig } from '../config/schema/environment';
import type { DashboardOf } from './definition';
import { serviceLinks } from './links';
import { graph, lines, list, number } from './panels';
import { CALLS, counted, FAILED, SELECTED, SERVER, share, sumRate, total } from './promql';
import { logQuery, metric } from './queries';

const OF = [...SELECTED, SERVER];
const LOGS = '{deployment_environment_name=~"$environment", service_name=~".+"}';

/** What Alertmanager's event recorder writes of alerts and messages, without what it repeats with every evaluation. */
const HISTORY = [
  '{service_name="alertmanager"}',
  'json began="data.alertCreated.alert.name", ended="data.alertResolved.alert.details.name", sent="data.notification.groupInfo.groupKey", receiver="data.notification.groupInfo.receiverName", reason="data.notification.reason"',
  'began != "" or ended != "" or sent != ""',
].join(' | ');

/** Alertmanager writes what happens to its output, which comes to Loki by the log agent. */
const keepsHistory = ({ alertmanager, containerLogs, otelCollector }: EnvironmentConfig): boolean =>
  alertmanager.enabled && containerLogs.enabled && otelCollector.enabled;

/** The first page: is something wrong, and where to look. */
export const platformOverview: DashboardOf = (config) => ({
  uid: 'platform-overview',
  title: 'Platform Overview',
  description: 'Is something wrong, and where: alerts, services, components and what telemetry arrives.',
  folder: 'Platform',
  rows: [
    {
      title: 'Now',
      panels: [
        number({
          title: 'Firing alerts',
          description: 'Alerts that fire now.',
          unit: 'short',
          red: { above: 1 },
          queries: [metric('count(ALERTS{alertstate="firing",alertname!="Watchdog"}) or vector(0)')],
        }),
        number({
          title: 'Targets down',
          description: 'Targets that Prometheus does not reach.',
          unit: 'short',
          red: { above: 1 },
          queries: [metric('count(up == 0) or vector(0)')],
        }),
        number({
          title: 'Unhealthy components',
          description: 'Components whose health endpoint does not answer with success.',
          unit: 'short',
          red: { above: 1 },
          queries: [metric('count(probe_success == 0) or vector(0)')],
        }),
        number({
          title: 'Requests of services',
          description: 'Requests that services answer a second.',
          unit: 'reqps',
          queries: [metric(sumRate('', CALLS, ...OF))],
        }),
        number({
          title: 'Failing requests',
          description: 'Share of requests that fail.',
          unit: 'percentunit',
          red: { above: 0.1 },
          queries: [metric(share(sumRate('', CALLS, ...OF, FAILED), sumRate('', CALLS, ...OF)))],
        }),
        number({
          title: 'Cost today',
          description: 'Dollars of calls of language models in the last day.',
          unit: 'currencyUSD',
          queries: [metric(counted('', 'gen_ai_cost_usd_total', [], '1d'))],
        }),
      ],
    },
    {
      title: 'Alerts',
      panels: [
        list({
          title: 'Alerts that fire',
          description: 'Each alert that fires now, with its labels.',
          unit: 'short',
          height: 8,
          queries: [
            metric(
              'count by (alertname, severity, service, service_name, instance, owner) (ALERTS{alertstate="firing",alertname!="Watchdog"})',
              'Alerts',
            ),
          ],
        }),
        graph({
          title: 'History of alerts',
          description: 'Alerts that fired, by name, for as long as metrics are kept.',
          unit: 'short',
          stacked: true,
          queries: [metric('count by (alertname) (ALERTS{alertstate="firing",alertname!="Watchdog"})', '{{alertname}}')],
        }),
        graph({
          title: 'Notifications',
          description: 'Messages a minute that Alertmanager sent and could not send, by receiver.',
          unit: 'cpm',
          queries: [
            metric(`${sumRate('integration', 'alertmanager_notifications_total')} * 60`, '{{integration}}'),
            metric(`${sumRate('integration', 'alertmanager_notifications_failed_total')} * 60 > 0`, '{{integration}} failed'),
          ],
        }),
        lines({
          title: 'Log of alerts',
          description:
            'Every alert that began or ended and every message that was sent, as Alertmanager writes them; kept as long as retention.alerts says.',
          unit: 'none',
          width: 12,
          height: 8,
          queries: keepsHistory(config) ? [logQuery(HISTORY)] : [],
        }),
      ],
    },
    {
      title: 'Services',
      panels: [
        graph({
          title: 'Requests by service',
          description: 'Requests a second.',
          unit: 'reqps',
          stacked: true,
          queries: [metric(sumRate('service_name', CALLS, ...OF), '{{service_name}}')],
          links: serviceLinks(config),
        }),
        graph({
          title: 'Failures by service',
          description: 'Failed requests a second.',
          unit: 'reqps',
          stacked: true,
          queries: [metric(sumRate('service_name', CALLS, ...OF, FAILED), '{{service_name}}')],
          links: serviceLinks(config),
        }),
        list({
          title: 'Busiest services',
          description: 'Requests and failures of each service in the time shown.',
          unit: 'short',
          queries: [metric(total('service_name', CALLS, ...OF), 'Requests'), metric(total('service_name', CALLS, ...OF, FAILED), 'Failed')],
          links: serviceLinks(config, 'row'),
        }),
        graph({
          title: 'Lines of log',
          description: 'Log lines a second by severity.',
          unit: 'cps',
          height: 9,
          stacked: true,
          queries: [logQuery(`sum by (detected_level) (rate(${LOGS} [$__auto]))`, '{{detected_level}}')],
        }),
      ],
    },
    {
      title: 'Platform',
      panels: [
        graph({
          title: 'Targets that are reached',
          description: 'Share of the targets of each job that Prometheus reaches.',
          unit: 'percentunit',
          queries: [metric('avg by (job) (up)', '{{job}}')],
        }),
        graph({
          title: 'Hosts: processors and memory',
          description: 'Share of the processors and of the memory of each host in use.',
          unit: 'percentunit',
          max: 1,
          queries: [
            metric('1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))', '{{instance}} processors'),
            metric('1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes', '{{instance}} memory'),
          ],
        }),
      ],
    },
  ],
});
