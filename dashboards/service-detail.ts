import type { DashboardOf } from './definition';
import { serviceLinks } from './links';
import { LOGS_SELECTED, lineRate } from './logql';
import { graph, lines, list, number } from './panels';
import { CALLS, DURATION, FAILED, quantile, SELECTED, SERVER, share, sumRate } from './promql';
import { column, logQuery, metric, withExemplars } from './queries';

const OF = [...SELECTED, SERVER];
const REQUESTS = sumRate('', CALLS, ...OF);
const CLIENT = [...SELECTED, 'span_kind=~"SPAN_KIND_(CLIENT|PRODUCER)"'];

/** One service: its operations, what it calls, its resources and its logs. */
export const serviceDetail: DashboardOf = (config) => ({
  uid: 'service-detail',
  title: 'Service Detail',
  description: 'One service: rate, errors and duration by operation, its dependencies, its users and its logs.',
  folder: 'Services',
  oneService: true,
  rows: [
    {
      title: 'Requests',
      panels: [
        number({
          title: 'Request rate',
          description: 'Requests that the service answers a second.',
          unit: 'reqps',
          queries: [metric(REQUESTS)],
          width: 6,
        }),
        number({
          title: 'Error ratio',
          description: 'Share of its requests whose span ends with an error.',
          unit: 'percentunit',
          red: { above: 0.1 },
          queries: [metric(share(sumRate('', CALLS, ...OF, FAILED), REQUESTS))],
          width: 6,
        }),
        number({
          title: '99th percentile',
          description: 'All but one of a hundred requests take no longer.',
          unit: 's',
          queries: [metric(quantile(0.99, '', DURATION, ...OF))],
          width: 6,
        }),
        number({
          title: 'Instances',
          description: 'Instances that Prometheus reaches.',
          unit: 'short',
          red: { below: 1 },
          queries: [metric('sum(up{service=~"$service"})')],
          width: 6,
        }),
        graph({
          title: 'Rate by operation',
          description: 'Requests a second of each operation, by the name of its span.',
          unit: 'reqps',
          queries: [metric(sumRate('span_name', CALLS, ...OF), '{{span_name}}')],
        }),
        graph({
          title: 'Errors by operation',
          description: 'Requests a second of each operation whose span ends with an error.',
          unit: 'reqps',
          queries: [metric(sumRate('service_name, span_name', CALLS, ...OF, FAILED), '{{span_name}}')],
          links: serviceLinks(config).slice(1),
        }),
        graph({
          title: 'Duration',
          description:
            'Half, nineteen of twenty and all but one of a hundred requests take no longer. Points are single requests, and lead to their traces.',
          unit: 's',
          queries: [0.5, 0.95, 0.99].map((ratio) => withExemplars(metric(quantile(ratio, '', DURATION, ...OF), `${ratio * 100} %`))),
        }),
        graph({
          title: 'Duration by operation, 95th percentile',
          description: 'Nineteen of twenty requests of each operation take no longer.',
          unit: 's',
          queries: [metric(quantile(0.95, 'span_name', DURATION, ...OF), '{{span_name}}')],
        }),
        graph({
          title: 'Answers by status',
          description: 'HTTP answers a second by their status code.',
          unit: 'reqps',
          stacked: true,
          queries: [
            metric(sumRate('http_response_status_code', CALLS, ...OF, 'http_response_status_code!=""'), '{{http_response_status_code}}'),
          ],
        }),
        list({
          title: 'Routes',
          description: 'What each route is asked a second, and how long nineteen of twenty requests take at most.',
          unit: 'short',
          queries: [
            metric(sumRate('http_route', CALLS, ...OF, 'http_route!=""'), 'Requests a second'),
            column(quantile(0.95, 'http_route', DURATION, ...OF, 'http_route!=""'), '95th percentile', 's'),
          ],
        }),
      ],
    },
    {
      title: 'What it calls',
      panels: [
        graph({
          title: 'Outgoing calls',
          description: 'Calls a second that the service makes, by the name of their span.',
          unit: 'reqps',
          queries: [metric(sumRate('span_name', CALLS, ...CLIENT), '{{span_name}}')],
        }),
        graph({
          title: 'Duration of outgoing calls, 95th percentile',
          description: 'Nineteen of twenty calls take no longer.',
          unit: 's',
          queries: [withExemplars(metric(quantile(0.95, 'span_name', DURATION, ...CLIENT), '{{span_name}}'))],
        }),
      ],
    },
    {
      title: 'Users and logs',
      panels: [
        graph({
          title: 'Requests of signed-in users',
          description: 'Requests a second whose span names a user (user.id).',
          unit: 'reqps',
          queries: [metric(sumRate('service_name', 'user_requests_total', ...SELECTED), '{{service_name}}')],
        }),
        graph({
          title: 'Log lines by level',
          description: 'Lines a second of the service, by their severity.',
          unit: 'cps',
          stacked: true,
          queries: [logQuery(lineRate('detected_level', LOGS_SELECTED), '{{detected_level}}')],
        }),
        lines({
          title: 'Latest lines',
          description: 'Log lines of the service; one with a trace_id leads to its trace.',
          unit: 'none',
          queries: [logQuery(LOGS_SELECTED)],
          height: 10,
        }),
      ],
    },
  ],
});
