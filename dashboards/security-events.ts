import type { DashboardOf } from './definition';
import { serviceLinks } from './links';
import { FAILED_LINES, LOGS_SELECTED } from './logql';
import { graph, lines, list, number } from './panels';
import { CALLS, counted, SELECTED, SERVER, sumRate, total } from './promql';
import { logQuery, metric } from './queries';

const EVENTS = 'security_events_total';
const KINDS = [
  ['authentication_failure', 'Failed authentication', 'Sign-ins and keys that were refused, in the time shown.'],
  ['rate_limit', 'Rate limits hit', 'Requests refused for being too many, in the time shown.'],
  ['suspicious', 'Suspicious requests', 'Requests that look like an attack, in the time shown.'],
] as const;

/** What services say of attacks (the attribute security.event), and what answers tell of them. */
export const securityEvents: DashboardOf = (config) => ({
  uid: 'security-events',
  title: 'Security Events',
  description: 'Failed authentication, rate limits and suspicious requests, as services report them in security.event.',
  folder: 'Business',
  from: 'now-6h',
  rows: [
    {
      title: 'Events',
      panels: [
        ...KINDS.map(([event, title, description]) =>
          number({
            title,
            description,
            unit: 'short',
            width: 8,
            queries: [metric(counted('', EVENTS, [...SELECTED, `security_event="${event}"`]))],
          }),
        ),
        graph({
          title: 'Events by kind',
          description: 'Events a second.',
          unit: 'cps',
          stacked: true,
          queries: [metric(sumRate('security_event', EVENTS, ...SELECTED), '{{security_event}}')],
        }),
        graph({
          title: 'Events by service',
          description: 'Events a second of each service.',
          unit: 'cps',
          stacked: true,
          queries: [metric(sumRate('service_name', EVENTS, ...SELECTED), '{{service_name}}')],
          links: serviceLinks(config),
        }),
      ],
    },
    {
      title: 'Answers',
      panels: [
        graph({
          title: 'Refused requests',
          description: 'Answers a second with status 401, 403 and 429, whether or not the service reports an event.',
          unit: 'reqps',
          stacked: true,
          queries: [
            metric(
              sumRate('http_response_status_code', CALLS, ...SELECTED, SERVER, 'http_response_status_code=~"401|403|429"'),
              '{{http_response_status_code}}',
            ),
          ],
        }),
        list({
          title: 'Where requests are refused',
          description: 'Answers with status 401, 403 and 429 by service and route, in the time shown.',
          unit: 'short',
          height: 8,
          queries: [
            metric(
              `topk(20, ${total('service_name, http_route, http_response_status_code', CALLS, ...SELECTED, SERVER, 'http_response_status_code=~"401|403|429"')} > 0)`,
              'Refused',
            ),
          ],
          links: serviceLinks(config, 'row'),
        }),
      ],
    },
    {
      title: 'Log lines',
      panels: [
        lines({
          title: 'Lines about security',
          description: 'Lines that carry security.event, and error lines that speak of access.',
          unit: 'none',
          queries: [
            logQuery(`${LOGS_SELECTED} | security_event!=""`),
            logQuery(`${LOGS_SELECTED} ${FAILED_LINES} |~ \`(?i)unauthori[sz]ed|forbidden|denied|rate limit\``),
          ],
        }),
      ],
    },
  ],
});
