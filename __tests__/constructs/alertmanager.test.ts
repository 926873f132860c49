import type { EnvironmentOverlay } from '../../config/schema/environment';
import { routing } from '../support/alert-routing';
import { planOf, platformOf, yamlOf } from '../support/platform';

interface AlertmanagerFile {
  readonly route: Readonly<Record<string, unknown>> & { readonly routes: readonly Readonly<Record<string, unknown>>[] };
  readonly inhibit_rules?: readonly { readonly source_matchers: readonly string[]; readonly target_matchers: readonly string[] }[];
  readonly time_intervals?: readonly { readonly name: string; readonly time_intervals: readonly unknown[] }[];
  readonly receivers: readonly Readonly<Record<string, unknown>>[];
  readonly event_recorder?: unknown;
}

const fileOf = (overlay: EnvironmentOverlay = {}) => yamlOf<AlertmanagerFile>(platformOf(overlay), 'alertmanager');
const timeOf = (time: object) =>
  fileOf({ alerting: { muteTimes: [{ name: 'quiet', ...time }] } }).time_intervals?.flatMap(({ time_intervals: times }) => times);

it('sends nothing anywhere by default, and silences what follows from something else', () => {
  const { route, receivers, inhibit_rules: inhibition, time_intervals: times } = fileOf();
  expect(route).toMatchObject({ receiver: '(none)', group_by: ['alertname', 'service'], routes: [{ receiver: '(none)' }] });
  expect(receivers).toEqual([{ name: '(none)' }]);
  expect(inhibition?.map(({ source_matchers: [source] }) => source)).toEqual(
    expect.arrayContaining(['alertname="ServiceDown"', 'alertname="NodeNotReady"', 'severity="critical"']),
  );
  expect(times).toBeUndefined();
});

it('silences nothing when told so', () => {
  expect(fileOf({ alerting: { inhibition: { serviceDown: false, nodeDown: false, severity: false } } }).inhibit_rules).toBeUndefined();
});

it('reads every secret from a file of its own, once, and holds none', () => {
  const slack = (name: string) => ({ kind: 'slack', name, webhookUrl: { secret: 'slack_url' } }) as const;
  const overlay = {
    alerting: { receivers: [slack('a'), slack('b')], routes: [{ match: { severities: ['info'] }, receiver: 'b' }] },
  } satisfies EnvironmentOverlay;
  const path = '/etc/alertmanager/secrets/slack_url/value';
  expect(planOf(platformOf(overlay), 'alertmanager').secretFiles).toEqual([{ path, source: { kind: 'given', name: 'slack_url' } }]);
  expect(fileOf(overlay).receivers).toMatchObject([
    { name: '(none)' },
    { slack_configs: [{ api_url_file: path }] },
    { slack_configs: [{ api_url_file: path }] },
  ]);
});

it('calls what it sends to, and nothing else', () => {
  const calls = planOf(platformOf(routing), 'alertmanager').externalCalls ?? [];
  expect([...new Set(calls.map(({ host, port }) => `${host}:${port}`))]).toEqual([
    'hooks.slack.com:443',
    'events.pagerduty.com:443',
    'smtp.example.com:587',
    'audit.example.com:443',
    // Where its address leads to only the secret says.
    'heartbeat:443',
    'tickets.internal:8080',
  ]);
});

it('makes two times of one over midnight', () => {
  const location = 'UTC';
  const times = (start: string, end: string) => [{ start_time: start, end_time: end }];
  expect(timeOf({ from: '20:00', to: '06:00', weekdays: ['friday', 'sunday'] })).toEqual([
    { times: times('20:00', '24:00'), weekdays: ['friday', 'sunday'], location },
    { times: times('00:00', '06:00'), weekdays: ['saturday', 'monday'], location },
  ]);
  expect(timeOf({ from: '20:00', to: '00:00' })).toEqual([{ times: times('20:00', '24:00'), location }]);
  expect(timeOf({ from: '08:00', to: '17:00' })).toEqual([{ times: times('08:00', '17:00'), location }]);
});

it('quotes what means something in a matcher', () => {
  const route = { match: { labels: { path: 'C:\\a "b"' }, alerts: ['A.b', 'C'] }, receiver: 'a' } as const;
  const { routes } = fileOf({ alerting: { receivers: [{ kind: 'webhook', name: 'a', url: 'http://a' }], routes: [route] } }).route;
  expect(routes[1]?.['matchers']).toEqual(['alertname=~"A\\\\.b|C"', 'path="C:\\\\a \\"b\\""']);
});

it('writes a history where the log agent reads it, and none where nobody would', () => {
  const flags = (overlay: EnvironmentOverlay) => planOf(platformOf(overlay), 'alertmanager').args;
  expect(fileOf().event_recorder).toEqual({ stdout_outputs: [{}] });
  expect(flags({})).toContain('--enable-feature=event-recorder');
  for (const off of [{ loki: { enabled: false } }, { containerLogs: { enabled: false } }]) {
    expect(fileOf(off).event_recorder).toBeUndefined();
    expect(flags(off)).not.toContain('--enable-feature=event-recorder');
  }
});
