import type { EnvironmentConfig } from './schema/environment';
import { type Duration, seconds } from './units';

/**
 * Half of the time that is in Prometheus' memory: a sample that is later than the last one of its series is taken for as long, whatever else came in
 * the meantime. https://github.com/prometheus/prometheus/blob/v3.13.5/tsdb/head.go (appendableMinValidTime)
 */
const IN_ORDER: Duration = '1h';

/**
 * How old a sample may be that comes late: at least as old as what waits in the collector's queue after the outage that it is made for.
 *
 * @returns the configured time, or the outage when that is longer than what is taken anyway
 */
export function lateSamples({ prometheus, otelCollector }: Pick<EnvironmentConfig, 'prometheus' | 'otelCollector'>): Duration {
  const outage = otelCollector.outageTolerance;
  const isLong = otelCollector.enabled && seconds(outage) > seconds(IN_ORDER);
  return isLong && seconds(outage) > seconds(prometheus.outOfOrderTimeWindow) ? outage : prometheus.outOfOrderTimeWindow;
}

/** Seconds after which a new sample is certainly refused as too old, with some left for its way. */
export const oldestSample = (config: Pick<EnvironmentConfig, 'prometheus' | 'otelCollector'>): number =>
  Math.floor(Math.max(seconds(lateSamples(config)), seconds(IN_ORDER)) * 0.95);
