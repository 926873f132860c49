import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { renderPlatform } from '../../../cli/cost/what-if';
import { clusterSurroundings } from '../../../cli/kubernetes/usage';
import { counted } from '../../../cli/target/promql';
import type { Surroundings } from '../../../cli/target/usage';
import { parseWindow } from '../../../cli/usage';
import { formatUsage } from '../../../cli/usage/format';
import { measure } from '../../../cli/usage/measure';
import { defineEnvironment } from '../../../config/define';
import type { EnvironmentOverlay } from '../../../config/schema/environment';
import { usageSchema } from '../../../tuning/usage';
import { platformOf } from '../../support/platform';

/** What Prometheus knows: the first text that a query contains decides. */
type Knowledge = readonly (readonly [part: string, value: number])[];

let server: Server;
let knowledge: Knowledge = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const query = new URL(request.url ?? '/', 'http://fake').searchParams.get('query') ?? '';
    const found = knowledge.find(([part]) => query.includes(part));
    const result = found === undefined ? [] : [{ metric: {}, value: [0, String(found[1])] }];
    response.end(JSON.stringify({ data: { resultType: 'vector', result } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const address = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const surroundings = (): Surroundings => ({
  prometheus: address(),
  containers: (component) => `name="${component}"`,
  kills: () => undefined,
  disk: async () => ({ isShared: true, usedBytes: 5_000_000, source: 'the test' }),
});

const measured = async (known: Knowledge, overlay: EnvironmentOverlay = {}) => {
  knowledge = [['count_over_time(up', 240], ...known];
  return measure(platformOf(overlay), surroundings(), 3_600);
};

const EVERYTHING: Knowledge = [
  ['storage_blocks_bytes', 3_000_000],
  ['lowest_timestamp', 1_000],
  ['head_min_time', 8_200],
  ['prometheus_tsdb_head_series', 20_000],
  ['max_over_time(sum(rate(', 900],
  ['head_samples_appended', 2_000_000],
  ['exporter="otlp_grpc/traces"', 10_000],
  ['otelcol_receiver_accepted_spans', 36_000],
  ['chunk_size_bytes_sum', 40_000],
  ['chunk_entries_sum', 1_000],
  ['structured_metadata_bytes', 50_000],
  ['distributor_bytes_received', 200_000],
  ['distributor_lines_received', 1_000],
  ['throttled', 0.02],
  ['container_memory', 104_857_600],
  ['container_cpu', 0.1],
];

test('everything that is known is measured, and has the form that o11y tune reads', async () => {
  const usage = await measured(EVERYTHING, { traces: { backend: 'jaeger' } });
  expect(usageSchema.safeParse(usage).error).toBeUndefined();
  expect(usage.missing).toEqual([]);
  expect(usage.coveredSeconds).toBe(3_600);
  expect(usage.sizes).toEqual({ bytesPerSample: 1.5, bytesPerSpan: 500, bytesPerLogLine: 40, logLineBytes: 150 });
  expect(usage.ingest.activeSeries).toEqual({ now: 20_000, peak: 20_000 });
  expect(usage.ingest.spansReceived).toEqual({ average: 10, peak: 900 });
  expect(usage.stores.map(({ component, growthBytesPerDay }) => [component, growthBytesPerDay === undefined])).toEqual([
    ['prometheus', false],
    ['loki', false],
    ['jaeger', false],
  ]);
  const text = formatUsage(usage);
  expect(text).toContain('bytes per log line     40, of a line of 150: 3.75 times smaller');
  expect(text).toMatch(/^jaeger +100 MiB +100 MiB \(13 %\) +768 MiB/m);
});

test('what is not known is absent and said, never 0', async () => {
  const usage = await measured([]);
  expect(usage.ingest).toEqual({});
  expect(usage.sizes).toEqual({});
  expect(usage.missing.map(({ what }) => what)).toEqual(
    expect.arrayContaining(['active series', 'bytes per sample', 'bytes per log line', 'memory of loki', 'log bytes a second']),
  );
  expect(JSON.stringify(usage.components)).toBe(
    JSON.stringify(platformOf().components.map(({ name, product }) => ({ component: name, product }))),
  );
  expect(formatUsage(usage)).toContain('Not measured:\n  ');
});

test('a head without a block tells nothing of a sample on disk', async () => {
  const { missing } = await measured([['storage_blocks_bytes', 0], ...EVERYTHING]);
  expect(missing).toContainEqual({
    what: 'bytes per sample',
    why: 'Prometheus has written no block yet: the first comes after three hours',
  });
});

test('few spans tell nothing of one', async () => {
  const { sizes, missing } = await measured([['exporter="otlp_grpc/traces"', 12], ...EVERYTHING]);
  expect(sizes.bytesPerSpan).toBeUndefined();
  expect(missing).toContainEqual({
    what: 'bytes per span',
    why: '12 spans were stored, and what an empty store takes would be counted to them: 2000 are needed',
  });
});

test('what is off is not in it', async () => {
  const usage = await measured(EVERYTHING, { loki: { enabled: false }, traces: { backend: 'none' } });
  expect(usage.stores.map(({ component }) => component)).toEqual(['prometheus']);
  expect(Object.keys(usage.ingest)).toEqual(['activeSeries', 'samples']);
});

test('a Prometheus that has just started is no measurement', async () => {
  knowledge = [['count_over_time(up', 2]];
  await expect(measure(platformOf(), surroundings(), 3_600)).rejects.toThrow(
    'Prometheus has measured itself 2 times in the window, and four times are needed: wait 60 s, or choose a longer --window',
  );
});

test('a Prometheus that does not answer is said', async () => {
  await expect(measure(platformOf(), { ...surroundings(), prometheus: 'http://127.0.0.1:1' }, 3_600)).rejects.toThrow(
    /cannot be reached.*usage is read from the platform's own Prometheus, at http:\/\/127\.0\.0\.1:1; npx o11y status says what runs/,
  );
});

test('a counter is the difference itself where it was not reset', () => {
  expect(counted('x', 60)).toBe('sum(((((x) - (x offset 60s)) or (x)) and resets(x[60s]) == 0) or increase(x[60s]))');
  expect(counted('x', 60, 5)).toBe(
    'sum(((((x @ 5) - (x offset 60s @ 5)) or (x @ 5)) and resets(x[60s] @ 5) == 0) or increase(x[60s] @ 5))',
  );
});

test('in a cluster pods and claims are found by their workload', async () => {
  const { containers, disk } = clusterSurroundings(
    renderPlatform(defineEnvironment('prod', { target: { kind: 'kubernetes' } })),
    'http://x',
  );
  expect(containers('prometheus')).toBe(
    'namespace="observability",pod=~"prometheus-o11y-prometheus-([a-z0-9]+-)?[a-z0-9]+",container!="",container!="POD",container!~".*(reloader|sidecar).*"',
  );
  expect(containers('nothing')).toBeUndefined();
  const asked: string[] = [];
  const found = await disk('loki', async (query) => {
    asked.push(query);
    return 7;
  });
  expect(found).toEqual({
    isShared: false,
    usedBytes: 7,
    source: 'the kubelet, for the claims of its pods',
    capacityBytes: 7,
    freeBytes: 7,
  });
  expect(asked[0]).toBe(
    'sum(max by (persistentvolumeclaim) (kubelet_volume_stats_used_bytes{namespace="observability",persistentvolumeclaim=~"(.+-)?o11y-loki(-[0-9]+)?"}))',
  );
});

test('a window is a duration of some length', () => {
  expect(parseWindow('7d')).toBe('7d');
  expect(() => parseWindow('10 s')).toThrow('--window 10 s: must be a duration from 1m to 90d, such as "1h" or "7d"');
});
