import type { EnvironmentConfig } from './schema/environment';
import { seconds } from './units';

/**
 * Bounds of every histogram of durations, in seconds: web requests, and calls of language models, which take minutes.
 * https://opentelemetry.io/docs/specs/semconv/http/http-metrics/#metric-httpserverrequestduration
 */
const GENERAL: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300];

/** Durations that something is compared with, in seconds: alerts and objectives. */
const compared = ({ alerting, services }: Pick<EnvironmentConfig, 'alerting' | 'services'>): readonly number[] => [
  seconds(alerting.rules.thresholds.latency.p95),
  ...services.flatMap(({ objectives }) => (objectives?.latency === undefined ? [] : [seconds(objectives.latency.threshold)])),
];

/**
 * Upper bounds of the histogram of durations, in seconds, ascending. What anything is compared with is one of them, since between two nothing is
 * known; and another is beyond, since of what is above the last one a quantile says no more than that bound.
 */
export function latencyBounds(config: Pick<EnvironmentConfig, 'alerting' | 'services'>): readonly number[] {
  const thresholds = compared(config);
  const beyond = Math.max(...GENERAL, ...thresholds.map((threshold) => threshold * 2));
  return [...new Set([...GENERAL, ...thresholds, beyond])].sort((a, b) => a - b);
}

/** Bounds of a histogram at most: each is a series of every route of every service. */
export const MOST_BOUNDS = 40;

/** A bound as a label `le` and as a pattern: whole ones are 1 when pushed and 1.0 when scraped. */
export const boundPattern = (bound: number): string => (Number.isInteger(bound) ? `${bound}([.]0)?` : `${bound}`.replace('.', '[.]'));
