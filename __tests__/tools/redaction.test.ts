import { RunningGateway } from '../support/gateway';
import { attribute, nanoseconds } from '../support/odd-metrics';
import { HARMLESS, SECRETS } from '../support/secrets';
import { describeWithTool } from '../support/tools';
import { until } from '../support/waiting';

describeWithTool('otelcol-contrib', 'redaction', () => {
  it('masks what is secret and nothing else, in bodies and attributes', async () => {
    const gateway = await RunningGateway.start({ redaction: { allowedValues: ['order 4[0-9]{15}'] } });
    const texts = [...SECRETS.map(([text]) => text), ...HARMLESS, 'order 4000123412341234'];
    const logRecords = texts.map((text) => ({
      timeUnixNano: nanoseconds(Date.now()),
      body: { stringValue: text },
      attributes: [attribute('note', text)],
    }));
    const response = await fetch(`${gateway.endpoint}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
    });
    expect(response.status).toBe(200);
    await until('the last one is stored', () => gateway.stored('logs').includes('order 4000123412341234'));
    const stored = gateway.stored('logs');
    for (const [, secret] of SECRETS) expect(stored).not.toContain(secret);
    // Once as a body and once as an attribute.
    for (const text of HARMLESS) expect(stored.split(JSON.stringify(text))).toHaveLength(3);
    await gateway.stop();
  });
});
