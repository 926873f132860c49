/** Spans that answer a caller: those of a client would count the request of one service as that of another too. */
export const SERVED = 'span_kind=~"SPAN_KIND_SERVER|SPAN_KIND_CONSUMER"';

export const FAILED = 'status_code="STATUS_CODE_ERROR"';

/** Series of an hour ago and of before the last restart of Prometheus are no new ones. */
const REMEMBERED = '1h';

/**
 * By how much a counter grew, also when it is new: `increase` knows nothing of what a series began with, which is all there is of a
 * rare event. A series that nobody has seen in the hour before the range counts with its whole value.
 * https://prometheus.io/docs/prometheus/latest/querying/functions/#increase
 */
export const growth = (selector: string, range: string): string =>
  `(increase(${selector}[${range}]) and last_over_time(${selector}[${REMEMBERED}] offset ${range})) or (${selector} unless last_over_time(${selector}[${REMEMBERED}] offset ${range}))`;

/** A series for each service by the label that spans have, from one with the label that scraped targets have. */
export const byServiceName = (expression: string): string =>
  `max by (service_name) (label_replace(${expression}, "service_name", "$1", "service", "(.+)"))`;
