/** A set of series, in PromQL: `up{job="loki"}`. */
type Selector = string;

const range = (seconds: number): string => `${Math.max(1, Math.round(seconds))}s`;

/** `[600s]`, and at which time it ends where that is not now. */
const over = (seconds: number, at?: number): string => `[${range(seconds)}]${at === undefined ? '' : ` @ ${at}`}`;

/**
 * How much counters have grown in a time, all together. `increase` starts at a series' first value, so that what a process counted before its
 * first scrape would be lost, and extrapolates; a series that has not been reset gives the difference itself.
 *
 * @param at seconds since the epoch at which the time ends; now when absent
 */
export function counted(selector: Selector, seconds: number, at?: number): string {
  const end = at === undefined ? '' : ` @ ${at}`;
  const start = ` offset ${range(seconds)}`;
  return `sum(((((${selector}${end}) - (${selector}${end === '' ? start : `${start}${end}`})) or (${selector}${end})) and resets(${selector}${over(seconds, at)}) == 0) or increase(${selector}${over(seconds, at)}))`;
}

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

/** A text as it stands within quotes of PromQL. */
export const quoted = (text: string): string => JSON.stringify(text);

/** A text as it stands in a regular expression that matches it alone. */
export const literal = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');

/** Collectors of this version leave out the suffix of counters, others have it. */
export const counter = (name: string, labels: string): Selector => `{__name__=~"${name}(_total)?"${labels === '' ? '' : `,${labels}`}}`;
