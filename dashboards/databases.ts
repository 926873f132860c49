import type { Row } from './definition';
import { graph } from './panels';
import { sumRate } from './promql';
import { metric } from './queries';

/** Redis servers, by the exporter that measures each. https://github.com/oliver006/redis_exporter */
export const redisRow: Row = {
  title: 'Redis',
  panels: [
    graph({
      title: 'Redis: reachable',
      description: 'Whether the exporter reaches its server: 1 or 0.',
      unit: 'short',
      red: { below: 1 },
      max: 1,
      queries: [metric('redis_up', '{{job}}')],
    }),
    graph({
      title: 'Redis: memory',
      description: 'Bytes of memory that the server uses.',
      unit: 'bytes',
      queries: [metric('redis_memory_used_bytes', '{{job}}')],
    }),
    graph({
      title: 'Redis: hit rate',
      description: 'Share of look-ups that found their key.',
      unit: 'percentunit',
      red: { below: 0.8 },
      queries: [
        metric(
          `${sumRate('job', 'redis_keyspace_hits_total')} / ((${sumRate('job', 'redis_keyspace_hits_total')} + ${sumRate('job', 'redis_keyspace_misses_total')}) > 0)`,
          '{{job}}',
        ),
      ],
    }),
    graph({
      title: 'Redis: evictions',
      description: 'Keys a second that were thrown out for want of memory.',
      unit: 'cps',
      queries: [metric(sumRate('job', 'redis_evicted_keys_total'), '{{job}}')],
    }),
    graph({
      title: 'Redis: commands',
      description: 'Commands a second.',
      unit: 'ops',
      queries: [metric(sumRate('job', 'redis_commands_processed_total'), '{{job}}')],
    }),
    graph({
      title: 'Redis: clients',
      description: 'Connections of clients.',
      unit: 'short',
      queries: [metric('redis_connected_clients', '{{job}}')],
    }),
  ],
};

/** PostgreSQL servers, by the exporter that measures each. https://github.com/prometheus-community/postgres_exporter */
export const postgresRow: Row = {
  title: 'PostgreSQL',
  panels: [
    graph({
      title: 'PostgreSQL: reachable',
      description: 'Whether the exporter reaches its server: 1 or 0.',
      unit: 'short',
      red: { below: 1 },
      max: 1,
      queries: [metric('pg_up', '{{job}}')],
    }),
    graph({
      title: 'PostgreSQL: connections',
      description: 'Share of the connections that the server allows which are taken.',
      unit: 'percentunit',
      red: { above: 0.8 },
      queries: [metric('sum by (job) (pg_stat_database_numbackends) / max by (job) (pg_settings_max_connections)', '{{job}}')],
    }),
    graph({
      title: 'PostgreSQL: transactions',
      description: 'Transactions a second that were committed and rolled back.',
      unit: 'ops',
      queries: [
        metric(sumRate('job', 'pg_stat_database_xact_commit'), '{{job}} committed'),
        metric(sumRate('job', 'pg_stat_database_xact_rollback'), '{{job}} rolled back'),
      ],
    }),
    graph({
      title: 'PostgreSQL: deadlocks',
      description: 'Deadlocks a second: transactions that waited for each other.',
      unit: 'cps',
      queries: [metric(sumRate('job, datname', 'pg_stat_database_deadlocks'), '{{job}} {{datname}}')],
    }),
    graph({
      title: 'PostgreSQL: size',
      description: 'Bytes of each database.',
      unit: 'bytes',
      queries: [metric('pg_database_size_bytes', '{{job}} {{datname}}')],
    }),
    graph({
      title: 'PostgreSQL: replication lag',
      description: 'Seconds that a replica is behind; 0 on a primary.',
      unit: 's',
      red: { above: 30 },
      queries: [metric('pg_replication_lag_seconds', '{{job}}')],
    }),
  ],
};
