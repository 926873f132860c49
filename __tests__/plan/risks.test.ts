import type { EnvironmentOverlay } from '../../config/schema/environment';
import { alertChanges } from '../../plan/alerts';
import { fileChanges } from '../../plan/files';
import type { ResourceChange, Risk, StackJson } from '../../plan/model';
import { risks } from '../../plan/risks';
import { releasedPlatform, throughJson } from '../support/released';

interface Given {
  readonly resources?: readonly ResourceChange[];
  readonly stacks?: readonly [StackJson, StackJson];
}

/** The risks of an edit, each as `severity kind subject: text`. */
function between(
  before: EnvironmentOverlay | undefined,
  after: EnvironmentOverlay | undefined,
  { resources = [], stacks = [{}, {}] }: Given = {},
) {
  const base = before && throughJson(releasedPlatform(before));
  const head = after && releasedPlatform(after);
  const changes = { config: [], resources, files: fileChanges(base, head), releases: [], alerts: alertChanges(base, head) };
  return risks(
    {
      name: 'dev',
      ...(base && { base: { platform: base, stack: stacks[0] } }),
      ...(head && { head: { platform: head, stack: stacks[1] } }),
    },
    changes,
  ).map(({ severity, kind, subject, text }: Risk) => `${severity} ${kind} ${subject}: ${text}`);
}

const kubernetes: EnvironmentOverlay = { target: { kind: 'kubernetes' } };

const restart = (component: string, effect: ResourceChange['effect'] = 'restart'): ResourceChange => ({
  address: component,
  type: 'docker_container',
  action: 'replace',
  component,
  attributes: [],
  effect,
});

const pager = { kind: 'pagerduty', name: 'pager', routingKey: { secret: 'key' } } as const;
const chat = { kind: 'slack', name: 'chat', webhookUrl: { secret: 'url' } } as const;

type Case = readonly [title: string, before: EnvironmentOverlay, after: EnvironmentOverlay, told: readonly string[]];

const losses: readonly Case[] = [
  [
    'metrics for half of the time',
    {},
    { retention: { metrics: { time: '7d' } } },
    [
      'high data-loss retention.metrics.time: Prometheus keeps 7d of metrics instead of 15d: the older 8 d are deleted for good, within two hours of its start with the new setting. It deletes whole blocks, when all of a block is too old: the largest hold 1.5 d and go as much later.',
    ],
  ],
  [
    'metrics in less space, of which the load needs less still',
    {},
    { retention: { metrics: { size: '9GB' } } },
    [
      'low data-loss retention.metrics.size: Prometheus keeps at most 9GB of metrics instead of 10GB. By the expected load (capacity.activeSeries) all that retention.metrics.time keeps takes 7.3 GB, so that nothing should go.',
    ],
  ],
  [
    'metrics in a tenth of the space',
    {},
    { retention: { metrics: { size: '1GB' } } },
    [
      'high data-loss retention.metrics.size: Prometheus keeps at most 1GB of metrics instead of 10GB: the oldest blocks are deleted for good until the others fit, within two hours of its start with the new setting. By the expected load (capacity.activeSeries) 2 d of metrics fit, and until now 15 d.',
    ],
  ],
  [
    'traces in Tempo for less long',
    {},
    { retention: { traces: '5d' } },
    [
      'medium data-loss retention.traces: Tempo keeps 5d of traces instead of 7d: the older 2 d are deleted for good. Its compactor hides whole blocks within minutes of its start with the new setting, and deletes them an hour later.',
    ],
  ],
  [
    'traces in Jaeger for less long',
    { traces: { backend: 'jaeger' } },
    { traces: { backend: 'jaeger' }, retention: { traces: '1d' } },
    [
      'low data-loss retention.traces: Jaeger keeps new traces for 1d instead of 7d. Badger wrote into those that are stored already when they end, so that they stay for 7d: nothing is lost at once.',
    ],
  ],
  [
    'logs for less long',
    {},
    { retention: { logs: { total: '14d' } } },
    [
      'high data-loss retention.logs.total: Loki keeps 14d of logs instead of 90d: the older 76 d are deleted for good, also of lines that are stored already. Its compactor works through one index for each whole day: it marks what is too old within minutes of its start with the new setting, and deletes it two hours later.',
    ],
  ],
  [
    'the history of alerts for less long',
    {},
    { retention: { alerts: '20d' } },
    [
      'medium data-loss retention.alerts: Alertmanager remembers ended silences and what it sent for 20d instead of 30d: the older 10 d are forgotten within a quarter of an hour of its start with the new setting. The history of alerts in Loki goes with the next runs of its compactor, two hours later.',
    ],
  ],
  ['everything for longer', {}, { retention: { traces: '8d', logs: { total: '91d' }, alerts: '31d' } }, []],
  [
    'another store of traces',
    {},
    { traces: { backend: 'jaeger' } },
    [
      'medium data-loss traces.backend: Traces are stored in Jaeger instead of Tempo. What Tempo has stored, up to 7d of traces, stays on its volume, and nothing reads it: it cannot be seen any more.',
      'low visibility alert TempoDiscardingSpans: The alert TempoDiscardingSpans does not fire any more.',
    ],
  ],
  [
    'a bucket instead of a volume',
    kubernetes,
    { ...kubernetes, loki: { storage: { kind: 's3', bucket: 'logs', region: 'eu-west-1' } } },
    [
      'medium data-loss loki.storage: Loki keeps logs in the bucket logs of eu-west-1 instead of on its volume, and looks for older ones there too: up to 90d of logs cannot be read any more. They stay where they are: copied to the new place they are found again.',
      'low data-loss loki.volumeSize: The volume of loki is to shrink from 37Gi to 3Gi. Kubernetes shrinks no volume: claims that are there keep 37Gi and their data, and new ones get 3Gi. Deploy with o11y deploy, which makes the StatefulSet anew around its pods: cdktf deploy fails with "Forbidden: updates to statefulset spec" and is rolled back.',
    ],
  ],
  [
    'another name of the platform',
    {},
    { platform: 'shop' },
    [
      'high data-loss platform: Everything is named after shop instead of o11y, volumes too: the platform starts without any history. The old volumes stay and nothing reads them.',
    ],
  ],
  [
    'another namespace',
    kubernetes,
    { target: { kind: 'kubernetes', namespace: 'telemetry' } },
    [
      'high data-loss target.namespace: The platform moves from the namespace observability to telemetry and starts there without any history: a claim belongs to its namespace. The old claims stay and nothing reads them.',
    ],
  ],
  [
    'no logs',
    {},
    { loki: { enabled: false } },
    [
      'high visibility loki.enabled: Logs are not stored any more.',
      'low data-loss component loki: loki goes, and its volume stays: its data is there again when the component is, until o11y purge deletes it.',
      'low data-loss component otel-collector-agent: otel-collector-agent goes, and its volume stays: its data is there again when the component is, until o11y purge deletes it.',
      'low visibility alert LokiRequestErrors: The critical alert LokiRequestErrors does not fire any more.',
      'low visibility alert LokiDiscardingLogs: The alert LokiDiscardingLogs does not fire any more.',
    ],
  ],
];

