import { seconds } from '../config/units';
import type { Concern } from './rule';

/** PostgreSQL servers, as postgres_exporter measures them. https://github.com/prometheus-community/postgres_exporter */
export const database: Concern = ({ parts, thresholds: { database: at } }) => ({
  name: 'database',
  alerts: [
    {
      alert: 'DatabaseConnectionFailure',
      when: parts.postgres,
      expr: 'pg_up == 0',
      for: '1m',
      severity: 'critical',
      about: 'component',
      summary: '{{ $labels.job }} cannot connect to its PostgreSQL server',
      description: 'The server has refused every connection for 1m, or its name or password is wrong.',
      dashboard: 'infrastructure',
    },
    {
      alert: 'DatabaseConnectionsSaturated',
      when: parts.postgres,
      expr: `sum by (job, instance) (pg_stat_activity_count) / max by (job, instance) (pg_settings_max_connections) > ${at.connections}`,
      for: '5m',
      severity: 'warning',
      about: 'component',
      summary: '{{ $value | humanizePercentage }} of the connections of {{ $labels.job }} are in use',
      description: 'When max_connections is reached, the server refuses everybody but superusers.',
      dashboard: 'infrastructure',
    },
    {
      alert: 'DatabaseSlowQueries',
      when: parts.postgres,
      expr: `max by (job, instance, datname) (pg_stat_activity_max_tx_duration{state=~"active|idle in transaction.*"}) > ${seconds(at.transaction)}`,
      for: '2m',
      severity: 'warning',
      about: 'component',
      summary: 'A transaction in {{ $labels.datname }} of {{ $labels.job }} has run for {{ $value | humanizeDuration }}',
      description: `Transactions longer than ${at.transaction} hold locks and keep dead rows from being cleaned up.`,
      dashboard: 'infrastructure',
    },
    {
      alert: 'DatabaseReplicationLag',
      when: parts.postgres,
      expr: `max by (job, instance) (pg_replication_lag_seconds) > ${seconds(at.replicationLag)}`,
      for: '5m',
      severity: 'warning',
      about: 'component',
      summary: '{{ $labels.job }} is {{ $value | humanizeDuration }} behind its primary',
      description: `The replica has been more than ${at.replicationLag} behind for 5m: what it answers is old.`,
      dashboard: 'infrastructure',
    },
    {
      alert: 'DatabaseDeadlocks',
      when: parts.postgres,
      expr: `sum by (job, instance, datname) (increase(pg_stat_database_deadlocks[10m])) > ${at.deadlocks}`,
      severity: 'warning',
      about: 'component',
      summary: 'Deadlocks in {{ $labels.datname }} of {{ $labels.job }}',
      description: 'The server has ended {{ $value | humanize }} transactions in 10m that waited for each other.',
      dashboard: 'infrastructure',
    },
  ],
});
