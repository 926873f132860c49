import { defineEnvironment } from '../../config/define';
import { said } from '../support/said';

const hook = (name: string) => ({ kind: 'webhook', name, url: `https://hooks.example.com/${name}` });
const routed = (route: object, others: object = {}) => ({
  services: [{ name: 'checkout', port: 8000, language: 'go', type: 'gateway', layer: 'api', owner: 'payments' }],
  alerting: { receivers: [hook('chat')], routes: [{ receiver: 'chat', ...route }], ...others },
});

describe('receivers', () => {
  it.each([
    [{ kind: 'pager' }, 'dev: alerting.receivers[0].kind (pager) must be "webhook", "slack", "pagerduty" or "email"'],
    [
      { kind: 'slack', name: 'a', webhookUrl: 'https://hooks.slack.com/services/T/B/secret' },
      'dev: alerting.receivers[0].webhookUrl must name a secret, such as { secret: "redis_password" }, and never hold its value',
    ],
    [
      { kind: 'slack', name: 'a', webhookUrl: { secret: 'slack_url' }, channel: '# alerts' },
      'dev: alerting.receivers[0].channel (# alerts) must be a channel such as "#alerts"',
    ],
    [
      { kind: 'pagerduty', name: 'a', routingKey: { secret: 'Key!' } },
      'dev: alerting.receivers[0].routingKey.secret must be the name of a secret in lower case, such as "redis_password"; its value comes from TF_VAR_redis_password',
    ],
    [
      { kind: 'pagerduty', name: 'a', routingKey: { secret: 'key' }, region: 'asia' },
      'dev: alerting.receivers[0].region (asia) must be "us" or "eu"',
    ],
    [
      { kind: 'pagerduty', name: 'a', serviceKey: 'x', routingKey: { secret: 'key' } },
      'dev: alerting.receivers[0].serviceKey is not a known key: remove it',
    ],
    [
      { kind: 'email', name: 'a', to: [], from: 'a@example.com', smarthost: 'smtp.example.com:587' },
      'dev: alerting.receivers[0].to (an empty list) must have at least one address',
    ],
    [
      { kind: 'email', name: 'a', to: ['oncall'], from: 'a@example.com', smarthost: 'smtp.example.com:587' },
      'dev: alerting.receivers[0].to[0] (oncall) must be an address such as "oncall@example.com"',
    ],
    [
      { kind: 'email', name: 'a', to: ['b@example.com'], from: 'a@example.com', smarthost: 'smtp.example.com' },
      'dev: alerting.receivers[0].smarthost (smtp.example.com) must have a port from 1 to 65535, as in "smtp.example.com:587"',
    ],
    [
      { kind: 'email', name: 'a', to: ['b@example.com'], from: 'a@example.com', smarthost: 'smtp.example.com:99999' },
      'dev: alerting.receivers[0].smarthost (smtp.example.com:99999) must have a port from 1 to 65535, as in "smtp.example.com:587"',
    ],
    [
      { kind: 'email', name: 'a', to: ['b@example.com'], from: 'a@example.com', smarthost: 'smtp.example.com:587', user: 'a' },
      'dev: alerting.receivers[0] must have both user and password, or neither',
    ],
    [{ kind: 'webhook', name: 'a' }, 'dev: alerting.receivers[0] must have either url or urlSecret'],
    [{ ...hook('a'), urlSecret: { secret: 'url' } }, 'dev: alerting.receivers[0] must have either url or urlSecret'],
  ])('%j', (receiver, message) => expect(said({ alerting: { receivers: [receiver] } })).toBe(message));

  it('must be used', () => {
    expect(said({ alerting: { receivers: [hook('chat'), hook('pager')] } })).toBe(
      'dev: alerting.receivers[1].name (pager) must be used: name it in a route, or remove the receiver',
    );
    expect(said({ alerting: { receivers: [hook('chat'), hook('pager')], defaultReceiver: 'pager', watchdog: { receiver: 'chat' } } })).toBe(
      'OK',
    );
  });
});

