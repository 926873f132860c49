/** A set of series, in PromQL: `up{job="loki"}`. */
export type Selector = string;

/** A duration in PromQL, of at least a second: `600s`. */
export const range = (seconds: number): string => `${Math.max(1, Math.round(seconds))}s`;

/** A range selector: `[600s]`, and at which time it ends where that is not now. */
export const over = (seconds: number, at?: number): string => `[${range(seconds)}]${at === undefined ? '' : ` @ ${at}`}`;

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

/** A text as it stands within quotes of PromQL. */
export const quoted = (text: string): string => JSON.stringify(text);

/** A text as it stands in a regular expression that matches it alone. */
export const literal = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
