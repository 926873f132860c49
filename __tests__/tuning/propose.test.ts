import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { calibrationOf } from '../../tuning/calibration';
import { confidenceText, type Proposal } from '../../tuning/proposal';
import { propose } from '../../tuning/propose';
import { samplingForBudget } from '../../tuning/sampling';
import type { ComponentUsage, StoreUsage, Usage } from '../../tuning/usage';

const MIB = 1024 ** 2;
const GB = 1e9;

const usage = (parts: Partial<Usage> = {}): Usage => ({
  version: 1,
  environment: 'dev',
  target: 'docker',
  measuredAt: '2026-01-01T00:00:00.000Z',
  windowSeconds: 86_400,
  coveredSeconds: 86_400,
  ingest: {},
  sizes: {},
  components: [],
  stores: [],
  missing: [],
  ...parts,
});

const component = (parts: Partial<ComponentUsage> = {}): ComponentUsage => ({
  component: 'loki',
  product: 'loki',
  memory: { now: 300 * MIB, average: 300 * MIB, peak: 400 * MIB, limit: 768 * MIB, reservation: 256 * MIB },
  cpu: { now: 0.2, average: 0.2, peak: 0.6, limit: 1, reservation: 0.25 },
  ...parts,
});

const store = (parts: Partial<StoreUsage> = {}): StoreUsage => ({
  component: 'loki',
  signal: 'logs',
  isShared: true,
  retentionSeconds: 90 * 86_400,
  usedBytes: 10 * GB,
  freeBytes: 40 * GB,
  growthBytesPerDay: GB,
  parts: {},
  ...parts,
});

const proposals = (measured: Usage, overlay: EnvironmentOverlay = {}): readonly Proposal[] =>
  propose({ config: defineEnvironment('dev', overlay), usage: measured }, undefined, () => 0).proposals;

const changes = (measured: Usage, overlay: EnvironmentOverlay = {}) =>
  Object.fromEntries(proposals(measured, overlay).map(({ path, after }) => [path, after]));

describe('limits', () => {
  test('what fits is left', () => {
    expect(changes(usage({ components: [component()] }))).toEqual({ 'loki.resources.reservations.memory': '384MiB' });
  });

  test('what is far too much shrinks, and not below what the product needs', () => {
    const idle = component({
      memory: { now: 40 * MIB, average: 40 * MIB, peak: 50 * MIB, limit: 768 * MIB, reservation: 256 * MIB },
      cpu: { now: 0.01, average: 0.01, peak: 0.02, limit: 1, reservation: 0.25 },
    });
    const found = proposals(usage({ components: [idle] }));
    expect(found.map(({ path, after }) => [path, after])).toEqual([
      ['loki.resources.reservations.memory', '48MiB'],
      ['loki.resources.limits.memory', '256MiB'],
      ['loki.resources.reservations.cpu', 0.05],
      ['loki.resources.limits.cpu', 0.25],
    ]);
    expect(found[1]?.evidence).toBe(
      'loki took 50 MiB of 768 MiB at the peak. No lower than this: less than it needs to start and to answer a query would be a risk.',
    );
  });

  test('what was killed or had to wait grows, although its peak is low', () => {
    const short = component({ outOfMemoryKills: 2, throttled: 0.4 });
    const found = proposals(usage({ components: [short] })).filter(({ kind }) => kind === 'limit');
    expect(found.map(({ path, after, evidence }) => [path, after, evidence])).toEqual([
      [
        'loki.resources.limits.memory',
        '1280MiB',
        'loki took 400 MiB of 768 MiB at the peak. It was killed 2 times for want of memory. Above the peak, half as much again is left free.',
      ],
      [
        'loki.resources.limits.cpu',
        1.5,
        'loki took 0.6 cores of 1 cores at the peak. It had to wait in 40 % of the periods. Above the peak, half as much again is left free.',
      ],
    ]);
  });

  test('of several with the same section the largest counts, and one that was not measured keeps all as they are', () => {
    const gateway = component({ component: 'otel-collector', product: 'otel-collector' });
    const { memory: _, ...unknown } = component({ component: 'otel-sampler', product: 'otel-sampler' });
    const found = changes(usage({ components: [gateway, unknown] }));
    expect(Object.keys(found).filter((path) => path.includes('memory'))).toEqual([]);
  });

  test('what has no section is left out', () => {
    expect(changes(usage({ components: [component({ component: 'docker-socket-proxy', product: 'docker-socket-proxy' })] }))).toEqual({});
  });
});