const volumes: readonly Case[] = [
  [
    "a smaller volume of an operator's",
    { ...kubernetes, prometheus: { volumeSize: '50GiB' } },
    { ...kubernetes, prometheus: { volumeSize: '40GiB' } },
    [
      'low data-loss prometheus.volumeSize: The volume of prometheus is to shrink from 50Gi to 40Gi. Kubernetes shrinks no volume: claims that are there keep 50Gi and their data, and new ones get 40Gi.',
    ],
  ],
  [
    'a smaller volume of a Deployment',
    { ...kubernetes, grafana: { volumeSize: '5GiB' } },
    { ...kubernetes, grafana: { volumeSize: '4GiB' } },
    [
      'medium downtime grafana.volumeSize: The volume of grafana is to shrink from 5Gi to 4Gi. Kubernetes shrinks no volume: it refuses the smaller claim, and the deployment fails and is rolled back. Leave grafana.volumeSize at 5Gi, or move the data to a new claim.',
    ],
  ],
  [
    'a larger volume of a StatefulSet',
    { ...kubernetes, tempo: { volumeSize: '50GiB' } },
    { ...kubernetes, tempo: { volumeSize: '60GiB' } },
    [
      'low downtime tempo.volumeSize: The volume of tempo grows from 50Gi to 60Gi, which its storage class must allow. Deploy with o11y deploy, which makes the StatefulSet anew around its pods: cdktf deploy fails with "Forbidden: updates to statefulset spec" and is rolled back.',
    ],
  ],
  [
    'fewer instances',
    { ...kubernetes, alertmanager: { replicas: 3 } },
    kubernetes,
    [
      'medium downtime alertmanager.replicas: alertmanager has one instance instead of 3: when its node is drained or lost, it is away until another node runs it, and its disruption budget goes.',
    ],
  ],
];

