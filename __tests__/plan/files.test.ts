import type { EnvironmentOverlay } from '../../config/schema/environment';
import type { Platform } from '../../constructs/core/platform';
import { fileChanges } from '../../plan/files';
import type { FileChange } from '../../plan/model';
import { CATALOGUED, platformOf } from '../support/platform';

/** A line for each change, as a reader would take it in. */
const lines = (changes: readonly FileChange[]): readonly string[] =>
  changes.flatMap(({ component, path, action, changes: natives }) => {
    const file = `${component} ${path.split('/').at(-1) ?? ''}`.trim();
    return natives.length === 0
      ? [`${file} ${action}`]
      : natives.map(({ action: what, kind, name, before, after }) =>
          [
            `${file}: ${kind} ${name} ${what}`,
            ...(before === undefined ? [] : [`from ${before}`]),
            ...(after === undefined ? [] : [`to ${after}`]),
          ].join(' | '),
        );
  });

const between = (before: EnvironmentOverlay, after: EnvironmentOverlay): readonly string[] =>
  lines(fileChanges(platformOf(before), platformOf(after)));

const receivers = [
  { kind: 'slack', name: 'chat', webhookUrl: { secret: 'slack_url' } },
  { kind: 'pagerduty', name: 'pager', routingKey: { secret: 'pager_key' } },
] as const;

const route = { match: { severities: ['critical'] }, receiver: 'pager' } as const;
const quiet = { match: { severities: ['info'] }, receiver: 'chat' } as const;

/** What of an edit must be told; what else follows from it is not repeated here. */
const edits: readonly (readonly [title: string, before: EnvironmentOverlay, after: EnvironmentOverlay, told: readonly string[]])[] = [
  [
    'a scrape interval',
    {},
    { prometheus: { scrapeInterval: '30s' } },
    ['prometheus prometheus.yml: key global.scrape_interval changed | from 15s | to 30s'],
  ],
  [
    'a retention of metrics',
    {},
    { retention: { metrics: { time: '30d' } } },
    ['prometheus prometheus.yml: key storage.tsdb.retention.time changed | from 15d | to 30d'],
  ],
  [
    'a service',
    {},
    { services: [CATALOGUED] },
    ['prometheus prometheus.yml: scrape job service/checkout added', 'prometheus platform.json: alert 13 alerts: labels.owner changed'],
  ],
  [
    'a flag and its value',
    { prometheus: { extraArgs: ['--query.timeout=1m'] } },
    { prometheus: { extraArgs: ['--query.timeout=2m', '--web.enable-lifecycle'] } },
    ['prometheus: argument --query.timeout changed | from 1m | to 2m', 'prometheus: argument --web.enable-lifecycle added'],
  ],
  [
    'a long-term store',
    {},
    { prometheus: { remoteWrite: [{ name: 'mimir', url: 'https://mimir.example.com/push' }] } },
    ['prometheus prometheus.yml: remote write mimir added'],
  ],
  [
    'a threshold',
    {},
    { alerting: { rules: { thresholds: { service: { errorRatio: 0.2 } } } } },
    [
      'prometheus platform.json: alert HighErrorRate: expr changed | from service:errors:ratio_rate5m > 0.1 | to service:errors:ratio_rate5m > 0.2',
    ],
  ],
  [
    'an alert that is off',
    {},
    { alerting: { rules: { disable: ['HighErrorRate'] } } },
    ['prometheus platform.json: alert HighErrorRate removed'],
  ],
  [
    'a receiver and its route',
    { alerting: { receivers: [receivers[0]] } },
    { alerting: { receivers, routes: [route] } },
    [
      'alertmanager alertmanager.yml: route pager for severity="critical" added',
      'alertmanager alertmanager.yml: receiver pager added',
      'alertmanager: secret file /etc/alertmanager/secrets/pager_key/value added | to given pager_key',
    ],
  ],
  [
    'the order of routes',
    { alerting: { receivers, routes: [route, quiet] } },
    { alerting: { receivers, routes: [quiet, route] } },
    [
      'alertmanager alertmanager.yml: route order changed | from (none) for alertname="Watchdog", pager for severity="critical", chat for severity="info" | to (none) for alertname="Watchdog", chat for severity="info", pager for severity="critical"',
    ],
  ],
  [
    'a route that waits longer',
    { alerting: { receivers, routes: [route] } },
    { alerting: { receivers, routes: [{ ...route, repeatInterval: '1h' }] } },
    ['alertmanager alertmanager.yml: route pager for severity="critical": repeat_interval added | to 1h'],
  ],
  [
    'a time at which nothing is sent',
    { alerting: { receivers: [receivers[0]] } },
    {
      alerting: {
        receivers: [receivers[0]],
        routes: [{ ...quiet, muteTimes: ['nights'] }],
        muteTimes: [{ name: 'nights', from: '20:00', to: '06:00' }],
      },
    },
    ['alertmanager alertmanager.yml: mute time nights added'],
  ],
  [
    'no inhibition by a service that is down',
    {},
    { alerting: { inhibition: { serviceDown: false } } },
    [
      'alertmanager alertmanager.yml: inhibition alertname="ServiceDown" silences alertname!~"ServiceDown|Security.*|HighAICosts", service!="" removed',
    ],
  ],
  [
    'sampling',
    {},
    { sampling: { traces: { ratio: 0.1 } } },
    ['otel-collector config.yaml: processor tail_sampling added', 'otel-collector config.yaml: pipeline traces/sampled added'],
  ],
  [
    'another ratio',
    { sampling: { traces: { ratio: 0.1 } } },
    { sampling: { traces: { ratio: 0.2 } } },
    ['otel-collector config.yaml: processor tail_sampling: policies[ordinary].probabilistic.sampling_percentage changed | from 10 | to 20'],
  ],
  [
    'no redaction',
    {},
    { redaction: { enabled: false } },
    ['otel-collector config.yaml: processor redaction removed', 'otel-collector config.yaml: pipeline logs: processors[redaction] removed'],
  ],
  [
    'a pattern that masks',
    {},
    { redaction: { values: ['IBAN [A-Z0-9]+'] } },
    ['otel-collector config.yaml: processor redaction: blocked_values[IBAN [A-Z0-9]+] added'],
  ],
  [
    'sign-in with GitHub',
    {},
    { grafana: { github: { clientId: 'abc', clientSecret: { secret: 'github' }, organizations: ['example'] } } },
    ['grafana: secret file /etc/grafana/secrets/github/value added | to given github'],
  ],
  [
    'another name of the administrator',
    {},
    { grafana: { adminUser: 'root' } },
    ['grafana grafana.ini: setting security.admin_user changed | from admin | to root'],
  ],
  [
    'another store of traces',
    {},
    { traces: { backend: 'jaeger' } },
    [
      'grafana platform.yaml: data source tempo removed',
      'grafana platform.yaml: data source jaeger added',
      'tempo tempo.yaml removed',
      'jaeger config.yaml added',
      'otel-collector config.yaml: exporter otlp_grpc/traces: endpoint changed | from tempo:4317 | to jaeger:4317',
    ],
  ],
  [
    'a retention of logs',
    {},
    { retention: { logs: { total: '30d' } } },
    ['loki config.yaml: key limits_config.retention_period changed | from 90d | to 30d'],
  ],
  [
    'a retention of traces',
    {},
    { retention: { traces: '3d' } },
    ['tempo tempo.yaml: key compactor.compaction.block_retention changed | from 168h | to 72h'],
  ],
  [
    'a limit of memory that is in the environment',
    {},
    { otelCollector: { resources: { limits: { memory: '1GiB' } } } },
    ['otel-collector: environment variable GOMEMLIMIT changed | from 409MiB | to 819MiB'],
  ],
];

