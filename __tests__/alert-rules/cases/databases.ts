import { type AlertCase, of } from './case';

const postgres = (metric: string, labels?: string): string => of('postgres-exporter-main', metric, labels);
const redis = (metric: string): string => of('redis-exporter-cache', metric);

/** PostgreSQL and Redis servers. */
export const databaseCases: readonly AlertCase[] = [
  {
    alert: 'DatabaseConnectionFailure',
    firing: { [postgres('pg_up')]: '1x4 0x6 1x10' },
    firesAt: '8m',
    resolvedAt: '15m',
    // One scrape that failed is no failure.
    healthy: { [postgres('pg_up')]: '1x7 0 1x10' },
    expected: [
      {
        labels: {
          instance: 'postgres-exporter-main',
          job: 'postgres-exporter-main',
          owner: 'platform',
          service: 'postgres-exporter-main',
          service_name: 'postgres-exporter-main',
          severity: 'critical',
        },
        summary: 'postgres-exporter-main cannot connect to its PostgreSQL server',
        description: 'The server has refused every connection for 1m, or its name or password is wrong.',
      },
    ],
  },
  {
    alert: 'DatabaseConnectionsSaturated',
    firing: {
      [postgres('pg_stat_activity_count', 'datname="shop", state="active"')]: '85x15 20x15',
      [postgres('pg_settings_max_connections')]: '100x30',
    },
    firesAt: '10m',
    resolvedAt: '20m',
    healthy: {
      [postgres('pg_stat_activity_count', 'datname="shop", state="active"')]: '80x30',
      [postgres('pg_settings_max_connections')]: '100x30',
    },
    expected: [
      {
        labels: {
          instance: 'postgres-exporter-main',
          job: 'postgres-exporter-main',
          owner: 'platform',
          service: 'postgres-exporter-main',
          service_name: 'postgres-exporter-main',
          severity: 'warning',
        },
        summary: '85% of the connections of postgres-exporter-main are in use',
        description: 'When max_connections is reached, the server refuses everybody but superusers.',
      },
    ],
  },
  {
    alert: 'DatabaseSlowQueries',
    firing: { [postgres('pg_stat_activity_max_tx_duration', 'datname="shop", state="idle in transaction"')]: '0+60x10 0x10' },
    firesAt: '9m',
    resolvedAt: '15m',
    // A connection that does nothing holds nothing.
    healthy: { [postgres('pg_stat_activity_max_tx_duration', 'datname="shop", state="idle"')]: '0+60x20' },
    expected: [
      {
        labels: {
          datname: 'shop',
          instance: 'postgres-exporter-main',
          job: 'postgres-exporter-main',
          owner: 'platform',
          service: 'postgres-exporter-main',
          service_name: 'postgres-exporter-main',
          severity: 'warning',
        },
        summary: 'A transaction in shop of postgres-exporter-main has run for 9m 0s',
        description: 'Transactions longer than 1m hold locks and keep dead rows from being cleaned up.',
      },
    ],
  },
  {
    alert: 'DatabaseReplicationLag',
    firing: { [postgres('pg_replication_lag_seconds')]: '45x10 1x10' },
    firesAt: '8m',
    resolvedAt: '15m',
    healthy: { [postgres('pg_replication_lag_seconds')]: '30x20' },
    expected: [
      {
        labels: {
          instance: 'postgres-exporter-main',
          job: 'postgres-exporter-main',
          owner: 'platform',
          service: 'postgres-exporter-main',
          service_name: 'postgres-exporter-main',
          severity: 'warning',
        },
        summary: 'postgres-exporter-main is 45s behind its primary',
        description: 'The replica has been more than 30s behind for 5m: what it answers is old.',
      },
    ],
  },
  {
    alert: 'DatabaseDeadlocks',
    firing: { [postgres('pg_stat_database_deadlocks', 'datname="shop"')]: '3x10 5x30' },
    firesAt: '15m',
    resolvedAt: '30m',
    healthy: { [postgres('pg_stat_database_deadlocks', 'datname="shop"')]: '3x40' },
    expected: [
      {
        labels: {
          datname: 'shop',
          instance: 'postgres-exporter-main',
          job: 'postgres-exporter-main',
          owner: 'platform',
          service: 'postgres-exporter-main',
          service_name: 'postgres-exporter-main',
          severity: 'warning',
        },
        summary: 'Deadlocks in shop of postgres-exporter-main',
        description: 'The server has ended 2.222 transactions in 10m that waited for each other.',
      },
    ],
  },
  {
    alert: 'RedisDown',
    firing: { [redis('redis_up')]: '1x4 0x6 1x10' },
    firesAt: '8m',
    resolvedAt: '15m',
    healthy: { [redis('redis_up')]: '1x7 0 1x10' },
    expected: [
      {
        labels: {
          instance: 'redis-exporter-cache',
          job: 'redis-exporter-cache',
          owner: 'platform',
          service: 'redis-exporter-cache',
          service_name: 'redis-exporter-cache',
          severity: 'critical',
        },
        summary: 'redis-exporter-cache cannot connect to its Redis server',
        description: 'The server has refused every connection for 1m, or its address or password is wrong.',
      },
    ],
  },
  {
    alert: 'RedisMemoryHigh',
    firing: { [redis('redis_memory_used_bytes')]: '95x15 50x15', [redis('redis_memory_max_bytes')]: '100x30' },
    firesAt: '10m',
    resolvedAt: '20m',
    // Without maxmemory there is no share of it.
    healthy: { [redis('redis_memory_used_bytes')]: '95x30', [redis('redis_memory_max_bytes')]: '0x30' },
    expected: [
      {
        labels: {
          instance: 'redis-exporter-cache',
          job: 'redis-exporter-cache',
          owner: 'platform',
          service: 'redis-exporter-cache',
          service_name: 'redis-exporter-cache',
          severity: 'warning',
        },
        summary: 'The Redis server of redis-exporter-cache uses 95% of its memory',
        description: 'At maxmemory it evicts keys, or refuses writes, as maxmemory-policy says.',
      },
    ],
  },
  {
    alert: 'RedisEvictions',
    firing: { [redis('redis_evicted_keys_total')]: '0+120x20 2400x20' },
    firesAt: '15m',
    resolvedAt: '30m',
    healthy: { [redis('redis_evicted_keys_total')]: '0+54x40' },
    expected: [
      {
        labels: {
          instance: 'redis-exporter-cache',
          job: 'redis-exporter-cache',
          owner: 'platform',
          service: 'redis-exporter-cache',
          service_name: 'redis-exporter-cache',
          severity: 'warning',
        },
        summary: 'The Redis server of redis-exporter-cache evicts 2 keys a second',
        description: 'More than 1 keys a second have been evicted for 5m: its memory does not hold what is used.',
      },
    ],
  },
  {
    alert: 'RedisLowHitRate',
    firing: {
      [redis('redis_keyspace_hits_total')]: '0+600x30 18000+1200x40',
      [redis('redis_keyspace_misses_total')]: '0+600x30 18000+0x40',
    },
    firesAt: '25m',
    resolvedAt: '50m',
    // Few look-ups say nothing.
    healthy: { [redis('redis_keyspace_hits_total')]: '0+60x60', [redis('redis_keyspace_misses_total')]: '0+60x60' },
    expected: [
      {
        labels: {
          instance: 'redis-exporter-cache',
          job: 'redis-exporter-cache',
          owner: 'platform',
          service: 'redis-exporter-cache',
          service_name: 'redis-exporter-cache',
          severity: 'warning',
        },
        summary: 'Only 50% of the look-ups in the Redis server of redis-exporter-cache find their key',
        description: 'What is not found in the cache is asked of what is behind it, which gets that load.',
      },
    ],
  },
  {
    alert: 'RedisConnectionsRejected',
    firing: { [redis('redis_rejected_connections_total')]: '0x5 4x20' },
    firesAt: '8m',
    resolvedAt: '20m',
    healthy: { [redis('redis_rejected_connections_total')]: '4x25' },
    expected: [
      {
        labels: {
          instance: 'redis-exporter-cache',
          job: 'redis-exporter-cache',
          owner: 'platform',
          service: 'redis-exporter-cache',
          service_name: 'redis-exporter-cache',
          severity: 'critical',
        },
        summary: 'The Redis server of redis-exporter-cache rejects connections',
        description: 'It has rejected 4 connections in 5m: maxclients is reached.',
      },
    ],
  },
];