const security: readonly Case[] = [
  [
    'ports for everybody',
    { grafana: { enabled: false }, alertmanager: { enabled: false }, loki: { enabled: false }, otelCollector: { enabled: false } },
    {
      target: { kind: 'docker', publishedAddress: '0.0.0.0' },
      grafana: { enabled: false },
      alertmanager: { enabled: false },
      loki: { enabled: false },
      otelCollector: { enabled: false },
    },
    [
      'high security target.publishedAddress: dev publishes 2 ports on 0.0.0.0: prometheus (9090) and tempo (3200). Whoever reaches the host reads and writes there without signing in; only Grafana asks for a password.',
    ],
  ],
  [
    'no redaction',
    {},
    { redaction: { enabled: false } },
    [
      'high security redaction.enabled: Credentials and personal data are stored as services send them: nothing is masked any more. What is stored until it is on again stays readable for as long as it is kept.',
    ],
  ],
  [
    'own patterns alone',
    { redaction: { values: ['ssn'] } },
    { redaction: { builtIn: false, values: ['ssn'] } },
    [
      'high security redaction.builtIn: The built-in patterns mask no authorization headers, tokens, API keys, passwords, e-mail addresses and card numbers any more. What is stored until it is on again stays readable for as long as it is kept.',
    ],
  ],
  [
    'a pattern less, a key more that is not looked at',
    { redaction: { values: ['IBAN [A-Z]+'], uncheckedKeys: [] } },
    { redaction: { uncheckedKeys: ['http.route'] } },
    [
      'medium security redaction: A pattern masks nothing any more: `IBAN [A-Z]+`. What is stored until it is on again stays readable for as long as it is kept.',
      'low security redaction.uncheckedKeys: Secrets are not looked for in http.route any more.',
    ],
  ],
  [
    'every namespace',
    { target: { kind: 'kubernetes', clientNamespaces: ['shop', 'jobs'] } },
    kubernetes,
    ['medium security target.clientNamespaces: Every namespace of the cluster may send telemetry instead of shop and jobs.'],
  ],
  [
    'mail in the clear',
    {},
    {
      alerting: {
        receivers: [
          {
            kind: 'email',
            name: 'mail',
            to: ['a@example.com'],
            from: 'b@example.com',
            smarthost: 'smtp.example.com:25',
            requireTls: false,
          },
        ],
      },
    },
    [
      'medium security component alertmanager: alertmanager sends mail without encryption when the server has none (receivers[mail].email_configs[0].require_tls).',
    ],
  ],
  [
    'a database without encryption',
    { exporters: { postgres: [{ name: 'main', host: 'db', password: { secret: 'pw' }, sslMode: 'verify-full' }] } },
    { exporters: { postgres: [{ name: 'main', host: 'db', password: { secret: 'pw' }, sslMode: 'disable' }] } },
    [
      'medium security component postgres-exporter-main: postgres-exporter-main talks to its database without encryption when the database offers none (DATA_SOURCE_URI).',
    ],
  ],
];

const others: readonly Case[] = [
  [
    'nobody to be told',
    { alerting: { receivers: [pager] } },
    {},
    [
      'high visibility alerting.receivers: Alerts of severity critical, warning and info that no other route takes are sent to nobody any more; until now they went to pager.',
    ],
  ],
  [
    'one receiver less',
    { alerting: { receivers: [pager, chat], routes: [{ match: { severities: ['info'] }, receiver: 'chat' }] } },
    { alerting: { receivers: [pager] } },
    ['low visibility alerting.receivers: chat is told of no alert any more.'],
  ],
  [
    'an alert less',
    {},
    { alerting: { rules: { disable: ['HighErrorRate'] } } },
    ['medium visibility alert HighErrorRate: The critical alert HighErrorRate does not fire any more.'],
  ],
  [
    'fewer traces',
    {},
    { sampling: { traces: { ratio: 0.25, keepErrors: false } } },
    [
      'medium visibility sampling.traces.keepErrors: Traces with errors are no longer all kept: 25 % of them are.',
      'low visibility sampling.traces.ratio: Of ordinary traces 25 % are kept instead of 100 %.',
    ],
  ],
  [
    'half of the memory',
    {},
    { loki: { resources: { limits: { memory: '384MiB' } } } },
    [
      'medium capacity component loki: loki is ended and started again beyond 384MiB instead of 768MiB of memory. Compare with what is used (o11y usage) before.',
    ],
  ],
  [
    'a shorter patience',
    {},
    { otelCollector: { outageTolerance: '5m' } },
    [
      'low capacity otelCollector.outageTolerance: A store may be away for 5m instead of 10m: after that its queue is full and senders are refused.',
    ],
  ],
  [
    'more spans than the queue is for',
    {},
    { capacity: { spansPerSecond: 600 } },
    [
      'medium capacity component tempo: By the expected load Tempo fills 75.2 GB instead of 7.5 GB of the disk of the engine.',
      'medium capacity otelCollector.expectedItemsPerSecond.spans: On average 600 spans are stored a second, and the queue of the collector is sized for 500 at the peak: it is full before 10m (otelCollector.outageTolerance) of an outage are over. Raise otelCollector.expectedItemsPerSecond.spans.',
    ],
  ],
  [
    'more than there is room for',
    {},
    { policy: { room: { memory: '512MiB' } }, prometheus: { resources: { reservations: { memory: '300MiB' } } } },
    [
      'high capacity policy.room.memory: The components reserve 1.5 GiB of memory, of 512MiB that there are (policy.room.memory): some pods are not scheduled, or the host runs short and ends some.',
    ],
  ],
  [
    'a state elsewhere',
    {},
    { state: { kind: 'gcs', bucket: 'states' } },
    [
      'high downtime state: The state of Terraform moves from local to gcs: move it with terraform init -migrate-state before the next deployment. Without its state Terraform creates everything a second time, and fails on the names that are taken.',
    ],
  ],
];

