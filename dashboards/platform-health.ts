import type { DashboardOf, Row } from './definition';
import { graph } from './panels';
import { STORES } from './platform-health-stores';
import { orZero, sumRate } from './promql';
import { metric } from './queries';

/** What the gateway counts by kind of telemetry, each in a metric of its own. */
const KINDS = [
  ['spans', 'spans'],
  ['metric_points', 'data points'],
  ['log_records', 'log records'],
] as const;

const collector: Row = {
  title: 'Collectors',
  panels: [
    graph({
      title: 'Received',
      description: 'Spans, data points and log records a second that collectors took.',
      unit: 'cps',
      queries: KINDS.map(([kind, name]) => metric(sumRate('job', `otelcol_receiver_accepted_${kind}`), `{{job}} ${name}`)),
    }),
    graph({
      title: 'Refused',
      description: 'Items a second that collectors did not take: senders were told to wait. There should be none.',
      unit: 'cps',
      red: { above: 0.001 },
      queries: KINDS.map(([kind, name]) => metric(sumRate('job', `otelcol_receiver_refused_${kind}`), `{{job}} ${name}`)),
    }),
    graph({
      title: 'Sent on',
      description: 'Items a second that each exporter has handed over.',
      unit: 'cps',
      queries: KINDS.map(([kind, name]) =>
        metric(sumRate('job, exporter', `otelcol_exporter_sent_${kind}`), `{{job}} {{exporter}} ${name}`),
      ),
    }),
    graph({
      title: 'Lost',
      description: 'Items a second that could not be sent or found no room in a queue: they are gone. There should be none.',
      unit: 'cps',
      red: { above: 0.001 },
      queries: KINDS.flatMap(([kind, name]) => {
        const sent = sumRate('job, exporter', `otelcol_exporter_sent_${kind}`);
        return [
          metric(orZero(sumRate('job, exporter', `otelcol_exporter_send_failed_${kind}`), sent), `{{job}} {{exporter}} ${name}, not sent`),
          metric(
            orZero(sumRate('job, exporter', `otelcol_exporter_enqueue_failed_${kind}`), sent),
            `{{job}} {{exporter}} ${name}, no room`,
          ),
        ];
      }),
    }),
    graph({
      title: 'Queues',
      description: 'Share of each queue that is filled: it fills while a store is away, and when it is full senders have to wait.',
      unit: 'percentunit',
      max: 1,
      red: { above: 0.7 },
      queries: [metric('otelcol_exporter_queue_size / (otelcol_exporter_queue_capacity > 0)', '{{job}} {{exporter}} {{data_type}}')],
    }),
    graph({
      title: 'Memory of collectors',
      description: 'Memory that each collector uses.',
      unit: 'bytes',
      queries: [metric('otelcol_process_memory_rss', '{{job}} {{instance}}')],
    }),
    graph({
      title: 'Processors of collectors',
      description: 'Processors that each collector uses.',
      unit: 'short',
      queries: [metric('rate(otelcol_process_cpu_seconds[$__rate_interval])', '{{job}} {{instance}}')],
    }),
  ],
};

/** What the platform says of itself: whether telemetry arrives, what is lost, and how full the stores are. */
export const platformHealth: DashboardOf = () => {
  return {
    uid: 'platform-health',
    title: 'Platform Health',
    description: "The platform's own health: queues and refusals, ingest rates, sizes of stores against retention, cardinality, rules.",
    folder: 'Platform',
    from: 'now-3h',
    rows: [
      {
        title: 'Components',
        panels: [
          graph({
            title: 'Up',
            description: 'Whether Prometheus reaches each component and service.',
            unit: 'short',
            max: 1,
            red: { below: 1 },
            queries: [metric('min by (job, instance) (up)', '{{job}} {{instance}}')],
          }),
          graph({
            title: 'Healthy',
            description: 'Whether the health endpoint of each component answers with success.',
            unit: 'short',
            max: 1,
            red: { below: 1 },
            queries: [metric('min by (instance) (probe_success{job="health"})', '{{instance}}')],
          }),
          graph({
            title: 'Answer of health endpoints',
            description: 'How long each health endpoint takes to answer.',
            unit: 's',
            queries: [metric('max by (instance) (probe_duration_seconds{job="health"})', '{{instance}}')],
          }),
          graph({
            title: 'Memory of components',
            description: 'Memory that each component uses, by what it says itself.',
            unit: 'bytes',
            queries: [metric('sum by (job, instance) (process_resident_memory_bytes)', '{{job}} {{instance}}')],
          }),
        ],
      },
      collector,
      ...STORES,
      {
        title: 'Alerting',
        panels: [
          graph({
            title: 'Alerts and silences',
            description: 'Alerts in Alertmanager by their state, and silences.',
            unit: 'short',
            queries: [
              metric('max by (state) (alertmanager_alerts)', 'alerts {{state}}'),
              metric('max by (state) (alertmanager_silences)', 'silences {{state}}'),
            ],
          }),
          graph({
            title: 'Failed notifications',
            description: 'Messages a minute that a receiver did not take. There should be none.',
            unit: 'cpm',
            red: { above: 0.001 },
            queries: [metric(`${sumRate('integration', 'alertmanager_notifications_failed_total')} * 60`, '{{integration}}')],
          }),
        ],
      },
    ],
  };
};
