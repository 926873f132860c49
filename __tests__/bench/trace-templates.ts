import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Attributes, type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

export const SPANS_PER_TRACE = 5;
export const TRACES_PER_ROUND = 40;
const ROUNDS = 25;
const SERVICES = ['frontend', 'orders', 'payments'] as const;

/** One export of every service, as the SDK encodes it, and where in it each trace's id stands. */
export interface Round {
  readonly requests: readonly { readonly body: Buffer; readonly spans: number }[];
  /** For each trace: the request and the offset of each occurrence of its id. */
  readonly ids: readonly (readonly (readonly [request: number, offset: number])[])[];
}

/**
 * Records requests of services' traces: five spans over three services with the attributes that the instrumentations of HTTP
 * servers, clients and databases give, two in a hundred with an error and personal data in it, one in a hundred slow. Encoded
 * once, by OpenTelemetry's SDK, so that sending them takes next to nothing from what is measured.
 */
export async function recordRounds(): Promise<readonly Round[]> {
  const bodies: Buffer[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      bodies.push(Buffer.concat(chunks));
      response.setHeader('content-type', 'application/x-protobuf').end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const exporter = new OTLPTraceExporter({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces` });
  const rounds: Round[] = [];
  for (let index = 0; index < ROUNDS; index++) {
    const { traceIds, spans } = recordTraces(index);
    const requests: { readonly body: Buffer; readonly spans: number }[] = [];
    for (const own of spans) {
      await new Promise<void>((resolve, reject) => exporter.export(own, ({ error }) => (error === undefined ? resolve() : reject(error))));
      requests.push({ body: bodies.pop() ?? Buffer.alloc(0), spans: own.length });
    }
    rounds.push({ requests, ids: traceIds.map((id) => occurrences(requests, Buffer.from(id, 'hex'))) });
  }
  await exporter.shutdown();
  server.close();
  return rounds;
}

const occurrences = (requests: Round['requests'], id: Buffer): readonly (readonly [number, number])[] =>
  requests.flatMap(({ body }, index) => {
    const found: (readonly [number, number])[] = [];
    for (let offset = body.indexOf(id); offset !== -1; offset = body.indexOf(id, offset + id.length)) found.push([index, offset]);
    return found;
  });

function recordTraces(round: number) {
  const services = SERVICES.map((name) => {
    const exporter = new InMemorySpanExporter();
    const resource = resourceFromAttributes({
      'service.name': name,
      'service.namespace': 'shop',
      'service.version': '1.4.2',
      'service.instance.id': `b7a4f0d2-${name}`,
      'telemetry.sdk.name': 'opentelemetry',
      'telemetry.sdk.language': 'nodejs',
      'host.name': 'node-1',
      'process.pid': 1234,
    });
    const provider = new BasicTracerProvider({
      resource,
      sampler: new AlwaysOnSampler(),
      spanProcessors: [new SimpleSpanProcessor(exporter)],
    });
    return { exporter, tracer: provider.getTracer('@opentelemetry/instrumentation-http', '0.205.0') };
  });
  const traceIds = Array.from({ length: TRACES_PER_ROUND }, (_, index) => {
    const number = round * TRACES_PER_ROUND + index;
    let parent: Context = ROOT_CONTEXT;
    const end = Date.now();
    const start = end - (number % 100 === 2 ? 2_500 : 5 + (number % 200));
    const steps = stepsOf(1_000 + number * 7);
    for (const { service, name, kind, attributes } of steps) {
      const span = services[service]?.tracer.startSpan(name, { kind, attributes, startTime: start }, parent);
      if (span === undefined) throw new Error(`there is no service ${service}`);
      parent = trace.setSpan(parent, span);
      if (name === 'POST /authorize' && number % 100 < 2) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: 'upstream refused' });
        span.recordException({ name: 'PaymentError', message: 'card 4111 1111 1111 1111 declined for jane.doe@example.com', stack: STACK });
      }
      span.end(end);
    }
    return trace.getSpanContext(parent)?.traceId ?? '';
  });
  return { traceIds, spans: services.map(({ exporter }) => exporter.getFinishedSpans()) };
}

const STACK =
  'PaymentError: declined\n    at authorize (/app/src/payments.js:41:13)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)';

function stepsOf(
  customer: number,
): readonly { readonly service: number; readonly name: string; readonly kind: SpanKind; readonly attributes: Attributes }[] {
  const path = `/api/v1/customers/${customer}/orders`;
  return [
    {
      service: 0,
      name: 'GET /api/v1/customers/{id}/orders',
      kind: SpanKind.SERVER,
      attributes: server(path, '/api/v1/customers/{id}/orders', 'shop.example.com'),
    },
    { service: 0, name: 'GET', kind: SpanKind.CLIENT, attributes: client(path) },
    {
      service: 1,
      name: 'GET /orders/{id}',
      kind: SpanKind.SERVER,
      attributes: server(path, '/orders/{id}', 'orders.internal.example.com'),
    },
    { service: 1, name: 'SELECT orders', kind: SpanKind.CLIENT, attributes: DATABASE },
    { service: 2, name: 'POST /authorize', kind: SpanKind.SERVER, attributes: server(path, '/authorize', 'payments.internal.example.com') },
  ];
}

const server = (path: string, route: string, host: string): Attributes => ({
  'http.request.method': 'GET',
  'url.scheme': 'https',
  'url.path': path,
  'http.route': route,
  'http.response.status_code': 200,
  'server.address': host,
  'server.port': 8080,
  'client.address': '10.42.3.17',
  'user_agent.original': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'network.protocol.version': '1.1',
});

const client = (path: string): Attributes => ({
  'http.request.method': 'GET',
  'url.full': `https://orders.internal.example.com${path}?page=2&size=50`,
  'http.response.status_code': 200,
  'server.address': 'orders.internal.example.com',
  'server.port': 8080,
  'network.protocol.version': '1.1',
  'network.peer.address': '10.42.7.9',
  'http.request.resend_count': 0,
});

const DATABASE: Attributes = {
  'db.system.name': 'postgresql',
  'db.namespace': 'shop',
  'db.operation.name': 'SELECT',
  'db.collection.name': 'orders',
  'db.query.text': 'SELECT id, total, status FROM orders WHERE customer_id = $1 ORDER BY created_at DESC LIMIT 50',
  'db.query.summary': 'SELECT orders',
  'server.address': 'postgres',
  'server.port': 5432,
};
