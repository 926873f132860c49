// A service with workflows, on Node's own HTTP server.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { metrics, SpanStatusCode, trace } from '@opentelemetry/api';
import { collectDefaultMetrics, register } from 'prom-client';
import { log, stop } from './telemetry.mjs';

const tracer = trace.getTracer('platform-services');
const orders = metrics.getMeter('platform-services').createCounter('orders', { description: 'Orders taken' });
collectDefaultMetrics();

/** Who asks. Of a key only a hash leaves the service. */
function business(headers) {
  const key = headers['x-api-key'];
  const known = {
    'tenant.id': headers['x-tenant-id'],
    'user.id': headers['x-user-id'],
    cost_center: headers['x-cost-center'],
    'api_key.hash': key === undefined ? undefined : createHash('sha256').update(key).digest('hex').slice(0, 16),
  };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

const routes = {
  'GET /health': async () => [200, { status: 'ok' }],
  'POST /orders': async () => {
    orders.add(1);
    log('info', 'order taken');
    return [201, { status: 'taken' }];
  },
  'POST /workflows/:name': ({ name, query }) =>
    tracer.startActiveSpan('workflow', { attributes: { 'workflow.name': name } }, async (span) => {
      const fail = query.get('fail') === 'true';
      if (fail) span.setStatus({ code: SpanStatusCode.ERROR, message: 'a step failed' });
      log(fail ? 'error' : 'info', fail ? 'workflow failed' : 'workflow done', { workflow: name });
      span.end();
      return fail ? [500, { error: 'a step failed' }] : [200, { workflow: name }];
    }),
  'POST /login': async ({ query }) => {
    if (query.get('password') === (process.env.DEMO_PASSWORD ?? 'correct')) return [200, { user: query.get('user') }];
    trace.getActiveSpan()?.setAttribute('security.event', 'authentication_failure');
    log('warning', 'login failed', { user: query.get('user') ?? '' });
    return [401, { error: 'wrong name or password' }];
  },
  'GET /slow': async ({ query }) => {
    const seconds = Math.min(Number(query.get('seconds') ?? 2.5), 30);
    await sleep(seconds * 1_000);
    return [200, { waited: seconds }];
  },
};

/** The route of a path, by its pattern: what differs between requests must not become a name. */
function routeOf(method, path) {
  const [, first = '', name] = path.split('/');
  return name === undefined ? `${method} /${first}` : `${method} /${first}/:name`;
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/metrics') {
    response.setHeader('content-type', register.contentType).end(await register.metrics());
    return;
  }
  const route = routeOf(request.method, url.pathname);
  const handler = routes[route];
  const span = trace.getActiveSpan();
  span?.setAttributes(business(request.headers));
  if (handler !== undefined) {
    span?.updateName(route).setAttribute('http.route', route.split(' ')[1]);
  }
  try {
    const [status, body] = (await handler?.({ name: url.pathname.split('/')[2], query: url.searchParams })) ?? [
      404,
      { error: 'not found' },
    ];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  } catch (error) {
    span?.recordException(error);
    log('error', 'request failed', { error: String(error) });
    response.writeHead(500).end();
  }
});

server.listen(Number(process.env.SERVICE_PORT ?? 8007));
process.once('SIGTERM', () => server.close(() => stop().finally(() => process.exit(0))));