describe('the files of components', () => {
  test.each(edits)('%s', (_, before, after, told) => {
    const found = between(before, after);
    for (const line of told) expect(found).toContain(line);
  });

  test('say nothing when nothing differs, and of a retention no more than that', () => {
    expect(between({}, {})).toEqual([]);
    expect(between({}, { retention: { traces: '3d' } })).toHaveLength(1);
  });

  test('say once what differs in the same way in many things', () => {
    const found = between({}, { alerting: { runbookBaseUrl: 'https://wiki.example.com' } });
    expect(found).toEqual([expect.stringMatching(/^prometheus platform\.json: alert \d+ alerts: annotations\.runbook_url changed$/)]);
  });

  test('tell an image by its name', () => {
    const platform = platformOf();
    const older: Platform = {
      ...platform,
      components: platform.components.map((component) =>
        component.name === 'loki' ? { ...component, image: { ...component.image, tag: '3.6.0' } } : component,
      ),
    };
    expect(lines(fileChanges(older, platform))).toEqual(['loki: image image changed | from grafana/loki:3.6.0 | to grafana/loki:3.7.8']);
  });

  test('of a component or an environment that comes or goes are its files alone', () => {
    const found = fileChanges(undefined, platformOf());
    expect(found.length).toBeGreaterThan(10);
    expect(found.every(({ action, path }) => action === 'added' && path !== '')).toBe(true);
    expect(lines(found)).toContain('grafana logs.json: dashboard "Logs" added');
    expect(fileChanges(platformOf(), undefined).every(({ action }) => action === 'removed')).toBe(true);
  });
});
