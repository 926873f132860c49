import type { DashboardOf } from './definition';
import { serviceLinks } from './links';
import { graph, list } from './panels';
import { CALLS, DURATION, FAILED, quantile, rate, SELECTED, share, sumRate } from './promql';
import { metric, type Query, withExemplars } from './queries';

/** Spans of the services, in TraceQL. https://grafana.com/docs/tempo/latest/traceql/ */
const SPANS = 'resource.service.name=~"${service:pipe}"';

/** Spans of so long are worth a look, whatever the sampler keeps: its threshold changes, and Grafana need not restart for it. */
const SLOW = '1s';

/** The same search for either store: the one that is off is left out. */
const search = (traceql: string, jaeger: { readonly tags?: string; readonly minDuration?: string }): readonly Query[] => [
  { source: 'tempo', expression: `{ ${SPANS}${traceql} }` },
  { source: 'jaeger', service: '$service', ...jaeger },
];

/** Traces: those that failed, those that were slow, and what the sampler keeps. */
export const distributedTracing: DashboardOf = (config) => ({
  uid: 'distributed-tracing',
  title: 'Distributed Tracing',
  description: 'Traces that failed or were slow, spans by kind, and what the sampler keeps of all.',
  folder: 'Services',
  // Jaeger searches the traces of one service.
  oneService: config.traces.backend === 'jaeger',
  rows: [
    {
      title: 'Traces',
      panels: [
        list({
          title: 'Failed traces',
          description: 'Stored traces with a span that ends with an error; the id leads to the trace.',
          unit: 'short',
          queries: search(' && status=error', { tags: 'error=true' }),
        }),
        list({
          title: 'Slow traces',
          description: `Stored traces with a span of more than ${SLOW}.`,
          unit: 'short',
          queries: search(` && duration > ${SLOW}`, { minDuration: SLOW }),
        }),
        list({
          title: 'Latest traces',
          description: 'Traces as they were stored, whatever became of them.',
          unit: 'short',
          queries: search('', {}),
          width: 24,
        }),
      ],
    },
    {
      title: 'Spans, before sampling',
      panels: [
        graph({
          title: 'Spans by service',
          description: 'Spans a second of all kinds.',
          unit: 'cps',
          queries: [metric(sumRate('service_name', CALLS, ...SELECTED), '{{service_name}}')],
          links: serviceLinks(config),
        }),
        graph({
          title: 'Spans by kind',
          description: 'Spans a second: answered requests, calls, work within a service, messages.',
          unit: 'cps',
          stacked: true,
          queries: [metric(sumRate('span_kind', CALLS, ...SELECTED), '{{span_kind}}')],
        }),
        graph({
          title: 'Share of failed spans',
          description: 'Share of spans of each service that end with an error.',
          unit: 'percentunit',
          queries: [
            metric(
              share(sumRate('service_name', CALLS, ...SELECTED, FAILED), sumRate('service_name', CALLS, ...SELECTED)),
              '{{service_name}}',
            ),
          ],
          links: serviceLinks(config),
        }),
        graph({
          title: 'Duration of spans, 99th percentile',
          description: 'All but one of a hundred spans take no longer. Points are single spans, and lead to their traces.',
          unit: 's',
          queries: [withExemplars(metric(quantile(0.99, 'service_name', DURATION, ...SELECTED), '{{service_name}}'))],
          links: serviceLinks(config),
        }),
      ],
    },
    {
      title: 'Sampling',
      panels: [
        graph({
          title: 'Decisions of the sampler',
          description: 'Traces a second that are kept and dropped. Nothing here when the ratio is 1 and nothing is decided.',
          unit: 'cps',
          stacked: true,
          queries: [metric(sumRate('sampled', 'otelcol_processor_tail_sampling_global_count_traces_sampled'), 'sampled: {{sampled}}')],
        }),
        graph({
          title: 'Traces that wait for a decision',
          description: 'Traces in memory, and those a second that had to leave before they were decided about: there should be none.',
          unit: 'short',
          queries: [
            metric('sum(otelcol_processor_tail_sampling_sampling_traces_on_memory)', 'in memory'),
            metric(`sum(${rate('otelcol_processor_tail_sampling_sampling_trace_dropped_too_early')})`, 'pushed out, a second'),
          ],
        }),
      ],
    },
  ],
});
