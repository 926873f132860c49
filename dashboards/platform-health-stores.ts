import type { Row } from './definition';
import { graph, list, number } from './panels';
import { quantile, sumRate } from './promql';
import { metric } from './queries';

const metrics: Row = {
  title: 'Metrics',
  panels: [
    number({
      title: 'Active series',
      description: 'Series in memory: what the memory of Prometheus is for.',
      unit: 'short',
      width: 6,
      queries: [metric('max(prometheus_tsdb_head_series)')],
    }),
    number({
      title: 'Samples',
      description: 'Samples a second that are stored.',
      unit: 'cps',
      width: 6,
      queries: [metric(sumRate('', 'prometheus_tsdb_head_samples_appended_total'))],
    }),
    number({
      title: 'Room of metrics used',
      description:
        'Share of the size that metrics may have which blocks take; from there on the oldest are deleted, before their time is over.',
      unit: 'percentunit',
      red: { above: 0.9 },
      width: 6,
      queries: [metric('max(prometheus_tsdb_storage_blocks_bytes / (prometheus_tsdb_retention_limit_bytes > 0))')],
    }),
    number({
      title: 'Oldest metrics',
      description: 'Age of the oldest sample.',
      unit: 's',
      width: 6,
      queries: [metric('time() - min(prometheus_tsdb_lowest_timestamp_seconds)')],
    }),
    graph({
      title: 'Size of metrics',
      description: 'Bytes of blocks, of the log ahead of them and of chunks in memory, and the size from which on blocks are deleted.',
      unit: 'bytes',
      queries: [
        metric('prometheus_tsdb_storage_blocks_bytes', '{{instance}} blocks'),
        metric('prometheus_tsdb_wal_storage_size_bytes', '{{instance}} log'),
        metric('prometheus_tsdb_head_chunks_storage_size_bytes', '{{instance}} in memory'),
        metric('prometheus_tsdb_retention_limit_bytes', '{{instance}} limit'),
      ],
    }),
    list({
      title: 'Cardinality by job',
      description: 'Series that one scrape of each job brings, the most first.',
      unit: 'short',
      height: 8,
      queries: [metric('sort_desc(sum by (job) (scrape_samples_post_metric_relabeling))', 'Series')],
    }),
    graph({
      title: 'Series over time',
      description: 'Series in memory: a step is a new label with many values.',
      unit: 'short',
      queries: [metric('prometheus_tsdb_head_series', '{{instance}}')],
    }),
    graph({
      title: 'Rules',
      description: 'How long each group of rules takes, and evaluations a second that failed.',
      unit: 's',
      queries: [
        metric('topk(10, prometheus_rule_group_last_duration_seconds)', '{{rule_group}}'),
        metric(`${sumRate('rule_group', 'prometheus_rule_evaluation_failures_total')} > 0`, '{{rule_group}} failed'),
      ],
    }),
    graph({
      title: 'Damage and loss of metrics',
      description: 'Corruptions of the log ahead of blocks, and alerts that reached no Alertmanager, within an hour. There should be none.',
      unit: 'short',
      red: { above: 1 },
      queries: [
        metric('sum by (instance) (increase(prometheus_tsdb_wal_corruptions_total[1h]))', '{{instance}} corruptions'),
        metric('sum by (instance) (increase(prometheus_notifications_dropped_total[1h]))', '{{instance}} alerts dropped'),
      ],
    }),
    graph({
      title: 'Remote write',
      description: 'Samples that wait for each long-term store, and those a second that it did not take.',
      unit: 'short',
      queries: [
        metric('sum by (remote_name) (prometheus_remote_storage_samples_pending)', '{{remote_name}} waiting'),
        metric(sumRate('remote_name', 'prometheus_remote_storage_samples_failed_total'), '{{remote_name}} failed'),
      ],
    }),
  ],
};

const logs: Row = {
  title: 'Logs',
  panels: [
    graph({
      title: 'Lines taken',
      description: 'Log lines a second.',
      unit: 'cps',
      queries: [metric(sumRate('instance', 'loki_distributor_lines_received_total'), '{{instance}}')],
    }),
    graph({
      title: 'Lines thrown away',
      description: 'Lines a second that were too old, too long or too many. There should be none.',
      unit: 'cps',
      red: { above: 0.001 },
      queries: [
        metric(`${sumRate('reason', 'loki_discarded_samples_total')} or label_replace(vector(0), "reason", "none", "", "")`, '{{reason}}'),
      ],
    }),
    graph({
      title: 'Size of logs',
      description: 'Bytes that a day of logs takes, by the last day; times the days that they are kept, it is what the volume has to hold.',
      unit: 'bytes',
      queries: [metric('sum(rate(loki_ingester_chunk_stored_bytes_total[1d])) * 86400', 'a day')],
    }),
    graph({
      title: 'Streams of logs',
      description: 'Streams in memory: each combination of labels is one.',
      unit: 'short',
      queries: [metric('loki_ingester_memory_streams', '{{instance}}')],
    }),
    graph({
      title: 'Answers of Loki, 99th percentile',
      description: 'All but one of a hundred requests take no longer, by route.',
      unit: 's',
      queries: [metric(quantile(0.99, 'route', 'loki_request_duration_seconds'), '{{route}}')],
    }),
  ],
};

const traces: Row = {
  title: 'Traces',
  panels: [
    graph({
      title: 'Spans stored',
      description: 'Spans a second that the store of traces takes.',
      unit: 'cps',
      queries: [
        metric(sumRate('instance', 'tempo_distributor_spans_received_total'), '{{instance}}'),
        metric(sumRate('instance', 'otelcol_receiver_accepted_spans_total', 'job="jaeger"'), '{{instance}}'),
      ],
    }),
    graph({
      title: 'Spans thrown away',
      description: 'Spans a second that the store of traces did not take. There should be none.',
      unit: 'cps',
      red: { above: 0.001 },
      queries: [
        metric(sumRate('reason', 'tempo_discarded_spans_total'), '{{reason}}'),
        metric(sumRate('instance', 'otelcol_receiver_refused_spans_total', 'job="jaeger"'), '{{instance}}'),
      ],
    }),
    graph({
      title: 'Size of traces',
      description: 'Bytes of traces: what a day takes before compression, by the last day, or what the files have now.',
      unit: 'bytes',
      queries: [
        metric('sum(rate(tempo_distributor_bytes_received_total[1d])) * 86400', 'a day'),
        metric('sum by (instance) (jaeger_storage_badger_size_bytes_lsm + jaeger_storage_badger_size_bytes_vlog)', '{{instance}}'),
      ],
    }),
    graph({
      title: 'Blocks of traces',
      description: 'Blocks that the store of traces looks through.',
      unit: 'short',
      queries: [metric('max by (instance) (tempodb_blocklist_length)', '{{instance}}')],
    }),
    graph({
      title: 'Answers of the store of traces, 99th percentile',
      description: 'All but one of a hundred requests take no longer.',
      unit: 's',
      queries: [
        metric(quantile(0.99, 'route', 'tempo_request_duration_seconds'), '{{route}}'),
        metric(quantile(0.99, 'operation', 'jaeger_storage_latency_seconds'), '{{operation}}'),
      ],
    }),
  ],
};

/** How full the stores of metrics, logs and traces are, and what they lose. */
export const STORES: readonly Row[] = [metrics, logs, traces];
