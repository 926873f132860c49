import type { DashboardOf } from './definition';
import { serviceLinks } from './links';
import { FAILED_LINES, LOGS_SELECTED, lineRate } from './logql';
import { graph, lines, list, number } from './panels';
import { CALLS, DURATION, FAILED, quantile, SELECTED, SERVER, share, sumRate, total } from './promql';
import { logQuery, metric, withExemplars } from './queries';

const OF = [...SELECTED, SERVER];

/** What fails: where, since when, and what the logs say of it. */
export const errorAnalysis: DashboardOf = (config) => ({
  uid: 'error-analysis',
  title: 'Error Analysis',
  description: 'Failed requests by service, operation and status, with the traces and log lines that explain them.',
  folder: 'Services',
  rows: [
    {
      title: 'How much fails',
      panels: [
        number({
          title: 'Failed requests',
          description: 'Requests whose span ended with an error, in the time shown.',
          unit: 'short',
          queries: [metric(total('', CALLS, ...OF, FAILED))],
          width: 8,
        }),
        number({
          title: 'Share of errors',
          description: 'Share of requests whose span ends with an error.',
          unit: 'percentunit',
          red: { above: 0.1 },
          queries: [metric(share(sumRate('', CALLS, ...OF, FAILED), sumRate('', CALLS, ...OF)))],
          width: 8,
        }),
        number({
          title: 'Lines of severity error',
          description: 'Log lines a second of severity error or above.',
          unit: 'cps',
          queries: [logQuery(`sum(rate(${LOGS_SELECTED} ${FAILED_LINES} [$__auto]))`)],
          width: 8,
        }),
      ],
    },
    {
      title: 'Where',
      panels: [
        graph({
          title: 'Errors by service',
          description: 'Failed requests a second of each service.',
          unit: 'reqps',
          stacked: true,
          queries: [metric(sumRate('service_name', CALLS, ...OF, FAILED), '{{service_name}}')],
          links: serviceLinks(config),
        }),
        graph({
          title: 'Errors by status',
          description: 'HTTP answers a second with a status of 400 or above.',
          unit: 'reqps',
          stacked: true,
          queries: [
            metric(
              sumRate('http_response_status_code', CALLS, ...OF, 'http_response_status_code=~"[45].."'),
              '{{http_response_status_code}}',
            ),
          ],
        }),
        list({
          title: 'Operations that fail most',
          description: 'Failed spans in the time shown, of all kinds: the one furthest down the chain of calls is often the cause.',
          unit: 'short',
          queries: [metric(`topk(20, ${total('service_name, span_name, span_kind', CALLS, ...SELECTED, FAILED)} > 0)`, 'Errors')],
          links: serviceLinks(config, 'row'),
        }),
        graph({
          title: 'Duration of failed requests',
          description:
            'Half and nineteen of twenty failed requests take no longer: at once is a refusal, late a timeout. Points lead to traces.',
          unit: 's',
          height: 9,
          queries: [0.5, 0.95].map((ratio) => withExemplars(metric(quantile(ratio, '', DURATION, ...OF, FAILED), `${ratio * 100} %`))),
        }),
        graph({
          title: 'Failed outgoing calls',
          description: 'Calls a second to others that ended with an error.',
          unit: 'reqps',
          queries: [
            metric(
              sumRate('service_name, span_name', CALLS, ...SELECTED, 'span_kind="SPAN_KIND_CLIENT"', FAILED),
              '{{service_name}}: {{span_name}}',
            ),
          ],
          links: serviceLinks(config),
        }),
        graph({
          title: 'Workflows that fail',
          description: 'Runs of workflows a second that ended in failure.',
          unit: 'cps',
          queries: [metric(sumRate('workflow_name', 'workflow_runs_total', ...SELECTED, 'outcome="failure"'), '{{workflow_name}}')],
        }),
      ],
    },
    {
      title: 'What the logs say',
      panels: [
        graph({
          title: 'Error lines over time',
          description: 'Lines a second of severity error or above, by service.',
          unit: 'cps',
          width: 24,
          height: 6,
          stacked: true,
          queries: [logQuery(lineRate('service_name', `${LOGS_SELECTED} ${FAILED_LINES}`), '{{service_name}}')],
          links: serviceLinks(config),
        }),
        lines({
          title: 'Latest error lines',
          description: 'Lines of severity error or above; one with a trace_id leads to its trace.',
          unit: 'none',
          queries: [logQuery(`${LOGS_SELECTED} ${FAILED_LINES}`)],
        }),
      ],
    },
  ],
});
