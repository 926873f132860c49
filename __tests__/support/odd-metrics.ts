import fc from 'fast-check';

const MINUTE = 60_000;

/** An attribute as OTLP's JSON has it. */
export const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } });

/** A point in time as OTLP's JSON has it. */
export const nanoseconds = (milliseconds: number): string => `${BigInt(Math.round(milliseconds)) * 1_000_000n}`;

const value = fc.oneof(
  fc.string({ maxLength: 8 }).map((stringValue) => ({ stringValue })),
  fc.constant({ stringValue: 'x'.repeat(5_000) }),
  fc.integer().map((intValue) => ({ intValue: `${intValue}` })),
  fc.boolean().map((boolValue) => ({ boolValue })),
  fc.constant({ arrayValue: { values: [{ stringValue: 'a' }, {}] } }),
  fc.constant({ kvlistValue: { values: [{ key: '', value: {} }] } }),
  fc.constant({}),
);

const KEYS = ['a', 'a.b', 'a_b', 'le', 'job', 'instance', 'quantile', '__name__', '__x__', '', '_', '__', '日本', '9lives', 'service.name'];
const attributes = fc.array(fc.record({ key: fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 6 })), value }), { maxLength: 4 });

const names = fc.oneof(
  fc.constantFrom(
    'requests',
    'http.server.duration',
    '',
    '_',
    '___',
    ':',
    'ü',
    '日本',
    '1st',
    'a b/c',
    'total',
    'target_info',
    'x'.repeat(300),
  ),
  fc.string({ maxLength: 12 }),
);
const units = fc.constantFrom('', '1', 's', 'By', '{request}', '%', 'm/s', 'By/s/s', '/', '{', 'ü', '_', '1/1');

const number = fc.oneof(
  fc.integer().map((asInt) => ({ asInt: `${asInt}` })),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((asDouble) => ({ asDouble })),
  fc.constantFrom({ asDouble: 'NaN' }, { asDouble: 'Infinity' }, {}),
);

const count = fc.oneof(fc.nat({ max: 50 }), fc.constantFrom('18446744073709551615', '9223372036854775808'));

/** Data points of metrics that SDKs never make, and some that they do. */
function pointsAt(now: number) {
  const time = fc.oneof(
    { weight: 6, arbitrary: fc.nat({ max: 20_000 }).map((ago) => nanoseconds(now - ago)) },
    fc.constantFrom(-400 * 24 * 60, -120, -61, -31, -29, -10, 1, 6, 9, 11, 60).map((minutes) => nanoseconds(now + minutes * MINUTE)),
    fc.constantFrom('0', '1', '18446744073709551615', '9223372036854775807'),
  );
  const exemplar = fc
    .record({
      time,
      own: number,
      trace: fc.constantFrom({}, { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }),
      filteredAttributes: attributes,
    })
    .map(({ time: timeUnixNano, own, trace, filteredAttributes }) => ({ timeUnixNano, ...own, ...trace, filteredAttributes }));
  const common = {
    attributes,
    timeUnixNano: time,
    startTimeUnixNano: time,
    flags: fc.constantFrom(0, 0, 0, 1),
    exemplars: fc.array(exemplar, { maxLength: 2 }),
  };
  const points = <T>(point: fc.Arbitrary<T>): fc.Arbitrary<readonly T[]> =>
    fc.oneof(
      { weight: 5, arbitrary: fc.array(point, { minLength: 1, maxLength: 4 }) },
      fc.constant([]),
      point.map((one) => [one, one]),
    );
  const numbers = points(fc.record(common).chain((point) => number.map((own) => ({ ...point, ...own }))));
  const temporality = fc.constantFrom(0, 1, 1, 2, 2, 2, 7);
  const sum = fc.constantFrom({}, { sum: 1.5 }, { sum: -3 }, { sum: 'NaN' });
  const histograms = points(
    fc
      .record({
        ...common,
        count,
        own: sum,
        bucketCounts: fc.array(count, { maxLength: 5 }),
        bounds: fc.array(fc.double({ noNaN: true }), { maxLength: 5 }),
      })
      .map(({ own, bounds, ...point }) => ({ ...point, ...own, explicitBounds: bounds.filter((bound) => Number.isFinite(bound)) })),
  );
  const buckets = fc.record({
    offset: fc.constantFrom(0, 0, 1, -5, 2_147_483_647, -2_147_483_648),
    bucketCounts: fc.array(fc.nat({ max: 9 }), { maxLength: 6 }),
  });
  const exponential = points(
    fc
      .record({
        ...common,
        scale: fc.constantFrom(-12, -5, -4, 0, 3, 8, 9, 20, 2_147_483_647),
        zeroCount: fc.nat({ max: 3 }),
        own: sum,
        positive: buckets,
        negative: buckets,
        off: fc.constantFrom(0, 0, 0, 1),
      })
      .map(({ own, off, ...point }) => ({
        ...point,
        ...own,
        count: [...point.positive.bucketCounts, ...point.negative.bucketCounts].reduce((all, one) => all + one, point.zeroCount + off),
      })),
  );
  const summaries = points(
    fc.record({
      ...common,
      count,
      sum: fc.constant(1),
      quantileValues: fc.array(fc.record({ quantile: fc.constantFrom(-1, 0, 0.5, 1, 2), value: fc.constant(1) }), { maxLength: 3 }),
    }),
  );
  return fc.oneof(
    numbers.map((dataPoints) => ({ gauge: { dataPoints } })),
    fc.record({ dataPoints: numbers, aggregationTemporality: temporality, isMonotonic: fc.boolean() }).map((own) => ({ sum: own })),
    fc.record({ dataPoints: histograms, aggregationTemporality: temporality }).map((own) => ({ histogram: own })),
    fc.record({ dataPoints: exponential, aggregationTemporality: temporality }).map((own) => ({ exponentialHistogram: own })),
    summaries.map((dataPoints) => ({ summary: { dataPoints } })),
    fc.constant({}),
  );
}

/** Requests as no SDK should send them: of all types and temporalities, without points, twice, too early, too late, with impossible names. */
export function oddRequests(now: number, numRuns: number, seed: number): readonly unknown[] {
  const metric = fc.record({ name: names, unit: units, data: pointsAt(now) }).map(({ name, unit, data }) => ({ name, unit, ...data }));
  const resource = fc
    .record({ service: fc.constantFrom('odd', 'odder', ''), own: attributes })
    .map(({ service, own }) => ({ attributes: [...(service === '' ? [] : [attribute('service.name', service)]), ...own] }));
  const request = fc.array(
    fc.record({
      resource,
      scopeMetrics: fc.array(fc.record({ metrics: fc.array(metric, { maxLength: 4 }) }), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 2 },
  );
  return fc.sample(request, { numRuns, seed }).map((resourceMetrics) => ({ resourceMetrics }));
}
