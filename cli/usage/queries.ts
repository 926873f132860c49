import { over, range, type Selector } from '../target/promql';

/** The highest rate of counters, all together, over a time. */
export const peakRate = (selector: Selector, seconds: number, step: number): string =>
  `max_over_time(sum(rate(${selector}${over(step)}))[${range(seconds)}:${range(step)}])`;

/** A gauge over a time, of the instance that has most of it. */
export const gauge = {
  now: (selector: Selector): string => `max(${selector})`,
  average: (selector: Selector, seconds: number): string => `max(avg_over_time(${selector}${over(seconds)}))`,
  peak: (selector: Selector, seconds: number): string => `max(max_over_time(${selector}${over(seconds)}))`,
} as const;

/** Processor time in cores, of the instance that takes most of it. */
export const processor = {
  now: (selector: Selector, step: number): string => `max(rate(${selector}${over(step)}))`,
  // Not the rate over the whole time, of which a young series has only a part.
  average: (selector: Selector, seconds: number, step: number): string =>
    `max(avg_over_time(rate(${selector}${over(step)})[${range(seconds)}:${range(step)}]))`,
  peak: (selector: Selector, seconds: number, step: number): string =>
    `max(max_over_time(rate(${selector}${over(step)})[${range(seconds)}:${range(step)}]))`,
} as const;

/** The share of the scheduler's periods in which containers had to wait. */
export const throttled = (labels: string, seconds: number): string =>
  `sum(increase(container_cpu_cfs_throttled_periods_total{${labels}}${over(seconds)})) / (sum(increase(container_cpu_cfs_periods_total{${labels}}${over(seconds)})) > 0)`;

/** Collectors of this version leave out the suffix of counters, others have it. */
export const counter = (name: string, labels: string): Selector => `{__name__=~"${name}(_total)?"${labels === '' ? '' : `,${labels}`}}`;
