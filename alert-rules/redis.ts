import type { Concern } from './rule';

const HITS = 'rate(redis_keyspace_hits_total[10m])';
const MISSES = 'rate(redis_keyspace_misses_total[10m])';

/** Redis servers, as redis_exporter measures them. https://github.com/oliver006/redis_exporter */
export const redis: Concern = ({ parts, thresholds: { redis: at } }) => ({
  name: 'redis',
  alerts: [
    {
      alert: 'RedisDown',
      when: parts.redis,
      expr: 'redis_up == 0',
      for: '1m',
      severity: 'critical',
      about: 'component',
      summary: '{{ $labels.job }} cannot connect to its Redis server',
      description: 'The server has refused every connection for 1m, or its address or password is wrong.',
      dashboard: 'infrastructure',
    },
    {
      alert: 'RedisMemoryHigh',
      when: parts.redis,
      expr: `redis_memory_used_bytes / (redis_memory_max_bytes > 0) > ${at.memory}`,
      for: '5m',
      severity: 'warning',
      about: 'component',
      summary: 'The Redis server of {{ $labels.job }} uses {{ $value | humanizePercentage }} of its memory',
      description: 'At maxmemory it evicts keys, or refuses writes, as maxmemory-policy says.',
      dashboard: 'infrastructure',
    },
    {
      alert: 'RedisEvictions',
      when: parts.redis,
      expr: `rate(redis_evicted_keys_total[5m]) > ${at.evictionsPerSecond}`,
      for: '5m',
      severity: 'warning',
      about: 'component',
      summary: 'The Redis server of {{ $labels.job }} evicts {{ $value | humanize }} keys a second',
      description: `More than ${at.evictionsPerSecond} keys a second have been evicted for 5m: its memory does not hold what is used.`,
      dashboard: 'infrastructure',
    },
    {
      alert: 'RedisLowHitRate',
      when: parts.redis,
      expr: `${HITS} / (${HITS} + ${MISSES} > ${at.lookupsPerSecond}) < ${at.hitRatio}`,
      for: '15m',
      severity: 'warning',
      about: 'component',
      summary: 'Only {{ $value | humanizePercentage }} of the look-ups in the Redis server of {{ $labels.job }} find their key',
      description: 'What is not found in the cache is asked of what is behind it, which gets that load.',
      dashboard: 'infrastructure',
    },
    {
      alert: 'RedisConnectionsRejected',
      when: parts.redis,
      expr: 'increase(redis_rejected_connections_total[5m]) > 0',
      severity: 'critical',
      about: 'component',
      summary: 'The Redis server of {{ $labels.job }} rejects connections',
      description: 'It has rejected {{ $value | humanize }} connections in 5m: maxclients is reached.',
      dashboard: 'infrastructure',
    },
  ],
});
