import { compareFiles } from '../../../plan/files/native';
import { short, shortPair } from '../../../plan/files/short';

const file = (path: string, content: unknown, format?: 'ini') =>
  typeof content === 'string' ? { path, content } : { path, data: content, ...(format && { format }) };

const lines = (path: string, before: unknown, after: unknown, format?: 'ini'): readonly string[] =>
  compareFiles(file(path, before, format), file(path, after, format)).map(({ action, kind, name, before: from, after: to }) =>
    [`${action} ${kind} ${name}`, ...(from === undefined ? [] : [`from ${from}`]), ...(to === undefined ? [] : [`to ${to}`])].join(' | '),
  );

const panel = (id: number, title: string, expr: string, more: object = {}) => ({
  id,
  type: 'timeseries',
  title,
  targets: [{ refId: 'A', expr }],
  fieldConfig: { defaults: { unit: 'short', thresholds: { steps: [{ value: null, color: 'green' }] } } },
  gridPos: { x: 0, y: id, w: 8, h: 4 },
  ...more,
});

const dashboard = (...panels: readonly object[]): string => JSON.stringify({ title: 'Services', refresh: '1m', panels });

const errors = panel(1, 'Errors', 'rate(errors[5m])');
const redFrom = (value: number) => ({
  fieldConfig: {
    defaults: {
      unit: 'percent',
      thresholds: {
        steps: [
          { value: null, color: 'green' },
          { value, color: 'red' },
        ],
      },
    },
  },
});

const OTEL = {
  receivers: { otlp: {} },
  processors: { batch: null, redaction: { blocked_values: ['a', 'b'] } },
  exporters: { debug: {} },
  service: { pipelines: { traces: { receivers: ['otlp'], processors: ['redaction', 'batch'], exporters: ['debug'] } } },
};

const cases: readonly (readonly [title: string, path: string, before: unknown, after: unknown, told: readonly string[]])[] = [
  [
    'a query of a panel',
    'services.json',
    dashboard(errors),
    dashboard(panel(1, 'Errors', 'rate(errors[1m])')),
    ['changed panel "Errors" of dashboard "Services": query | from rate(errors[5m]) | to rate(errors[1m])'],
  ],
  [
    'unit and thresholds of a panel',
    'services.json',
    dashboard(errors),
    dashboard({ ...errors, ...redFrom(5) }),
    [
      'changed panel "Errors" of dashboard "Services": unit | from short | to percent',
      'changed panel "Errors" of dashboard "Services": thresholds | from green | to green, red from 5',
    ],
  ],
  [
    'a panel more, which moves another',
    'services.json',
    dashboard(errors),
    dashboard(panel(2, 'Requests', 'rate(requests[5m])'), { ...errors, gridPos: { x: 8, y: 1, w: 8, h: 4 } }),
    ['added panel "Requests" of dashboard "Services"', 'changed dashboard "Services": place of 1 panel'],
  ],
  [
    'another title of a panel',
    'services.json',
    dashboard(errors),
    dashboard({ ...errors, title: 'Failures' }),
    ['changed panel "Errors" of dashboard "Services": title | from Errors | to Failures'],
  ],
  [
    'a panel in a row that is closed',
    'services.json',
    dashboard({ id: 9, type: 'row', title: 'More', panels: [errors] }),
    dashboard({ id: 9, type: 'row', title: 'More', panels: [] }),
    ['removed panel "Errors" of dashboard "Services"'],
  ],
  [
    'the title and the refresh of a dashboard',
    'services.json',
    dashboard(errors),
    JSON.stringify({ title: 'All services', refresh: '5m', panels: [errors] }),
    [
      'changed dashboard "All services": title | from Services | to All services',
      'changed dashboard "All services": refresh | from 1m | to 5m',
    ],
  ],
  [
    'the order of a pipeline',
    'config.yaml',
    OTEL,
    { ...OTEL, service: { pipelines: { traces: { ...OTEL.service.pipelines.traces, processors: ['batch', 'redaction'] } } } },
    ['changed pipeline traces: order of processors | from redaction, batch | to batch, redaction'],
  ],
  [
    'a processor less, in the file and in a pipeline',
    'config.yaml',
    OTEL,
    {
      ...OTEL,
      processors: { redaction: { blocked_values: ['a'] } },
      service: { pipelines: { traces: { ...OTEL.service.pipelines.traces, processors: ['redaction'] } } },
    },
    ['removed processor batch', 'removed processor redaction: blocked_values[b]', 'removed pipeline traces: processors[batch]'],
  ],
  ['nothing said, in two ways', 'config.yaml', OTEL, { ...OTEL, processors: { ...OTEL.processors, batch: {} } }, []],
  ['YAML as text and as data', 'config.yaml', 'a: 1\nb: [x]\n', { a: 2, b: ['x'] }, ['changed key a | from 1 | to 2']],
  [
    'a text that is no data',
    'haproxy.cfg',
    'global\n  log stdout\n',
    'global\n  log stderr\n',
    ['removed line 2 | from log stdout', 'added line 2 | to log stderr'],
  ],
  ['lines in another order', 'haproxy.cfg', 'a\nb\n', 'b\na\n', ['changed line order']],
  ['YAML that cannot be read', 'config.yaml', 'a: [', 'a: [1]', ['removed line 1 | from a: [', 'added line 1 | to {'].slice(0, 1)],
  [
    'a probe',
    'config.yml',
    { modules: { http_2xx: { timeout: '5s' } } },
    { modules: { http_2xx: { timeout: '9s' }, tcp: {} } },
    ['changed module http_2xx: timeout | from 5s | to 9s', 'added module tcp'],
  ],
  [
    'an address of a store with a password in it',
    'prometheus.yml',
    { scrape_configs: [], remote_write: [{ name: 'a', url: 'https://me:canary@store/push' }] },
    { scrape_configs: [], remote_write: [{ name: 'a', url: 'https://me:canary@store/v2' }] },
    ['changed remote write a: url | from https://***@store/push | to https://***@store/v2'],
  ],
];

describe('native configuration', () => {
  test.each(cases)('%s', (_, path, before, after, told) => {
    const found = lines(path, before, after);
    expect(found.slice(0, told.length)).toEqual(told);
    if (path !== 'config.yaml') expect(found).toHaveLength(told.length);
  });

  test('settings by section and key', () => {
    expect(
      lines(
        'grafana.ini',
        { users: { allow_sign_up: false } },
        { users: { allow_sign_up: true }, 'auth.anonymous': { enabled: false } },
        'ini',
      ),
    ).toEqual(['changed setting users.allow_sign_up | from false | to true', 'added setting auth.anonymous | to {"enabled":false}']);
  });

  test('many differences in one thing are counted', () => {
    const many = (value: number) => ({ modules: { a: Object.fromEntries(Array.from({ length: 9 }, (_, key) => [`k${key}`, value])) } });
    expect(lines('config.yml', many(1), many(2))).toEqual(['changed module a: 9 values']);
  });
});

describe('values on a line', () => {
  test('are cut, and of two long ones what differs is left', () => {
    expect(short('x'.repeat(200))).toHaveLength(120);
    const [before, after] = shortPair(`${'a'.repeat(300)}1`, `${'a'.repeat(300)}2`);
    expect([before, after]).toEqual([`…${'a'.repeat(24)}1`, `…${'a'.repeat(24)}2`]);
    expect(shortPair('5m', undefined)).toEqual(['5m', undefined]);
    expect(short({ a: ['b'] })).toBe('{"a":["b"]}');
  });
});