describe('capacity', () => {
  test('follows what came in, less what is expected by requests', () => {
    const measured = usage({
      ingest: {
        activeSeries: { now: 11_000, peak: 12_345 },
        spansReceived: { average: 120, peak: 300 },
        logBytes: { average: 30_000, peak: 60_000 },
      },
    });
    const overlay: EnvironmentOverlay = { capacity: { requests: [{ service: 'shop', perSecond: 4, spans: 5, logs: '0B' }] } };
    expect(changes(measured, overlay)).toEqual({
      'capacity.activeSeries': 13_000,
      'capacity.spansPerSecond': 100,
      'capacity.logsPerDay': '2.6GB',
    });
  });

  test('what is about right is left', () => {
    expect(changes(usage({ ingest: { activeSeries: { now: 48_000, peak: 52_000 } } }))).toEqual({});
  });
});

describe('retention', () => {
  test('all stores of a disk shrink alike when they would fill it', () => {
    const traces = store({ component: 'tempo', signal: 'traces', retentionSeconds: 7 * 86_400, usedBytes: GB });
    const found = proposals(usage({ stores: [store(), traces] }));
    expect(found.map(({ path, before, after }) => [path, before, after])).toEqual([
      ['retention.logs.total', '90d', '39d'],
      ['retention.traces', '7d', '3d'],
    ]);
    expect(found[0]?.evidence).toBe(
      'loki grows by 1 GB a day, 90 GB in 90d. All stores would come to 97 GB, and the disk has room for 43 GB.',
    );
  });

  test('hot logs shrink with all of them', () => {
    expect(changes(usage({ stores: [store({ freeBytes: 0, usedBytes: 3 * GB })] }))).toEqual({
      'retention.logs.total': '3d',
      'retention.logs.hot': '3d',
    });
  });

  test('a volume of its own grows instead', () => {
    const own = store({ isShared: false, capacityBytes: 50 * GB, retentionSeconds: 60 * 86_400 });
    const found = proposals(usage({ target: 'kubernetes', stores: [own] }), { target: { kind: 'kubernetes' } });
    expect(found.map(({ kind, path, after }) => [kind, path, after])).toEqual([['volume', 'loki.volumeSize', '73GiB']]);
  });

  test('a size that deletes before the time is raised where there is room', () => {
    const metrics = store({ component: 'prometheus', signal: 'metrics', retentionSeconds: 15 * 86_400, usedBytes: GB });
    expect(changes(usage({ stores: [metrics] }))).toEqual({ 'retention.metrics.size': '18GB' });
  });
});

describe('sampling for a budget', () => {
  const config = defineEnvironment('dev', {});
  const advice = (budget: number, cost: (ratio: number) => number) =>
    samplingForBudget({ config, usage: usage() }, budget, [], (edits) => cost(Number(edits.at(-1)?.after)));

  test('is the largest share that stays within', () => {
    const { proposals: found, notes } = advice(200, (ratio) => 100 + 400 * ratio);
    expect(found).toMatchObject([{ path: 'sampling.traces.ratio', before: 1, after: 0.25 }]);
    expect(notes).toEqual([]);
  });

  test('is not touched within the budget', () => {
    expect(advice(900, (ratio) => 100 + 400 * ratio)).toEqual({ proposals: [], notes: ['$500 a month is within the budget of $900.'] });
  });

  test('says when it is not enough, and when it does not help', () => {
    expect(advice(50, (ratio) => 100 + 400 * ratio)).toMatchObject({
      proposals: [{ after: 0.01 }],
      notes: ['Even with one ordinary trace in 100 it costs $104 a month, more than the budget of $50.'],
    });
    expect(advice(50, () => 70)).toEqual({
      proposals: [],
      notes: [
        '$70 a month is over the budget of $50, and fewer traces would save only $0.00 of it: most is for machines, volumes or other signals (o11y cost dev --lines).',
      ],
    });
  });
});

test('a calibration has what was measured and nothing else', () => {
  const config = defineEnvironment('dev', { sampling: { traces: { ratio: 0.1 } } });
  const measured = usage({
    coveredSeconds: 21_600,
    sizes: { bytesPerSample: 1.2345, bytesPerLogLine: 60, logLineBytes: 180 },
    ingest: { spansReceived: { average: 100, peak: 100 }, spansStored: { average: 19, peak: 19 } },
  });
  expect(calibrationOf(measured, config)).toEqual({
    bytesPerSample: 1.23,
    logCompression: 3,
    spansKeptAnyway: 0.1,
    measuredAt: '2026-01-01T00:00:00.000Z',
    measuredOver: '6h',
  });
});

test.each([
  [600, '10m were measured: less than a day, in which the daily peak may be missing'],
  [86_400, '24h were measured: a daily peak is in them, those of a week may not be'],
  [700_000, '8d were measured: a week or more'],
])('says how far %d s can be trusted', (coveredSeconds, text) => {
  expect(confidenceText(usage({ coveredSeconds }))).toBe(text);
});
