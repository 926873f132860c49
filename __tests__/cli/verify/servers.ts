import { createServer, type IncomingMessage, type Server } from 'node:http';
import { METRICS, SENSITIVE, SPANS } from '../../../cli/verify/telemetry';
import { defineEnvironment } from '../../../config/define';
import type { EnvironmentOverlay } from '../../../config/schema/environment';
import { type Platform, resolvePlatform } from '../../../constructs/core/platform';
import { registry } from '../../../constructs/registry';
import { dockerAddressing } from '../../../constructs/targets/addressing';

/** What a server says to a request: a status and a text, or an object for JSON. */
export type Answer = (url: URL, request: IncomingMessage, body: Buffer) => readonly [status: number, body: string | object];

export const SERVERS = ['collector', 'health', 'prometheus', 'loki', 'jaeger', 'alertmanager', 'grafana'] as const;
export type Name = (typeof SERVERS)[number];

/** Servers on ports of their own, whose answers can be exchanged while they run. */
export interface FakeServers {
  readonly answers: Record<Name, Answer>;
  /** A platform whose published ports are theirs. */
  readonly platform: (overlay?: EnvironmentOverlay) => Platform;
  readonly close: () => Promise<void>;
}

export async function startServers(): Promise<FakeServers> {
  const answers = healthyAnswers();
  const servers = await Promise.all(SERVERS.map((name) => start((url, request, body) => answers[name](url, request, body))));
  const port = (name: Name): number => portOf(servers[SERVERS.indexOf(name)]);
  return {
    answers,
    platform: (overlay = {}) =>
      resolvePlatform(
        defineEnvironment('dev', {
          traces: { backend: 'jaeger' },
          otelCollector: { ports: { http: port('collector'), health: port('health') } },
          prometheus: { port: port('prometheus') },
          loki: { port: port('loki') },
          jaeger: { port: port('jaeger') },
          alertmanager: { port: port('alertmanager') },
          grafana: { port: port('grafana') },
          ...overlay,
        }),
        registry,
        dockerAddressing,
      ),
    close: async () => {
      for (const server of servers) server.closeAllConnections();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

function start(answer: Answer): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [status, body] = answer(new URL(request.url ?? '/', 'http://fake'), request, Buffer.concat(chunks));
      response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const portOf = (server: Server | undefined): number => {
  const address = server?.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

/** Everything as a platform in good order says it. */
export function healthyAnswers(): Record<Name, Answer> {
  return {
    collector: () => [200, ''],
    health: () => [200, 'ok'],
    prometheus: healthyPrometheus(),
    loki: (url) => (url.pathname === '/config' ? [200, LOKI_CONFIG] : [200, lines(`verification ${markerOf(url)}: mail to ****`)]),
    jaeger: () => [200, jaegerTrace('****', '****')],
    alertmanager: () => [200, 'ok'],
    grafana: () => [200, { status: 'OK', message: 'it works' }],
  };
}

const LOKI_CONFIG = `compactor: {retention_enabled: true}
limits_config:
  retention_period: 90d
  retention_stream: [{period: 30d, selector: '{service_name="alertmanager"}'}]
`;

/** The marker is part of the first query; the second knows the trace id alone, of a line that the first has named. */
let lastMarker = '';
const markerOf = (url: URL): string => {
  const marker = /\|= "([a-p]{20})"/.exec(url.searchParams.get('query') ?? '')?.[1];
  lastMarker = marker ?? lastMarker;
  return lastMarker;
};

export const lines = (...texts: readonly string[]): object => ({
  data: {
    resultType: 'streams',
    result: texts.length === 0 ? [] : [{ stream: { service_name: 'o11y-verify' }, values: texts.map((text) => ['1', text]) }],
  },
});

export const jaegerTrace = (email: string, authorization: string): object => ({
  data: [
    {
      spans: [
        {
          spanID: 'a',
          operationName: SPANS.parent,
          tags: [
            { key: SENSITIVE.spanAttribute, value: email },
            { key: SENSITIVE.headerAttribute, value: authorization },
          ],
        },
        {
          spanID: 'b',
          operationName: SPANS.child,
          references: [{ refType: 'CHILD_OF', spanID: 'a' }],
          tags: [{ key: 'error', value: true }],
        },
      ],
    },
  ],
});

/** Counts calls up with every question, as spans arrive. */
export function healthyPrometheus(): Answer {
  let calls = 0;
  const vector = (value: number): readonly [number, object] => [
    200,
    { data: { resultType: 'vector', result: [{ metric: {}, value: [1, String(value)] }] } },
  ];
  return ({ pathname, searchParams }) => {
    if (pathname === '/api/v1/status/runtimeinfo') return [200, { data: { storageRetention: '15d or 9GiB320MiB761KiB' } }];
    if (pathname === '/api/v1/targets')
      return [
        200,
        {
          data: {
            activeTargets: POOLS.map((scrapePool) => ({
              scrapePool,
              scrapeUrl: `http://${scrapePool}/metrics`,
              health: 'up',
              lastError: '',
            })),
          },
        },
      ];
    if (pathname !== '/api/v1/query') return [200, 'ready'];
    const query = searchParams.get('query') ?? '';
    if (query.startsWith('probe_success')) return vector(1);
    if (query.startsWith('sum(')) {
      calls += 2;
      return vector(calls);
    }
    if (query.startsWith('max(timestamp')) return vector(Date.now() / 1_000);
    return vector(query.includes('_count') ? METRICS.durations.length : METRICS.count);
  };
}

/** The scrape jobs of a platform with everything on. */
export const POOLS: readonly string[] = [
  'prometheus',
  'alertmanager',
  'grafana',
  'loki',
  'jaeger',
  'otel-collector',
  'otel-collector-agent',
  'node-exporter',
  'cadvisor',
  'blackbox-exporter',
  'health',
];
