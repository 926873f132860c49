import * as z from 'zod';

/** A span as any store gives it back, as far as it matters here. */
export interface StoredSpan {
  readonly name: string;
  /** Id of the span, in the store's own encoding. */
  readonly id: string;
  readonly parentId: string | undefined;
  readonly failed: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

const attributeSchema = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) });

const otlpSpanSchema = z.object({
  name: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  attributes: z.array(attributeSchema).default([]),
  status: z.object({ code: z.union([z.string(), z.number()]).optional() }).optional(),
});

const resourceSpansSchema = z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(otlpSpanSchema) })).default([]) }));

/** Tempo's answer to /api/v2/traces/<id>: https://grafana.com/docs/tempo/latest/api_docs/#query-v2 */
export const tempoTraceSchema = z
  .object({ trace: z.object({ resourceSpans: resourceSpansSchema.optional(), batches: resourceSpansSchema.optional() }).nullish() })
  .transform(({ trace }): readonly StoredSpan[] =>
    [...(trace?.resourceSpans ?? []), ...(trace?.batches ?? [])]
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
      .map(({ name, spanId, parentSpanId, attributes, status }) => ({
        name,
        id: spanId,
        parentId: parentSpanId === '' ? undefined : parentSpanId,
        failed: status?.code === 'STATUS_CODE_ERROR' || status?.code === 2,
        attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0] ?? '')])),
      })),
  );

const jaegerSpanSchema = z.object({
  operationName: z.string(),
  spanID: z.string(),
  references: z.array(z.object({ refType: z.string(), spanID: z.string() })).default([]),
  tags: z.array(z.object({ key: z.string(), value: z.unknown() })).default([]),
});

/** Jaeger's answer to /api/traces/<id>, the one of its own user interface. */
export const jaegerTraceSchema = z
  .object({ data: z.array(z.object({ spans: z.array(jaegerSpanSchema) })) })
  .transform(({ data }): readonly StoredSpan[] =>
    data
      .flatMap(({ spans }) => spans)
      .map(({ operationName, spanID, references, tags }) => {
        const attributes = Object.fromEntries(tags.map(({ key, value }) => [key, String(value)]));
        return {
          name: operationName,
          id: spanID,
          parentId: references.find(({ refType }) => refType === 'CHILD_OF')?.spanID,
          failed: attributes['error'] === 'true' || attributes['otel.status_code'] === 'ERROR',
          attributes,
        };
      }),
  );

/** A log line with everything that the store keeps beside it. */
export interface StoredLine {
  readonly line: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Loki's answer to /loki/api/v1/query_range: https://grafana.com/docs/loki/latest/reference/loki-http-api/#query-logs-within-a-range-of-time */
export const lokiLinesSchema = z
  .object({
    data: z.object({
      resultType: z.literal('streams'),
      result: z.array(
        z.object({ stream: z.record(z.string(), z.string()), values: z.array(z.tuple([z.string(), z.string()]).rest(z.unknown())) }),
      ),
    }),
  })
  .transform(({ data }): readonly StoredLine[] =>
    data.result.flatMap(({ stream, values }) => values.map(([, line]) => ({ line, labels: stream }))),
  );
