import { RunningGateway } from '../support/gateway';
import { attribute, nanoseconds, oddRequests } from '../support/odd-metrics';
import { describeWithTool } from '../support/tools';
import { until } from '../support/waiting';

/** How many requests nobody should send. */
const ODD = 2_000;

const gaugeOf = (name: string, point: object) => ({ name, gauge: { dataPoints: [point] } });

/** What a service pushes that has one instrument, or several. */
const pushOf = (service: string, ...metrics: readonly object[]) => ({
  resourceMetrics: [
    {
      resource: { attributes: [attribute('service.name', service), attribute('service.instance.id', service)] },
      scopeMetrics: [{ metrics }],
    },
  ],
});

const point = (value: number, at = Date.now()) => ({ asInt: `${value}`, timeUnixNano: nanoseconds(at) });

interface Oddity {
  readonly what: string;
  readonly metric: object;
  /** Under which selector it is stored nevertheless. */
  readonly stored?: string;
  /** Why it is not. */
  readonly reason?: string;
}

const cumulative = { aggregationTemporality: 2, isMonotonic: true } as const;
const ofTrace = { traceId: '0af7651916cd43dd8448eb211c80319c', timeUnixNano: nanoseconds(Date.now()) };
const coarse = { timeUnixNano: nanoseconds(Date.now()), count: '1', sum: 1, scale: -5, positive: { offset: 0, bucketCounts: ['1'] } };

/** What Prometheus would refuse, with all that came with it, and what becomes of it. */
const ODDITIES: readonly Oddity[] = [
  { what: 'an instrument that recorded nothing', metric: { name: 'odd', sum: { ...cumulative, dataPoints: [] } } },
  { what: 'a metric of no type', metric: { name: 'odd' } },
  { what: 'a name without a letter', metric: gaugeOf('___', point(1)), reason: 'name' },
  {
    what: 'a sum that does not say since when',
    metric: { name: 'odd', sum: { dataPoints: [point(1)], aggregationTemporality: 0, isMonotonic: true } },
    reason: 'temporality',
  },
  { what: 'a sample of tomorrow', metric: gaugeOf('odd', point(1, Date.now() + 86_400_000)), reason: 'future' },
  { what: 'a sample of yesterday', metric: gaugeOf('odd', point(1, Date.now() - 86_400_000)), reason: 'age' },
  {
    what: 'a histogram that is too coarse',
    metric: { name: 'odd', exponentialHistogram: { aggregationTemporality: 2, dataPoints: [coarse] } },
    reason: 'scale',
  },
  {
    what: 'an attribute whose name has no letter',
    metric: gaugeOf('odd', { ...point(1), attributes: [attribute('日本', 'x')] }),
    stored: 'odd{label___="x"}',
  },
  {
    what: 'an attribute without a name',
    metric: gaugeOf('odd', { ...point(1), attributes: [attribute('', 'y')] }),
    stored: 'odd{label_="y"}',
  },
  { what: 'a sample without a time', metric: gaugeOf('odd.timeless', { asInt: '7' }), stored: 'odd_timeless' },
  {
    what: 'what was counted since the last push',
    metric: {
      name: 'odd.increase',
      sum: {
        dataPoints: [{ ...point(3), startTimeUnixNano: nanoseconds(Date.now() - 1_000) }],
        aggregationTemporality: 1,
        isMonotonic: true,
      },
    },
    stored: 'odd_increase_total',
  },
  {
    what: 'an exemplar without a value',
    metric: { name: 'odd.exemplar', sum: { ...cumulative, dataPoints: [{ ...point(1), exemplars: [ofTrace] }] } },
    stored: 'odd_exemplar_total',
  },
];

