import type { DashboardOf } from './definition';
import { FAILED_LINES, LOGS_SELECTED, lineRate } from './logql';
import { graph, lines, list, number } from './panels';
import { logQuery } from './queries';

/** Lines that contain what was typed, and belong to the trace that was typed; all when nothing was. */
const FOUND = `${LOGS_SELECTED} |~ \`(?i)$search\` | trace_id=~\`$trace.*\``;

/** Log lines of all services, and how many there are. */
export const logsDashboard: DashboardOf = () => ({
  uid: 'logs',
  title: 'Logs',
  description: 'Log lines of all services and containers: how many, how severe, and what they say.',
  folder: 'Platform',
  texts: [
    { name: 'search', label: 'Contains', description: 'A regular expression; upper and lower case are the same.' },
    { name: 'trace', label: 'Trace', description: 'The id of a trace, or how it begins.' },
  ],
  rows: [
    {
      title: 'How many',
      panels: [
        number({
          title: 'Lines',
          description: 'Log lines a second that are found.',
          unit: 'cps',
          queries: [logQuery(`sum(rate(${FOUND} [$__auto]))`)],
          width: 6,
        }),
        number({
          title: 'Error lines',
          description: 'Lines a second of severity error or above.',
          unit: 'cps',
          queries: [logQuery(`sum(rate(${FOUND} ${FAILED_LINES} [$__auto]))`)],
          width: 6,
        }),
        number({
          title: 'Volume',
          description: 'Bytes of lines a second.',
          unit: 'Bps',
          queries: [logQuery(`sum(bytes_rate(${FOUND} [$__auto]))`)],
          width: 6,
        }),
        number({
          title: 'With a trace',
          description: 'Lines a second that name the trace that they belong to.',
          unit: 'cps',
          queries: [logQuery(`sum(rate(${FOUND} | trace_id!="" [$__auto]))`)],
          width: 6,
        }),
        graph({
          title: 'Lines by level',
          description: 'Lines a second by their severity.',
          unit: 'cps',
          stacked: true,
          queries: [logQuery(lineRate('detected_level', FOUND), '{{detected_level}}')],
        }),
        graph({
          title: 'Lines by service',
          description: 'Lines a second of each service.',
          unit: 'cps',
          stacked: true,
          queries: [logQuery(lineRate('service_name', FOUND), '{{service_name}}')],
        }),
        graph({
          title: 'Volume by service',
          description: 'Bytes a second of the ten services that write most: what retention costs.',
          unit: 'Bps',
          queries: [logQuery(`topk(10, sum by (service_name) (bytes_rate(${FOUND} [$__auto])))`, '{{service_name}}')],
        }),
        list({
          title: 'Error lines by service',
          description: 'Lines of severity error or above in the last hour.',
          unit: 'short',
          queries: [logQuery(`sum by (service_name, container_name) (count_over_time(${FOUND} ${FAILED_LINES} [1h]))`, 'Lines')],
          height: 8,
        }),
      ],
    },
    {
      title: 'What they say',
      panels: [
        lines({
          title: 'Lines found',
          description: 'The latest lines; one with a trace_id leads to its trace, and from there back to all lines of the trace.',
          unit: 'none',
          queries: [logQuery(FOUND)],
          height: 18,
        }),
      ],
    },
  ],
});
