import fc from 'fast-check';
import { defineEnvironment } from '../../config/define';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { neededBytes, queueBytes, type VolumeOwner, volumeBytes, volumeNeed } from '../../config/sizing';
import { bytes } from '../../config/units';

const GIB = 1024 ** 3;
const OWNERS: readonly VolumeOwner[] = [
  'prometheus',
  'alertmanager',
  'loki',
  'tempo',
  'jaeger',
  'grafana',
  'otelCollector',
  'otelCollectorAgent',
];

const onCluster = (overlay: EnvironmentOverlay = {}) => defineEnvironment('prod', { target: { kind: 'kubernetes' }, ...overlay });
const gibibytes = (overlay: EnvironmentOverlay, owner: VolumeOwner): number => volumeBytes(onCluster(overlay), owner) / GIB;

describe('the size of a volume', () => {
  it('holds the default retention of the default load, with head-room', () => {
    const sizes = Object.fromEntries(OWNERS.map((owner) => [owner, gibibytes({}, owner)]));
    expect(sizes).toEqual({
      prometheus: 10,
      alertmanager: 1,
      loki: 37,
      tempo: 9,
      jaeger: 39,
      grafana: 2,
      otelCollector: 3,
      otelCollectorAgent: 1,
    });
  });

  it('is what the configuration says, in whole GiB', () => {
    expect(gibibytes({ prometheus: { volumeSize: '100GiB' } }, 'prometheus')).toBe(100);
    expect(gibibytes({ loki: { volumeSize: '100GB' } }, 'loki')).toBe(94);
  });

  it('ends where Prometheus deletes by size', () => {
    const metrics = { time: '365d', size: '20GB' } as const;
    expect(volumeNeed(onCluster({ retention: { metrics } }), 'prometheus').kept).toBe(bytes('20GB'));
  });

  it('counts of the traces those that are stored: some of the rest have errors or are slow', () => {
    const kept = (sampling: EnvironmentOverlay['sampling']) => volumeNeed(onCluster({ sampling }), 'tempo').kept;
    const all = kept({ traces: { ratio: 1 } });
    expect(kept({ traces: { ratio: 0.1 } }) / all).toBeCloseTo(0.145);
    expect(kept({ traces: { ratio: 0.1, keepErrors: false, keepSlowerThan: null } }) / all).toBeCloseTo(0.1);
  });

  it('is for what is not in the bucket yet where there is one', () => {
    const storage = { kind: 'gcs', bucket: 'blocks' } as const;
    expect(gibibytes({ loki: { storage } }, 'loki')).toBe(3);
    expect(gibibytes({ tempo: { storage } }, 'tempo')).toBe(2);
  });

  it('lets the queues of all three stores grow to twice the largest', () => {
    const config = onCluster({ otelCollector: { outageTolerance: '1h' } });
    const { traces, metrics, logs } = queueBytes(config);
    expect([traces, metrics, logs]).toEqual([500 * 3_600 * 1_024, 500 * 3_600 * 512, 200 * 3_600 * 2_048]);
    expect(volumeBytes(config, 'otelCollector')).toBe(Math.ceil((3 * 2 * traces) / GIB) * GIB);
  });

  it('is never too small for what it is to hold, and grows with load and retention', () => {
    const load = fc.record({
      activeSeries: fc.integer({ min: 1_000, max: 10_000_000 }),
      spansPerSecond: fc.integer({ min: 0, max: 100_000 }),
      headRoom: fc.double({ min: 0, max: 10, noNaN: true }),
    });
    fc.assert(
      fc.property(load, fc.integer({ min: 7, max: 400 }), fc.constantFrom(...OWNERS), (capacity, days, owner) => {
        const of = (count: number) =>
          onCluster({
            capacity,
            retention: { metrics: { time: `${count}d` }, traces: `${count}d`, logs: { total: `${count}d` } },
          });
        const size = volumeBytes(of(days), owner);
        if (size % GIB !== 0 || size < neededBytes(volumeNeed(of(days), owner))) throw new Error(`${owner}: ${size}`);
        if (volumeBytes(of(days + 1), owner) < size) throw new Error(`${owner} shrinks`);
      }),
    );
  });
});
