import { Conclusive } from './check';
import type { StoredLine, StoredSpan } from './stores';
import { SENSITIVE, SERVICE, SPANS } from './telemetry';

/** The trace when both of its spans are there, the one below the other, with the error. @throws Error that says what is missing */
export function wholeTrace(spans: readonly StoredSpan[], traceId: string): readonly StoredSpan[] {
  const parent = spans.find(({ name }) => name === SPANS.parent);
  const child = spans.find(({ name }) => name === SPANS.child);
  if (parent === undefined && child === undefined) throw new Error(`trace ${traceId} is not there`);
  if (parent === undefined || child === undefined)
    throw new Error(`trace ${traceId} lacks the span "${parent === undefined ? SPANS.parent : SPANS.child}"`);
  if (child.parentId !== parent.id) throw new Conclusive(`trace ${traceId}: the span "${SPANS.child}" is not below "${SPANS.parent}"`);
  if (!child.failed) throw new Conclusive(`trace ${traceId}: the error of the span "${SPANS.child}" was lost`);
  return spans;
}

/** In words that what was sensitive in a trace is masked. @throws Conclusive when it is not, or is gone altogether */
export function maskedSpans(spans: readonly StoredSpan[]): string {
  for (const { name, attributes } of spans) {
    for (const [key, value] of Object.entries(attributes)) rejectSensitive(value, `attribute ${key} of the span "${name}"`);
  }
  const parent = spans.find(({ name }) => name === SPANS.parent);
  const lost = [SENSITIVE.spanAttribute, SENSITIVE.headerAttribute].filter((key) => parent?.attributes[key] === undefined);
  if (lost.length > 0)
    throw new Conclusive(`masked too much: ${lost.join(' and ')} of the span "${SPANS.parent}" ${lost.length === 1 ? 'is' : 'are'} gone`);
  return 'an e-mail address and a bearer token in its attributes';
}

/** In words that what was sensitive in a log line and beside it is masked. @throws Conclusive when it is not */
export function maskedLine({ line, labels }: StoredLine): string {
  rejectSensitive(line, 'body of the log record');
  for (const [key, value] of Object.entries(labels)) rejectSensitive(value, `attribute ${key} of the log record`);
  return 'an e-mail address and a bearer token in its body';
}

function rejectSensitive(text: string, where: string): void {
  const leaked = [
    ...(text.includes(SENSITIVE.email) ? ['an e-mail address'] : []),
    ...(text.includes(SENSITIVE.token) ? ['a bearer token'] : []),
  ];
  if (leaked.length > 0) throw new Conclusive(`not masked: ${leaked.join(' and ')} in the ${where}`);
}

/** The calls counted from spans of this service, and when that was last written. */
export interface SpanMetrics {
  readonly calls: number;
  /** In seconds since the epoch. */
  readonly writtenAt: number;
}

/**
 * In words that the spans which were sent are counted. The counter of an earlier verification may still be there: it must have
 * moved, or have ended and started anew, perhaps at the same value.
 *
 * @param sentAt when the spans were sent, in seconds since the epoch
 * @param interval how often the counter is written, in seconds; the collector forgets a service that is silent, and ends its series
 */
export function spanMetricsVerdict(
  before: SpanMetrics | undefined,
  now: SpanMetrics | undefined,
  sentAt: number,
  interval: number,
): string {
  if (now === undefined) throw new Error(`there is no calls_total of the service ${SERVICE}`);
  const ended = before !== undefined && sentAt - before.writtenAt > 3 * interval;
  const counted = before === undefined || (ended ? now.writtenAt > before.writtenAt : now.calls !== before.calls);
  // A new series starts with a zero, so that its first increase can be seen.
  if (!counted || now.calls < Object.keys(SPANS).length) throw new Error(`calls_total of the service ${SERVICE} stays at ${now.calls}`);
  return `calls_total of the service ${SERVICE} is ${now.calls}`;
}
