import { defineEnvironment } from '../../config/define';
import type { Calibration } from '../../config/schema/calibration';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { expectedLoad, storedBytes, storedSize, volumeNeed } from '../../config/sizing';
import { said } from '../support/said';

const DAY = 86_400;
const withCalibration = (calibration: Calibration, capacity: EnvironmentOverlay['capacity'] = {}) =>
  defineEnvironment('dev', { capacity: { ...capacity, calibration } });

describe('measured figures take the place of estimates', () => {
  it('of samples', () => {
    const config = withCalibration({ bytesPerSample: 1 });
    expect(storedBytes(config, 'prometheus')).toBeCloseTo((50_000 / 15) * 15 * DAY);
    expect(storedSize(config)).toEqual({ ...storedSize(defineEnvironment('dev', {})), bytesPerSample: 1 });
  });

  it('of spans, in the store and on the way', () => {
    const config = withCalibration({ bytesPerSpan: 620, bytesPerSpanReceived: 1_024 });
    expect(storedBytes(config, 'tempo')).toBe(50 * 7 * DAY * 620);
    expect(storedBytes(config, 'jaeger')).toBe(50 * 7 * DAY * 620);
    expect(volumeNeed(config, 'tempo').working).toBe(50 * 3_600 * 1_024 + 1024 ** 3);
  });

  it('of log lines', () => {
    expect(storedBytes(withCalibration({ logCompression: 10 }), 'loki')).toBeCloseTo((91 * 1e9) / 10);
  });

  it('of spans that are kept anyway', () => {
    const { spansPerSecond, spansStoredPerSecond } = expectedLoad(
      defineEnvironment('dev', { capacity: { calibration: { spansKeptAnyway: 0.01 } }, sampling: { traces: { ratio: 0.1 } } }),
    );
    expect(spansStoredPerSecond / spansPerSecond).toBeCloseTo(0.1 + 0.9 * 0.01);
  });

  it('and none where none are given', () =>
    expect(withCalibration({ measuredAt: '2026-11-21T17:00:00Z', measuredOver: '6h' })).toBeDefined());
});

describe('load by requests', () => {
  it('adds spans and log bytes', () => {
    const requests = [
      { service: 'checkout', perSecond: 20, spans: 8, logs: '1kB' },
      { service: 'search', perSecond: 5 },
    ] as const;
    const load = expectedLoad(defineEnvironment('dev', { capacity: { spansPerSecond: 10, logsPerDay: '1GB', requests } }));
    expect(load).toMatchObject({
      requestsPerSecond: 25,
      spansPerSecond: 10 + 20 * 8 + 5 * 5,
      logBytesPerDay: 1e9 + (20 * 1_000 + 5 * 500) * DAY,
    });
  });
});

it.each([
  [{ bytesPerSample: 0 }, 'dev: capacity.calibration.bytesPerSample (0) must be at least 0'],
  [{ bytesPerSample: 170 }, 'dev: capacity.calibration.bytesPerSample (170) must be at most 100 bytes per sample: is it a sum?'],
  [{ bytesPerSpan: 1e6 }, 'dev: capacity.calibration.bytesPerSpan (1000000) must be at most 100000 bytes per span: is it a sum?'],
  [{ measuredAt: 'yesterday' }, 'dev: capacity.calibration.measuredAt (yesterday) must be a time such as "2026-11-21T17:00:00Z"'],
  [
    { measuredOver: 'long' },
    'dev: capacity.calibration.measuredOver (long) must be a duration: a whole number and one of ms, s, m, h, d, w, such as "15s" or "90d"',
  ],
  [{ bytesPerSpam: 1 }, 'dev: capacity.calibration.bytesPerSpam is not a known key: did you mean "bytesPerSpan"?'],
])('refuses %j', (calibration, message) => expect(said({ capacity: { calibration } })).toBe(message));
