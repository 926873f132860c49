import type { DashboardOf } from './definition';
import { serviceLinks } from './links';
import { graph, list, number } from './panels';
import { CALLS, DURATION, FAILED, quantile, SELECTED, SERVER, share, sumRate } from './promql';
import { column, metric, withExemplars } from './queries';

const OF = [...SELECTED, SERVER];
const REQUESTS = sumRate('', CALLS, ...OF);
const ERRORS = sumRate('', CALLS, ...OF, FAILED);
const BY_SERVICE = sumRate('service_name', CALLS, ...OF);
const ERRORS_BY_SERVICE = sumRate('service_name', CALLS, ...OF, FAILED);

/** All services side by side: how much they are asked, how often they fail, how long they take. */
export const servicesOverview: DashboardOf = (config) => ({
  uid: 'services-overview',
  title: 'Services Overview',
  description: 'Rate, errors and duration of every service, computed from all spans before sampling.',
  folder: 'Services',
  rows: [
    {
      title: 'All services',
      panels: [
        number({
          title: 'Requests',
          description: 'Requests that the selected services answer a second.',
          unit: 'reqps',
          queries: [metric(REQUESTS)],
          width: 6,
        }),
        number({
          title: 'Errors',
          description: 'Share of requests whose span ends with an error.',
          unit: 'percentunit',
          red: { above: 0.1 },
          queries: [metric(share(ERRORS, REQUESTS))],
          width: 6,
        }),
        number({
          title: '95th percentile',
          description: 'Nineteen of twenty requests take no longer.',
          unit: 's',
          queries: [metric(quantile(0.95, '', DURATION, ...OF))],
          width: 6,
        }),
        number({
          title: 'Active services',
          description: 'Services with at least one request in the last minutes.',
          unit: 'short',
          queries: [metric(`count(${BY_SERVICE} > 0)`)],
          width: 6,
        }),
      ],
    },
    {
      title: 'By service',
      panels: [
        graph({
          title: 'Request rate',
          description: 'Requests that each service answers a second.',
          unit: 'reqps',
          queries: [metric(BY_SERVICE, '{{service_name}}')],
          links: serviceLinks(config),
        }),
        graph({
          title: 'Error ratio',
          description: 'Share of requests of each service whose span ends with an error. Alerts begin at a tenth.',
          unit: 'percentunit',
          red: { above: 0.1 },
          queries: [metric(share(ERRORS_BY_SERVICE, BY_SERVICE), '{{service_name}}')],
          links: serviceLinks(config),
        }),
        graph({
          title: 'Duration, 95th percentile',
          description: 'Nineteen of twenty requests of each service take no longer. Points are single requests, and lead to their traces.',
          unit: 's',
          queries: [withExemplars(metric(quantile(0.95, 'service_name', DURATION, ...OF), '{{service_name}}'))],
          links: serviceLinks(config),
        }),
        list({
          title: 'Services',
          description: 'The state of each service now; its name leads to it, to its traces and to its logs.',
          unit: 'short',
          queries: [
            metric(BY_SERVICE, 'Requests a second'),
            column(share(ERRORS_BY_SERVICE, BY_SERVICE), 'Share of errors', 'percentunit'),
            column(quantile(0.95, 'service_name', DURATION, ...OF), '95th percentile', 's'),
          ],
          links: serviceLinks(config, 'row'),
        }),
        graph({
          title: 'Calls by tier',
          description: 'Requests a second by the importance of the service that answers them.',
          unit: 'reqps',
          stacked: true,
          queries: [metric(sumRate('tier', CALLS, ...OF), '{{tier}}')],
        }),
        graph({
          title: 'Scraped instances',
          description: 'Instances of each service that Prometheus reaches.',
          unit: 'short',
          queries: [metric('sum by (service) (up{service=~"$service",tier=~"$tier"})', '{{service}}')],
        }),
      ],
    },
  ],
});