describe('names', () => {
  it.each([
    [routed({ receiver: 'chta' }), 'dev: alerting.routes[0].receiver (chta) must be a name in alerting.receivers: did you mean "chat"?'],
    [
      routed({ receiver: 'pagerduty' }),
      'dev: alerting.routes[0].receiver (pagerduty) must be a name in alerting.receivers: there are chat',
    ],
    [
      { alerting: { routes: [{ receiver: 'chat' }] } },
      'dev: alerting.routes[0].receiver (chat) must be a name in alerting.receivers: there is none',
    ],
    [
      routed({}, { defaultReceiver: 'cat' }),
      'dev: alerting.defaultReceiver (cat) must be a name in alerting.receivers: did you mean "chat"?',
    ],
    [
      routed({}, { watchdog: { receiver: 'heartbeat' } }),
      'dev: alerting.watchdog.receiver (heartbeat) must be a name in alerting.receivers: there are chat',
    ],
    [
      routed({ match: { owners: ['paymnets'] } }),
      'dev: alerting.routes[0].match.owners[0] (paymnets) must be an owner in the service catalogue: did you mean "payments"?',
    ],
    [
      routed({ match: { owners: ['platform', 'growth'] } }),
      'dev: alerting.routes[0].match.owners[1] (growth) must be an owner in the service catalogue: there are payments, platform',
    ],
    [
      routed({ match: { services: ['chekout'] } }),
      'dev: alerting.routes[0].match.services[0] (chekout) must be a service in the catalogue: did you mean "checkout"?',
    ],
    [
      routed({ muteTimes: ['night'] }, { muteTimes: [{ name: 'nights' }] }),
      'dev: alerting.routes[0].muteTimes[0] (night) must be a name in alerting.muteTimes: did you mean "nights"?',
    ],
    [
      routed({}, { muteTimes: [{ name: 'nights' }, { name: 'nights' }] }),
      'dev: alerting.muteTimes[1].name (nights) must differ from alerting.muteTimes[0].name',
    ],
  ])('%j', (overlay, message) => expect(said(overlay)).toBe(message));
});

describe('routes', () => {
  it.each([
    [
      { alerting: { receivers: [hook('chat')], routes: [{ receiver: 'chat' }, { receiver: 'chat', match: { severities: ['info'] } }] } },
      'dev: alerting.routes[0].match must leave alerts to the routes below: say which it takes, or set continue',
    ],
    [
      routed({ match: { severities: ['page'] } }),
      'dev: alerting.routes[0].match.severities[0] (page) must be "critical" or "warning" or "info"',
    ],
    [routed({ match: { severites: ['info'] } }), 'dev: alerting.routes[0].match.severites is not a known key: did you mean "severities"?'],
    [
      routed({ groupInterval: '1d' }),
      'dev: alerting.routes[0].repeatInterval (4h) must be at least groupInterval (1d): repeats are sent with the news of a group',
    ],
    [
      routed({ repeatInterval: '60d' }),
      'dev: alerting.routes[0].repeatInterval (60d) must be at most retention.alerts (30d): Alertmanager forgets by then what it has sent',
    ],
    [
      routed({}, { repeatInterval: '1m' }),
      'dev: alerting.repeatInterval (1m) must be at least groupInterval (5m): repeats are sent with the news of a group',
    ],
    [
      routed({ groupBy: ['owner', 'owner'] }),
      'dev: alerting.routes[0].groupBy[1] (owner) must differ from alerting.routes[0].groupBy[0]: remove it',
    ],
  ])('%j', (overlay, message) => expect(said(overlay)).toBe(message));
});

describe('times', () => {
  it.each([
    [{ timeZone: 'europe/berlin' }, 'timeZone (europe/berlin) must be a time zone such as "UTC" or "Europe/Berlin"'],
    [{ timeZone: 'Europe/Berlni' }, 'timeZone (Europe/Berlni) must be a time zone such as "UTC" or "Europe/Berlin"'],
    [{ timeZone: '+02:00' }, 'timeZone (+02:00) must be a time zone such as "UTC" or "Europe/Berlin"'],
    [{ from: '8:00' }, 'from (8:00) must be a time of day from "00:00" to "24:00", such as "08:30"'],
    [{ from: '08:00', to: '08:00' }, 'from (08:00) must be before its end, which is at 08:00'],
    [
      { weekdays: ['mon'] },
      'weekdays[0] (mon) must be "monday" or "tuesday" or "wednesday" or "thursday" or "friday" or "saturday" or "sunday"',
    ],
  ])('%j', (time, message) =>
    expect(said(routed({ muteTimes: ['a'] }, { muteTimes: [{ name: 'a', ...time }] }))).toBe(`dev: alerting.muteTimes[0].${message}`),
  );
});

it('of inhibitions says which alerts, on both sides', () => {
  expect(said({ alerting: { inhibition: { rules: [{ source: {}, target: { alerts: ['A'] } }] } } })).toBe(
    'dev: alerting.inhibition.rules[0].source must say which alerts',
  );
});

it('takes the address of runbooks as a path and on the web', () => {
  for (const runbookBaseUrl of ['https://wiki.example.com:8443/runbooks/', 'runbooks'])
    expect(defineEnvironment('dev', { alerting: { runbookBaseUrl } }).alerting.runbookBaseUrl).toBe(runbookBaseUrl);
  expect(said({ alerting: { runbookBaseUrl: 'https://user:pw@wiki.example.com' } })).toBe(
    'dev: alerting.runbookBaseUrl (https://***@wiki.example.com) must have no user and no password, as in "https://wiki.example.com/runbooks"',
  );
  for (const runbookBaseUrl of ['https://wiki.example.com/a?b', 'docs//x', '/docs', 'a b', 'x#y', 'wiki:8443/x', 'https://wiki:99999'])
    expect(said({ alerting: { runbookBaseUrl } })).toMatch(/^dev: alerting\.runbookBaseUrl \(.*\) must /);
});
