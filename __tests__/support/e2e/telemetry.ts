import { randomBytes } from 'node:crypto';

/** OTLP over HTTP in its JSON form: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
type Attributes = Readonly<Record<string, string | number | readonly string[]>>;

const value = (item: string | number | readonly string[]): unknown =>
  typeof item === 'string'
    ? { stringValue: item }
    : typeof item === 'number'
      ? { intValue: String(item) }
      : { arrayValue: { values: item.map((entry) => ({ stringValue: entry })) } };

const attributes = (all: Attributes) => Object.entries(all).map(([key, item]) => ({ key, value: value(item) }));

const nanoseconds = (milliseconds: number): string => `${Math.round(milliseconds)}000000`;

/** One span that is a trace by itself. */
export interface TestSpan {
  readonly service: string;
  readonly name?: string;
  readonly durationMs?: number;
  readonly error?: boolean;
  readonly statusMessage?: string;
  readonly attributes?: Attributes;
  readonly event?: Attributes;
  /** Whether it calls another service; it answers one when absent. */
  readonly client?: boolean;
}

/** One log record. */
export interface TestLog {
  readonly service: string;
  readonly body: string | Attributes;
  readonly attributes?: Attributes;
  readonly ageDays?: number;
}

/** Sends telemetry to a collector, and fails when it does not take it. */
export class Sender {
  constructor(private readonly endpoint: string) {}

  /** Sends spans and gives their trace ids, in the same order. */
  async spans(spans: readonly TestSpan[]): Promise<readonly string[]> {
    const now = Date.now();
    const ids = spans.map(() => randomBytes(16).toString('hex'));
    await this.post('/v1/traces', {
      resourceSpans: [...group(spans, ({ service }) => service)].map(([service, members]) => ({
        resource: { attributes: attributes({ 'service.name': service }) },
        scopeSpans: [
          {
            spans: members.map((span) => ({
              traceId: ids[spans.indexOf(span)],
              spanId: randomBytes(8).toString('hex'),
              name: span.name ?? 'operation',
              kind: span.client === true ? 3 : 2,
              startTimeUnixNano: nanoseconds(now - (span.durationMs ?? 5)),
              endTimeUnixNano: nanoseconds(now),
              status: { code: span.error === true ? 2 : 0, message: span.statusMessage ?? '' },
              attributes: attributes(span.attributes ?? {}),
              events:
                span.event === undefined ? [] : [{ name: 'exception', timeUnixNano: nanoseconds(now), attributes: attributes(span.event) }],
            })),
          },
        ],
      })),
    });
    return ids;
  }

  async logs(logs: readonly TestLog[]): Promise<void> {
    await this.post('/v1/logs', {
      resourceLogs: [...group(logs, ({ service }) => service)].map(([service, members]) => ({
        resource: { attributes: attributes({ 'service.name': service }) },
        scopeLogs: [
          {
            logRecords: members.map(({ body, attributes: own = {}, ageDays = 0 }, index) => ({
              timeUnixNano: `${BigInt(Date.now() - ageDays * 86_400_000) * 1_000_000n + BigInt(index)}`,
              severityNumber: 9,
              severityText: 'INFO',
              body: typeof body === 'string' ? { stringValue: body } : { kvlistValue: { values: attributes(body) } },
              attributes: attributes(own),
            })),
          },
        ],
      })),
    });
  }

  /** Adds to a counter. */
  async counter(service: string, name: string, amount: number, own: Attributes = {}): Promise<void> {
    await this.post('/v1/metrics', {
      resourceMetrics: [
        {
          resource: { attributes: attributes({ 'service.name': service }) },
          scopeMetrics: [
            {
              metrics: [
                {
                  name,
                  sum: {
                    aggregationTemporality: 2,
                    isMonotonic: true,
                    dataPoints: [
                      {
                        asInt: String(amount),
                        timeUnixNano: nanoseconds(Date.now()),
                        startTimeUnixNano: nanoseconds(Date.now() - 1_000),
                        attributes: attributes(own),
                      },
                    ],
                  },
                },
              ],
            },
          ],
        },
      ],
    });
  }

  private async post(path: string, body: unknown): Promise<void> {
    const response = await fetch(`${this.endpoint}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    const { partialSuccess } = (await response.json()) as {
      partialSuccess?: { rejectedSpans?: string; rejectedLogRecords?: string; rejectedDataPoints?: string };
    };
    const rejected = partialSuccess?.rejectedSpans ?? partialSuccess?.rejectedLogRecords ?? partialSuccess?.rejectedDataPoints ?? '0';
    if (rejected !== '0') throw new Error(`${path}: ${rejected} rejected`);
  }
}

function group<T>(items: readonly T[], key: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
