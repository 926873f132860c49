import { randomBytes } from 'node:crypto';
import { RunningGateway } from '../support/gateway';
import { attribute, nanoseconds } from '../support/odd-metrics';
import { describeWithTool } from '../support/tools';
import { until } from '../support/waiting';

describeWithTool('otelcol-contrib', 'requests that take long', () => {
  it('are measured beyond every threshold', async () => {
    const gateway = await RunningGateway.start({
      alerting: { rules: { thresholds: { latency: { p95: '200s' } } } },
      otelCollector: { spanMetricsFlushInterval: '1s' },
    });
    const now = Date.now();
    const spans = [190, 210, 250].map((duration) => ({
      traceId: randomBytes(16).toString('hex'),
      spanId: randomBytes(8).toString('hex'),
      name: 'chat',
      kind: 2,
      startTimeUnixNano: nanoseconds(now - duration * 1_000),
      endTimeUnixNano: nanoseconds(now),
    }));
    await fetch(`${gateway.endpoint}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceSpans: [{ resource: { attributes: [attribute('service.name', 'slow')] }, scopeSpans: [{ spans }] }] }),
    });
    const bucket = async (bound: string): Promise<number | undefined> =>
      (await gateway.query(`traces_span_metrics_duration_seconds_bucket{le="${bound}"}`))[0]?.value;
    await until('they are counted', async () => (await bucket('+Inf')) === 3);
    expect([await bucket('60'), await bucket('200'), await bucket('400')]).toEqual([0, 1, 3]);
    const [p95] = await gateway.query('histogram_quantile(0.95, sum by (le) (traces_span_metrics_duration_seconds_bucket))');
    expect(p95?.value).toBeGreaterThan(200);
    await gateway.stop();
  });
});