describeWithTool('otelcol-contrib', 'metrics that Prometheus refuses', () => {
  let gateway: RunningGateway;

  const post = (path: string, body: unknown): Promise<Response> =>
    fetch(`${gateway.endpoint}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const lastOf = async (query: string): Promise<number | undefined> => (await gateway.query(query))[0]?.value;

  beforeAll(async () => {
    gateway = await RunningGateway.start({ otelCollector: { spanMetricsFlushInterval: '1s' } });
  });

  afterAll(() => gateway.stop());

  it.each(ODDITIES.map((oddity) => [oddity.what, oddity] as const))('%s costs only itself', async (_, oddity) => {
    const { metric, stored, reason } = oddity;
    const service = `owner-${ODDITIES.indexOf(oddity)}`;
    const name = 'name' in metric ? String(metric.name) : '';
    // The same push has another metric of that service; other services push at the same time.
    await Promise.all([
      post('/v1/metrics', pushOf(service, metric, gaugeOf('own.good', point(1)))),
      post('/v1/metrics', pushOf(`${service}-neighbour`, gaugeOf('neighbour.good', point(2)))),
    ]);
    await until('it is stored', async () => (await lastOf(`own_good{service_name="${service}"}`)) === 1);
    await until('it is stored', async () => (await lastOf(`neighbour_good{service_name="${service}-neighbour"}`)) === 2);
    if (stored !== undefined) expect(await gateway.query(stored)).toHaveLength(1);
    const refused = `telemetry_refused_points_total{service_name="${service}"}`;
    if (reason === undefined) {
      expect(await gateway.query(refused)).toEqual([]);
    } else {
      await until('it is stored', async () => (await gateway.query(refused)).length === 1);
      const [series] = await gateway.query(refused);
      expect(series?.labels).toMatchObject({ metric_name: name, refusal_reason: reason });
    }
  });

  it.each([
    [
      'pods',
      ['a', 'b'].map((pod) => [
        attribute('k8s.namespace.name', 'shop'),
        attribute('k8s.pod.name', pod),
        attribute('k8s.container.name', 'c'),
      ]),
      ['shop.a.c', 'shop.b.c'],
    ],
    ['containers', ['c1', 'c2'].map((id) => [attribute('container.id', id), attribute('host.name', 'same')]), ['c1', 'c2']],
    [
      'processes',
      ['1', '2'].map((pid) => [attribute('host.name', 'same'), { key: 'process.pid', value: { intValue: pid } }]),
      ['same.1', 'same.2'],
    ],
    ['what they say', ['x', 'y'].map((id) => [attribute('service.instance.id', id), attribute('container.id', 'same')]), ['x', 'y']],
    ['nothing but their address', [[]], ['127.0.0.1']],
  ] as const)('replicas are told apart by %s', async (by, resources, instances) => {
    const service = `replicated by ${by}`;
    const at = Date.now();
    for (const [index, own] of resources.entries()) {
      // At one time, each with a count of its own.
      const counter = {
        name: 'replica.count',
        sum: { dataPoints: [point(index + 1, at)], aggregationTemporality: 2, isMonotonic: true },
      };
      await post('/v1/metrics', {
        resourceMetrics: [
          { resource: { attributes: [attribute('service.name', service), ...own] }, scopeMetrics: [{ metrics: [counter] }] },
        ],
      });
    }
    const series = `replica_count_total{service_name="${service}"}`;
    await until('it is stored', async () => (await gateway.query(series)).length === instances.length);
    expect((await gateway.query(series)).map(({ labels }) => labels['instance']).sort()).toEqual(instances);
  });

  it('a resource with an impossible attribute costs nobody the metrics of their spans', async () => {
    const span = (service: string, ...own: readonly object[]) => ({
      resourceSpans: [
        {
          resource: { attributes: [attribute('service.name', service), ...own] },
          scopeSpans: [
            {
              spans: [
                {
                  traceId: '0af7651916cd43dd8448eb211c80319c',
                  spanId: 'b7ad6b7169203331',
                  name: 'GET',
                  kind: 2,
                  startTimeUnixNano: nanoseconds(Date.now()),
                  endTimeUnixNano: nanoseconds(Date.now()),
                },
              ],
            },
          ],
        },
      ],
    });
    await Promise.all([post('/v1/traces', span('spans-odd', attribute('日本', 'x'))), post('/v1/traces', span('spans-good'))]);
    await until(
      'it is stored',
      async () => (await gateway.query('traces_span_metrics_calls_total{service_name=~"spans-.*"}')).length === 2,
    );
  });

  it(`a good service loses nothing beside ${ODD} odd requests`, async () => {
    const began = Date.now();
    const requests = oddRequests(began, ODD, 20_260_802);
    let pushed = 0;
    for (let first = 0; first < requests.length; first += 20) {
      pushed += 1;
      const [good] = await Promise.all([
        // No two samples of a series at the same millisecond.
        post('/v1/metrics', pushOf('steady', gaugeOf('steady.count', point(pushed, began + first)))),
        ...requests.slice(first, first + 20).map((request) => post('/v1/metrics', request)),
      ]);
      expect(good?.status).toBe(200);
    }
    await until('it is stored', async () => (await lastOf('count_over_time(steady_count{service_name="steady"}[1h])')) === pushed);
    expect(pushed).toBe(ODD / 20);
    // What was sent is gone from the queue: nothing is tried again for ever.
    await post('/v1/metrics', pushOf('last', gaugeOf('last.count', point(1))));
    await until('it is stored', async () => (await lastOf('last_count')) === 1);
  });
});
