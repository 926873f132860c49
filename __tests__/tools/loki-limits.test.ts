import { MIB } from '../../config/amounts';
import { LOG_ATTRIBUTES, RECEIVED_BYTES } from '../../config/messages';
import { RunningGateway } from '../support/gateway';
import { RunningLoki } from '../support/loki';
import { attribute, nanoseconds } from '../support/odd-metrics';
import { describeWithTool } from '../support/tools';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const recordsOf = (service: string, records: readonly { readonly at: number; readonly body: string }[]) => ({
  resourceLogs: [
    {
      resource: { attributes: [attribute('service.name', service)] },
      scopeLogs: [{ logRecords: records.map(({ at, body }) => ({ timeUnixNano: nanoseconds(at), body: { stringValue: body } })) }],
    },
  ],
});

describeWithTool('loki', 'lines that come late', () => {
  let loki: RunningLoki;

  beforeAll(async () => {
    loki = await RunningLoki.start({ retention: { logs: { total: '90d', hot: '7d' } } });
  });

  afterAll(() => loki.stop());

  it('are stored as long as they are kept', async () => {
    const now = Date.now();
    expect(await loki.push(recordsOf('old', [{ at: now - 60 * DAY, body: 'two months ago' }]))).toEqual([204, '']);
    const [status] = await loki.push(recordsOf('old', [{ at: now - 120 * DAY, body: 'four months ago' }]));
    expect(status).toBe(400);
    await loki.has(1, '{service_name="old"}', now - 80 * DAY);
  });

  it('are stored in any order, as rotated files are read', async () => {
    const now = Date.now();
    const files = [
      [now - 60_000, now],
      [now - 30 * HOUR, now - 29 * HOUR],
      [now - 9 * DAY, now - 8 * DAY],
      [now - 5 * HOUR, now - 4 * HOUR],
    ];
    for (const file of files)
      expect(
        await loki.push(
          recordsOf(
            'rotated',
            file.map((at) => ({ at, body: `line of ${at}` })),
          ),
        ),
      ).toEqual([204, '']);
    await loki.has(files.flat().length, '{service_name="rotated"}', now - 20 * DAY);
  });
});

describeWithTool('otelcol-contrib', 'records with much around them, on their way to Loki', () => {
  it('are cut, and cost nobody anything', async () => {
    const loki = await RunningLoki.start({});
    const gateway = await RunningGateway.start({}, { logs: loki.endpoint });
    const now = Date.now();
    const record = (body: string, attributes: readonly object[] = []) => ({
      timeUnixNano: nanoseconds(now),
      body: { stringValue: body },
      attributes,
    });
    const keys = (length: number) => Array.from({ length }, (_, index) => attribute(`key.${index}`, 'x'));
    const nested = (length: number) => ({ key: 'map', value: { kvlistValue: { values: keys(length) } } });
    const records = [
      record('ordinary', [attribute('one', 'x'.repeat(10_000))]),
      record('long', [attribute('exception.stacktrace', 'y'.repeat(3_000_000)), attribute('other', 'z')]),
      record('many', keys(300)),
      record('nested', [nested(1_000)]),
      record('nested too much', [nested(3_000)]),
      record('after'),
    ];
    const response = await fetch(`${gateway.endpoint}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        resourceLogs: [{ resource: { attributes: [attribute('service.name', 'chatty')] }, scopeLogs: [{ logRecords: records }] }],
      }),
    });
    expect(response.status).toBe(200);
    await loki.has(records.length, '{service_name="chatty"}', now - HOUR);
    const lines = await loki.lines('{service_name="chatty"}', now - HOUR);
    const labels = Object.fromEntries(lines.map((found) => [found.line, found.labels]));
    expect(labels['ordinary']?.['one']).toHaveLength(10_000);
    expect(labels['long']?.['exception_stacktrace']).toHaveLength(LOG_ATTRIBUTES.value);
    expect(labels['long']?.['other']).toBe('z');
    expect(Object.keys(labels['many'] ?? {}).filter((key) => key.startsWith('key_'))).toHaveLength(LOG_ATTRIBUTES.each);
    expect(Object.keys(labels['nested'] ?? {}).filter((key) => key.startsWith('map_key_'))).toHaveLength(1_000);
    expect(Object.keys(labels['nested too much'] ?? {}).filter((key) => key.startsWith('map_key_'))).toHaveLength(LOG_ATTRIBUTES.each);
    await gateway.stop();
    await loki.stop();
  });

  it('come in large messages', async () => {
    const loki = await RunningLoki.start({});
    const gateway = await RunningGateway.start({}, { logs: loki.endpoint });
    const now = Date.now();
    const text = 'w'.repeat(12_000);
    const count = Math.floor((RECEIVED_BYTES - MIB) / (text.length + 200));
    const records = Array.from({ length: count }, (_, index) => ({ at: now + index, body: `${index} ${text}` }));
    const response = await fetch(`${gateway.endpoint}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(recordsOf('wordy', records)),
    });
    expect(response.status).toBe(200);
    await loki.has(count, '{service_name="wordy"}', now - HOUR);
    await gateway.stop();
    await loki.stop();
  });
});
