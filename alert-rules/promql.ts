/** Spans that answer a caller: those of a client would count the request of one service as that of another too. */
export const SERVED = 'span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER"';

export const FAILED = 'status_code="STATUS_CODE_ERROR"';

/** For how long the collector remembers a series: one that was not counted for longer begins at zero again. */
const REMEMBERED = '1d';

/**
 * By how much a counter grew that is only written when something was counted. `increase` guesses what happened between the ends of the range
 * and its first and last sample there, which is right for a counter that is written all the time; of calls within a minute it makes up to half
 * as many again, and of a single sample nothing. This compares what a series says with what it said last before the range, to the cent; what
 * began at zero again within the range is left to `increase`.
 * https://prometheus.io/docs/prometheus/latest/querying/functions/#increase
 *
 * @param ofNew what a series was before the range that nobody saw in the day before it: nothing, so that the first event of its kind is counted
 */
export const growth = (selector: string, range: string, ofNew = `last_over_time(${selector}[${range}]) * 0`): string => {
  const now = `last_over_time(${selector}[${range}])`;
  const before = `(last_over_time(${selector}[${REMEMBERED}] offset ${range}) or ${ofNew})`;
  return `((${now} - ${before} >= 0) unless resets(${selector}[${range}]) > 0) or increase(${selector}[${range}])`;
};

/** A series for each service by the label that spans have, from one with the label that scraped targets have. */
export const byServiceName = (expression: string): string =>
  `max by (service_name) (label_replace(${expression}, "service_name", "$1", "service", "(.+)"))`;