describe('the risks of an edit', () => {
  test.each([...losses, ...volumes, ...security, ...others])('%s', (_, before, after, told) => {
    expect(between(before, after)).toEqual(told);
  });

  test('that Grafana is open to everybody is told by its settings', () => {
    const [base, head] = [releasedPlatform(), releasedPlatform()];
    const opened = throughJson(head);
    const ini = opened.components.find(({ name }) => name === 'grafana')?.files.find(({ path }) => path.endsWith('.ini'));
    Object.assign(Reflect.get(ini ?? {}, 'data'), { 'auth.anonymous': { enabled: true } });
    const changes = { config: [], resources: [], files: [], releases: [], alerts: [] };
    expect(risks({ name: 'dev', base: { platform: base, stack: {} }, head: { platform: opened, stack: {} } }, changes)).toEqual([
      {
        kind: 'security',
        severity: 'high',
        subject: 'grafana auth.anonymous.enabled',
        text: 'Whoever reaches Grafana sees dashboards and queries every store without signing in.',
      },
    ]);
  });

  test('what restarts, on Docker', () => {
    const overlay: EnvironmentOverlay = { sampling: { traces: { ratio: 0.1 } } };
    const resources = ['otel-collector', 'loki', 'grafana', 'node-exporter', 'cadvisor'].map((name) => restart(name));
    expect(between(overlay, overlay, { resources: [...resources, restart('tempo', 'none')] })).toEqual([
      'medium downtime component otel-collector: otel-collector restarts: for some seconds it takes no telemetry. SDKs try again; what they give up on is lost. The traces of the last 10s, which wait for their sampling decision in memory, are lost.',
      'low downtime component loki: loki restarts: logs cannot be queried until it is ready. New ones wait in the queue of the collector, for up to 10m.',
      'low downtime component grafana: grafana restarts: dashboards cannot be opened for some seconds.',
      'low downtime exporters: node-exporter and cadvisor restart: a scrape or two of what they say is missing.',
    ]);
  });

  test('what restarts, on a cluster: what differs in a release, when it has one instance', () => {
    const before: EnvironmentOverlay = { ...kubernetes, prometheus: { replicas: 2 } };
    const after: EnvironmentOverlay = { ...before, prometheus: { replicas: 2, scrapeInterval: '30s' } };
    expect(
      between(before, after, { resources: [restart('kube-prometheus-stack', 'rollout')] }).filter((risk) => risk.includes('restart')),
    ).toEqual(['low downtime component grafana: grafana restarts: dashboards cannot be opened for some seconds.']);
  });

  const policy = (ports: readonly string[], cidr?: string): StackJson => ({
    resource: {
      kubernetes_network_policy_v1: {
        'platform-o11y-loki': {
          metadata: { name: 'o11y-loki' },
          spec: {
            ingress: [
              { from: [{ pod_selector: { match_labels: { c: 'grafana' } } }], ports: ports.map((port) => ({ port, protocol: 'TCP' })) },
            ],
            egress: cidr === undefined ? [] : [{ to: [{ ip_block: { cidr } }], ports: [{ port: '443', protocol: 'TCP' }] }],
          },
        },
      },
    },
  });

  test('network policies that let more through', () => {
    expect(between(kubernetes, kubernetes, { stacks: [policy(['3100']), policy(['3100', '9095'])] })).toEqual([
      'low security network policy o11y-loki: The network policy o11y-loki lets 1 way more through: from grafana on 9095/TCP.',
    ]);
    expect(between(kubernetes, kubernetes, { stacks: [policy(['3100']), policy(['3100'], '0.0.0.0/0')] })).toEqual([
      'medium security network policy o11y-loki: The network policy o11y-loki lets 1 way more through: to any address (0.0.0.0/0) on 443/TCP.',
    ]);
    expect(between(kubernetes, kubernetes, { stacks: [policy(['3100', '9095']), policy(['3100'])] })).toEqual([]);
  });

  test('claims that stay and leave no room in the quota', () => {
    const quota = { resource: { kubernetes_resource_quota_v1: { platform_quota: { spec: { hard: { 'requests.storage': '30Gi' } } } } } };
    const told = between(
      { ...kubernetes, tempo: { volumeSize: '200GiB' } },
      { ...kubernetes, traces: { backend: 'jaeger' } },
      { stacks: [{}, quota] },
    );
    expect(told[0]).toMatch(
      /^high capacity target\.quotaHeadRoom: 1 claim of what goes stays, and with the new ones they ask for [\d.]+ GB of the 32\.2 GB/,
    );
  });

  test('of an environment that is new: what is open; of one that goes: what stays', () => {
    expect(between(undefined, {})).toEqual([]);
    expect(between(undefined, { target: { kind: 'docker', publishedAddress: '192.168.1.5' } })).toEqual([
      expect.stringMatching(/^high security target\.publishedAddress: dev publishes \d+ ports on 192\.168\.1\.5: prometheus \(9090\), /),
    ]);
    expect(between({}, undefined)).toEqual([
      'low data-loss environment dev: The environment dev is taken out of the configuration, and nothing of it is destroyed by that: run o11y destroy dev on the base first. The volumes of 7 components stay after that, until o11y purge dev deletes them.',
    ]);
  });
});

describe('flags of the user', () => {
  const flags = (before: readonly string[], after: readonly string[]) =>
    between({ prometheus: { extraArgs: before } }, { prometheus: { extraArgs: after } });
  const ADMIN =
    'high security prometheus.extraArgs: prometheus is started with --web.enable-admin-api. Whoever reaches Prometheus deletes series and makes snapshots that fill its volume, without signing in.';

  test('that open a component to whoever reaches it', () => {
    expect(flags([], ['--web.enable-admin-api', '--web.enable-lifecycle', '--web.enable-remote-write-receiver'])).toEqual([
      ADMIN,
      'medium security prometheus.extraArgs: prometheus is started with --web.enable-lifecycle. Whoever reaches Prometheus ends it, without signing in.',
      'medium security prometheus.extraArgs: prometheus is started with --web.enable-remote-write-receiver. Whoever reaches Prometheus writes what series they like, without signing in.',
    ]);
    expect(flags(['--web.enable-admin-api'], ['--web.enable-admin-api', '--log.level=debug'])).toEqual([]);
    expect(flags(['--web.enable-admin-api'], ['--no-web.enable-admin-api'])).toEqual([
      'low downtime prometheus.extraArgs: prometheus is started with --no-web.enable-admin-api, which nothing judges before prometheus does: one that it does not know, or a value that it does not take, keeps it from starting.',
    ]);
    expect(between(undefined, { prometheus: { extraArgs: ['--web.enable-admin-api'] } })).toContain(ADMIN);
  });

  test('that move what it serves', () => {
    const moved = (flag: string) =>
      `high downtime prometheus.extraArgs: prometheus is started with --${flag}. All that it serves moves below that path, and health checks, probes, data sources and who sends alerts ask at /: it does not become ready. Leave the path out.`;
    expect(flags([], ['--web.external-url=https://example.com/prometheus'])).toEqual([moved('web.external-url')]);
    expect(flags([], ['--web.route-prefix=/prometheus'])).toEqual([moved('web.route-prefix')]);
    expect(flags([], ['--web.external-url=https://example.com/', '--web.route-prefix=/'])).toEqual([]);
  });

  test('that only their program judges', () => {
    expect(flags([], ['--log.level=debug', '--query.timeout=1m'])).toEqual([]);
    expect(flags(['--scrape.adjust-timestamps'], ['--scrape.adjust-timestamps', '--web.cors.origin=x', '--no-such-flag'])).toEqual([
      'low downtime prometheus.extraArgs: prometheus is started with --web.cors.origin and --no-such-flag, which nothing judges before prometheus does: one that it does not know, or a value that it does not take, keeps it from starting.',
    ]);
    const off = { prometheus: { enabled: false, extraArgs: ['--web.cors.origin=x'] } };
    expect(between({ prometheus: { enabled: false } }, off)).toEqual([]);
  });
});
