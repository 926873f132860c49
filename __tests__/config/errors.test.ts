import { configError, formatProblem } from '../../config/errors';
import { said } from '../support/said';

const service = { name: 'checkout', port: 8000, language: 'go', type: 'gateway', layer: 'api', owner: 'platform' };
const DURATION = 'must be a duration: a whole number and one of ms, s, m, h, d, w, such as "15s" or "90d"';
const SIZE = 'must be a size: a number and one of B, kB, MB, GB, TB, KiB, MiB, GiB, TiB, such as "512MiB" or "10GB"';
const DNS_LABEL = 'must be 1 to 40 lower-case letters, digits and hyphens, starting with a letter and ending with a letter or digit';

describe('unknown keys', () => {
  it.each([
    [{ promethues: {} }, 'dev: promethues is not a known key: did you mean "prometheus"?'],
    [{ retention: { metric: {} } }, 'dev: retention.metric is not a known key: did you mean "metrics"?'],
    [
      { prometheus: { resources: { limits: { memroy: '1GiB' } } } },
      'dev: prometheus.resources.limits.memroy is not a known key: did you mean "memory"?',
    ],
    [
      { target: { kind: 'docker', logRotation: { maxfiles: 3 } } },
      'dev: target.logRotation.maxfiles is not a known key: did you mean "maxFiles"?',
    ],
    [
      { exporters: { redis: [{ name: 'cache', adress: 'redis://redis', address: 'redis://redis' }] } },
      'dev: exporters.redis[0].adress is not a known key: did you mean "address"?',
    ],
    [
      { exporters: { postgres: [{ name: 'a', host: 'b', password: { secret: 'pw', sercet: 'pw' } }] } },
      'dev: exporters.postgres[0].password.sercet is not a known key: did you mean "secret"?',
    ],
    [{ kafka: {} }, 'dev: kafka is not a known key: remove it'],
    // A key of the other kind of target is not one of this kind.
    [{ target: { kind: 'docker', namespace: 'telemetry' } }, 'dev: target.namespace is not a known key: remove it'],
    [{ '': 1 }, 'dev: [""] is not a known key: remove it'],
    [{ 'a b\n': 1 }, 'dev: ["a b\\n"] is not a known key: remove it'],
    [{ [Symbol('key')]: 1 }, 'dev: ["Symbol(key)"] is not a known key: remove it'],
    [JSON.parse('{ "retention": { "__proto__": {} } }'), 'dev: retention.__proto__ is not a known key: remove it'],
    [{ constructor: 1 }, 'dev: constructor is not a known key: remove it'],
  ])('%j', (overlay, message) => expect(said(overlay)).toBe(message));
});

describe('values', () => {
  it.each([
    ['a unit in words', { retention: { traces: '15 days' } }, `dev: retention.traces (15 days) ${DURATION}`],
    ['a number without a unit', { retention: { traces: 7 } }, `dev: retention.traces (7) ${DURATION}`],
    ['a fraction of a unit', { retention: { traces: '1.5d' } }, `dev: retention.traces (1.5d) ${DURATION}`],
    ['a size for a duration', { retention: { metrics: { time: '10GB' } } }, `dev: retention.metrics.time (10GB) ${DURATION}`],
    ['a wrong size', { retention: { metrics: { size: '10 gigs' } } }, `dev: retention.metrics.size (10 gigs) ${SIZE}`],
    ['a longer duration than Go counts', { retention: { traces: '999999w' } }, 'dev: retention.traces (999999w) must be at most 36500d'],
    [
      'a size beyond exact numbers',
      { retention: { metrics: { size: '9001TB' } } },
      'dev: retention.metrics.size (9001TB) must be at most 9000TB',
    ],
    [
      'logs under the minimum of Loki',
      { retention: { logs: { total: '12h', hot: '6h' } } },
      'dev: retention.logs.total (12h) must be at least 24h: Loki deletes in whole-day steps',
    ],
    [
      'alerts under it',
      { retention: { alerts: '23h' } },
      'dev: retention.alerts (23h) must be at least 24h: Loki deletes in whole-day steps',
    ],
    [
      'metrics under the minimum of Prometheus',
      { retention: { metrics: { time: '90m' } } },
      'dev: retention.metrics.time (90m) must be at least 2h: Prometheus writes blocks of two hours',
    ],
    [
      'no limit of size',
      { retention: { metrics: { size: '0B' } } },
      'dev: retention.metrics.size (0B) must be at least 128MiB: one segment of the write-ahead log takes that, and 0 would mean without a limit',
    ],
    [
      'traces under the minimum',
      { retention: { traces: '59m' } },
      'dev: retention.traces (59m) must be at least 1h: the stores delete in blocks of up to an hour',
    ],
    ['a ratio above 1', { sampling: { traces: { ratio: 1.5 } } }, 'dev: sampling.traces.ratio (1.5) must be from 0 to 1: 0.1 means 10 %'],
    ['a ratio below 0', { sampling: { traces: { ratio: -0.1 } } }, 'dev: sampling.traces.ratio (-0.1) must be from 0 to 1: 0.1 means 10 %'],
    [
      'a ratio in per cent',
      { sampling: { traces: { ratio: '10%' } } },
      'dev: sampling.traces.ratio (10%) must be a number from 0 to 1: 0.1 means 10 %',
    ],
    [
      'a ratio that is no number',
      { sampling: { traces: { ratio: Number.NaN } } },
      'dev: sampling.traces.ratio (NaN) must be a number from 0 to 1: 0.1 means 10 %',
    ],
    ['a port out of range', { prometheus: { port: 65536 } }, 'dev: prometheus.port (65536) must be a port from 1 to 65535'],
    ['a port in quotes', { prometheus: { port: '9090' } }, 'dev: prometheus.port (9090) must be a whole number from 1 to 65535'],
    [
      'too little memory',
      { loki: { resources: { limits: { memory: '5MiB' }, reservations: { memory: '6MiB' } } } },
      'dev: loki.resources.limits.memory (5MiB) must be at least 6MiB: Docker takes no less',
    ],
    [
      'no processor time',
      { grafana: { resources: { limits: { cpu: 0 } } } },
      'dev: grafana.resources.limits.cpu (0) must be at least 0.01 cores: Docker takes no less',
    ],
    [
      'more precision than a core has',
      { grafana: { resources: { limits: { cpu: 0.1 + 0.2 } } } },
      'dev: grafana.resources.limits.cpu (0.30000000000000004) must have at most three decimals, such as 0.125',
    ],
    ['a switch in words', { loki: { enabled: 'yes' } }, 'dev: loki.enabled (yes) must be a boolean'],
    ['an unknown store', { traces: { backend: 'zipkin' } }, 'dev: traces.backend (zipkin) must be "tempo", "jaeger" or "none"'],
    ['an unknown target', { target: { kind: 'nomad' } }, 'dev: target.kind (nomad) must be "docker" or "kubernetes"'],
    ['no kind of target', { target: {} }, 'dev: target.kind is missing: it must be "docker" or "kubernetes"'],
    ['no target', { target: 'docker' }, 'dev: target (docker) must be an object with a kind, such as { kind: "docker" }'],
    [
      'a host name to publish on',
      { target: { kind: 'docker', publishedAddress: 'localhost' } },
      'dev: target.publishedAddress (localhost) must be an IP address of the host, such as "127.0.0.1"',
    ],
    [
      'log files too small',
      { target: { kind: 'docker', logRotation: { maxSize: '0B' } } },
      'dev: target.logRotation.maxSize (0B) must be at least 16KiB: the engine writes lines of up to that length',
    ],
    [
      'no log files',
      { target: { kind: 'docker', logRotation: { maxFiles: 0 } } },
      'dev: target.logRotation.maxFiles (0) must be at least 1',
    ],
    ['an empty context', { target: { kind: 'kubernetes', context: '' } }, 'dev: target.context ("") must not be empty'],
    ['a list that is none', { services: service }, 'dev: services (an object) must be a list'],
    ['a platform name with capitals', { platform: 'O11y' }, `dev: platform (O11y) ${DNS_LABEL}`],
    [
      'a fraction of a span',
      { otelCollector: { expectedItemsPerSecond: { spans: 0.5 } } },
      'dev: otelCollector.expectedItemsPerSecond.spans (0.5) must be a whole number',
    ],
    [
      'a queue for longer than a disk holds',
      { otelCollector: { outageTolerance: '8d' } },
      'dev: otelCollector.outageTolerance (8d) must be at most 7d: the queue is a file on the host',
    ],
    [
      'a decision that takes all memory',
      { sampling: { traces: { decisionWait: '1h' } } },
      'dev: sampling.traces.decisionWait (1h) must be at most 10m: traces wait in memory',
    ],
    [
      'no flag',
      { prometheus: { extraArgs: ['log.level=debug'] } },
      'dev: prometheus.extraArgs[0] (log.level=debug) must be one flag with its value behind "=", such as "--log.level=debug"',
    ],
    [
      'settings in a name',
      { grafana: { adminUser: 'admin\n[auth.anonymous]' } },
      'dev: grafana.adminUser (admin [auth.anonymous]) must be 1 to 100 letters, digits and . _ @ + -, starting with a letter or digit',
    ],
    [
      'a file system as a receiver',
      { alerting: { receivers: [{ kind: 'webhook', name: 'a', url: 'file:///etc/passwd' }] } },
      'dev: alerting.receivers[0].url (file:///etc/passwd) must begin with http:// or https://, as in "https://hooks.example.com/alerts"',
    ],
    [
      'an address without a host',
      { alerting: { receivers: [{ kind: 'webhook', name: 'a', url: 'http:hooks' }] } },
      'dev: alerting.receivers[0].url (http:hooks) must begin with http:// or https://, as in "https://hooks.example.com/alerts"',
    ],
    [
      'an address that Go cannot read',
      { alerting: { receivers: [{ kind: 'webhook', name: 'a', url: 'http://hooks/%zz' }] } },
      'dev: alerting.receivers[0].url (http://hooks/%zz) must have a path without spaces and #, and with two hexadecimal digits behind each %, as in "https://hooks.example.com/alerts"',
    ],
    [
      'a group by no label',
      { alerting: { groupBy: ['service-name'] } },
      'dev: alerting.groupBy[0] (service-name) must be a label that Prometheus takes: letters, digits and underscores, not starting with a digit or two underscores',
    ],
    [
      'a computed value',
      Object.defineProperty({}, 'loki', { get: () => ({}), enumerable: true }),
      'dev: loki must be a value: it is computed',
    ],
    [
      'an object of a class',
      { retention: new Map([['traces', '7d']]) },
      'dev: retention must be plain data: an object without a class, written as { key: value }',
    ],
    [
      'a date',
      { retention: { traces: new Date(0) } },
      'dev: retention.traces must be plain data: an object without a class, written as { key: value }',
    ],
    [
      'a list of everything',
      { services: new Array(4_000_000_000) },
      'dev: services must be smaller: a configuration has at most 100000 values',
    ],
  ])('%s', (_, overlay, message) => expect(said(overlay)).toBe(message));

  it('that contain themselves, or are too deep to be meant', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['loki'] = cyclic;
    expect(said(cyclic)).toBe('dev: loki must not contain itself');
    const deep = Array.from({ length: 40 }).reduce((inner: unknown) => [inner], 1);
    expect(said({ services: deep })).toContain('must not be nested more than 32 levels deep');
  });
});

it('texts hold what is known, and can be written', () => {
  const TEXT = 'must be text, without control characters and halves of characters: remove them';
  expect(said({ platform: '${TfToken[TOKEN.7]}' })).toBe('dev: platform must be known before a deployment: it is a token of cdktf');
  expect(said({ alerting: { groupBy: ['#{TfToken[TOKEN.7]}'] } })).toContain('alerting.groupBy[0] must be known before a deployment');
  expect(said({ target: { kind: 'kubernetes', context: 'a\u0000' } })).toBe(`dev: target.context ${TEXT}`);
  expect(said({ redaction: { uncheckedKeys: ['\ud800'] } })).toBe(`dev: redaction.uncheckedKeys[0] ${TEXT}`);
  expect(said({ target: { kind: 'kubernetes', context: '${x}' } })).toBe(
    'dev: target.context (${x}) must have no ${ and no %{: rename it (kubectl config rename-context)',
  );
  expect(said({ state: { kind: 'gcs', bucket: '${x}' } })).toContain('state.bucket (${x}) must be the name of a bucket');
});

it('a record has no key __proto__, which would be passed over', () => {
  const labels: unknown = JSON.parse('{ "__proto__": "x" }');
  expect(said({ alerting: { routes: [{ match: { labels }, receiver: 'a' }] } })).toContain(
    'dev: alerting.routes[0].match.labels.__proto__ is not a known key: remove it',
  );
});

describe('redaction patterns that the collector refuses', () => {
  it.each([
    ['', 'must not be empty: it would match everything'],
    ['(', 'must have a ) for each (: write \\( for the sign itself'],
    ['a)', 'must have a ( for each ): write \\) for the sign itself'],
    ['a(?=b)', 'must have no look-ahead or look-behind: the collector uses RE2, which lacks them'],
    ['(?<!a)b', 'must have no look-ahead or look-behind: the collector uses RE2, which lacks them'],
    ['(a)\\1', 'must have no back-reference: the collector uses RE2, which lacks them'],
    ['\\u0041', 'must have no escape \\u: the collector uses RE2, which lacks it'],
    ['a[]b', 'must end each class with ]: write \\[ for the sign itself, and []a] for a class with ]'],
    ['[\\b]', 'must have no escape \\b: the collector uses RE2, which lacks it'],
    ['\\é', 'must have no backslash before a character beyond ASCII'],
    ['\\xZZ', 'must have two hexadecimal digits behind \\x, or up to 10FFFF in braces, such as \\x41 or \\x{1F600}'],
    ['[[:foo:]]', 'must have a class that POSIX names between [: and :], such as [[:alpha:]]'],
    ['\\p', 'must name a class of characters behind \\p that Go knows, such as \\pL, \\p{Lu} or \\p{Greek}'],
    ['\\p{Old_Italic}', 'must name a class of characters behind \\p that Go knows, such as \\pL, \\p{Lu} or \\p{Greek}'],
    ['[z-a]', 'must have ranges in a class from a lower to a higher character: [a-z]'],
    ['(?i)*', 'must have something before each *, +, ? and {n}: write a backslash before the sign itself'],
    ['a**', 'must not repeat a repetition: put the inner one in parentheses'],
    ['a{2,1}', 'must repeat from a smaller to a larger number of times: {2,5}'],
    ['(?P<a-b>x)', 'must have group names of letters, digits and underscores: (?P<user>…)'],
    ['(?>a)', 'must have only groups that RE2 knows: (…), (?:…), (?P<name>…), and flags such as (?i)'],
    ['a\\', 'must not end with a backslash: write \\\\ for the sign itself'],
    ['a{1001}', 'must repeat nothing more than 1000 times: the collector uses RE2, which takes no more'],
    ['(?:a{500}){3}', 'must repeat nothing more than 1000 times: the collector uses RE2, which takes no more'],
  ])('%j', (pattern, rule) => {
    const shown = pattern === '' ? '""' : pattern;
    expect(said({ redaction: { values: ['ok', pattern] } })).toBe(`dev: redaction.values[1] (${shown}) ${rule}`);
  });

  it.each([
    '(?i)token=\\w+',
    '(?P<user>\\w+)@',
    '\\\\1',
    'id=\\pL+',
    '[[:alpha:]]+=',
    'a{1,1000}',
    'x$',
    '[]a]',
    'a^*',
    '(?ims-U)x',
    '(?P<n>a)(?P<n>b)',
  ])('but not %s', (pattern) => expect(said({ redaction: { keys: [pattern] } })).toBe('OK'));

  it.each(['x*', '^', 'a|', '\\b', '(?:)', '^*', 'a{0,5}', '(a?b?)+'])('that match where nothing is: %s', (pattern) =>
    expect(said({ redaction: { values: [pattern] } })).toBe(
      `dev: redaction.values[0] (${pattern}) must not match where nothing is, since it would mask everything: say what is masked, x+ in place of x*`,
    ),
  );

  it.each(['.', '.+', '^.*.$', '\\w+', '[^ ]', '[^\\d]{1,}', '\\PN', '(a*|b*)[a-z]', '(?i)[A-Z]'])('that match any letter: %s', (pattern) =>
    expect(said({ redaction: { values: [pattern] } })).toBe(
      `dev: redaction.values[0] (${pattern}) must not match any letter, since it would mask everything: say what stands before or behind it`,
    ),
  );

  it('which for keys are of either case', () => {
    expect(said({ redaction: { keys: ['[A-Z]'] } })).toContain('redaction.keys[0] ([A-Z]) must not match any letter');
    expect(said({ redaction: { values: ['[A-Z]'] } })).toBe('OK');
  });

  it('that are longer than Go can be sure to take', () => {
    expect(said({ redaction: { values: ['x'.repeat(1_001)] } })).toContain('must have at most 1000 characters: write several');
    expect(said({ redaction: { values: ['x'.repeat(1_000)], keys: ['x'.repeat(1_000)] } })).toBe('OK');
  });
});

describe('the service catalogue', () => {
  it('says each thing that is missing', () => {
    expect(said({ services: [{ name: 'checkout' }] })).toBe(
      [
        'dev: services[0].port is missing: it must be a whole number from 1 to 65535',
        'dev: services[0].language is missing: it must be "go" or "python" or "node" or "java" or "other"',
        'dev: services[0].type is missing: it must be a string',
        'dev: services[0].layer is missing: it must be a string',
        'dev: services[0].owner is missing: it must be a string',
      ].join('\n'),
    );
  });

  it.each([
    ['name', 'Checkout', `dev: services[0].name (Checkout) ${DNS_LABEL}`],
    [
      'tier',
      'very important!',
      'dev: services[0].tier (very important!) must be 1 to 63 letters, digits, dots, underscores and hyphens, starting and ending with a letter or digit: it becomes a label',
    ],
    ['metricsPath', 'metrics', 'dev: services[0].metricsPath (metrics) must be a path such as "/metrics"'],
    ['language', 'rust', 'dev: services[0].language (rust) must be "go" or "python" or "node" or "java" or "other"'],
  ])('refuses a wrong %s', (key, value, message) => expect(said({ services: [{ ...service, [key]: value }] })).toBe(message));
});

describe('secrets', () => {
  const redis = (instance: object) => ({ exporters: { redis: [{ name: 'cache', address: 'redis://redis:6379', ...instance }] } });

  it('are named, and a message does not repeat what may be one', () => {
    expect(said(redis({ password: 'hunter2' }))).toBe(
      'dev: exporters.redis[0].password must name a secret, such as { secret: "redis_password" }, and never hold its value',
    );
    expect(said(redis({ password: { secret: 'Hunter2!' } }))).toBe(
      'dev: exporters.redis[0].password.secret must be the name of a secret in lower case, such as "redis_password"; its value comes from TF_VAR_redis_password',
    );
    expect(said(redis({ password: { secret: 5 } }))).toBe(
      'dev: exporters.redis[0].password.secret must be the name of a secret, such as "redis_password"',
    );
    expect(said(redis({ address: 'redis://:hunter2@redis:6379' }))).toBe(
      'dev: exporters.redis[0].address (redis://***@redis:6379) must have no user and no password (use the key password), as in "redis://redis:6379"',
    );
    expect(said({ alerting: { receivers: [{ kind: 'webhook', name: 'a', url: 'https://user:hunter2@hooks/' }] } })).not.toContain(
      'hunter2',
    );
  });

  it.each(['docker_socket', 'docker_data_root', 'grafana_admin_password', 'kubeconfig', 'version', 'count'])(
    'cannot be called %s',
    (secret) =>
      expect(said(redis({ password: { secret } }))).toBe(
        'dev: exporters.redis[0].password.secret must be another name: Terraform or the platform uses it itself',
      ),
  );
});

describe('rules over several keys', () => {
  it.each([
    [
      'memory reserved beyond its limit',
      { loki: { resources: { limits: { memory: '128MiB' } } } },
      'dev: loki.resources.reservations.memory (256MiB) must be at most loki.resources.limits.memory (128MiB)',
    ],
    [
      'processor time reserved beyond its limit',
      { exporters: { node: { resources: { reservations: { cpu: 0.5 } } } } },
      'dev: exporters.node.resources.reservations.cpu (0.5) must be at most exporters.node.resources.limits.cpu (0.2)',
    ],
    [
      'a scrape that ends after the next',
      { prometheus: { scrapeTimeout: '20s' } },
      'dev: prometheus.scrapeTimeout (20s) must be at most prometheus.scrapeInterval (15s): Prometheus refuses it otherwise',
    ],
    [
      'hot logs for longer than logs',
      { retention: { logs: { total: '3d' } } },
      'dev: retention.logs.hot (7d) must be at most retention.logs.total (3d)',
    ],
    [
      'a decision before a trace is slow',
      { sampling: { traces: { ratio: 0.1, decisionWait: '2s' } } },
      'dev: sampling.traces.decisionWait (2s) must be longer than sampling.traces.keepSlowerThan (2s): a slow trace would be decided about before it has shown to be slow',
    ],
    [
      'two components on one port',
      { grafana: { port: 9090 } },
      'dev: grafana.port (9090) must differ from prometheus.port: a port of the host can be taken once',
    ],
    [
      'a component on a port of the collector',
      { loki: { port: 4317 } },
      'dev: otelCollector.ports.grpc (4317) must differ from loki.port: a port of the host can be taken once',
    ],
    ['two services of one name', { services: [service, service] }, 'dev: services[1].name (checkout) must differ from services[0].name'],
    [
      'two exporters of one name',
      {
        exporters: {
          redis: [
            { name: 'a', address: 'redis://a' },
            { name: 'b', address: 'redis://b' },
            { name: 'a', address: 'redis://c' },
          ],
        },
      },
      'dev: exporters.redis[2].name (a) must differ from exporters.redis[0].name',
    ],
    [
      'two receivers of one name',
      {
        alerting: {
          receivers: [
            { kind: 'webhook', name: 'a', url: 'http://a' },
            { kind: 'webhook', name: 'a', url: 'http://b' },
          ],
        },
      },
      'dev: alerting.receivers[1].name (a) must differ from alerting.receivers[0].name',
    ],
    [
      'a collector with nowhere to send to',
      { prometheus: { enabled: false }, loki: { enabled: false }, traces: { backend: 'none' } },
      'dev: otelCollector.enabled (true) must be false when there is no store of metrics, logs or traces: switch it off, or one of them on',
    ],
    [
      'a label twice',
      { alerting: { groupBy: ['service', 'alertname', 'service'] } },
      'dev: alerting.groupBy[2] (service) must differ from alerting.groupBy[0]: remove it',
    ],
    [
      'a platform name that makes names too long',
      { platform: 'p'.repeat(32) },
      `dev: platform (${'p'.repeat(32)}) must be at most 31 characters long: names of containers, made of platform, environment and component, have at most 63 characters`,
    ],
    [
      'an exporter name that does',
      { platform: 'p'.repeat(20), exporters: { redis: [{ name: 'r'.repeat(24), address: 'redis://a' }] } },
      `dev: exporters.redis[0].name (${'r'.repeat(24)}) must be at most 23 characters long: names of containers, made of platform, environment and component, have at most 63 characters`,
    ],
  ])('%s', (_, overlay, message) => expect(said(overlay)).toBe(message));

  it.each([
    ['a component that is off takes no port', { grafana: { port: 9090 }, prometheus: { enabled: false } }],
    ['only the chosen store of traces takes its port', { jaeger: { port: 9090 } }],
    ['ports are those of a host, which a cluster is not', { target: { kind: 'kubernetes' }, grafana: { port: 9090 } }],
    ['the decision may come early when all traces are kept', { sampling: { traces: { ratio: 1, decisionWait: '1s' } } }],
    ['or when none is kept for being slow', { sampling: { traces: { ratio: 0.1, decisionWait: '1s', keepSlowerThan: null } } }],
    ['limits may equal reservations', { loki: { resources: { limits: { memory: '256MiB', cpu: 0.25 } } } }],
    [
      'a redis and a postgres exporter may share a name',
      { exporters: { redis: [{ name: 'a', address: 'redis://a' }], postgres: [{ name: 'a', host: 'a', password: { secret: 'a' } }] } },
    ],
    ['the longest names that fit', { platform: 'p'.repeat(31) }],
  ])('%s', (_, overlay) => expect(said(overlay)).toBe('OK'));
});

describe('the whole', () => {
  it.each([
    [null, 'dev: the configuration (null) must be an object'],
    [undefined, 'dev: the configuration is missing: it must be an object'],
    ['dev', 'dev: the configuration (dev) must be an object'],
    [[], 'dev: the configuration (an empty list) must be an object'],
    [[1, 2], 'dev: the configuration (a list of 2) must be an object'],
    [5n, 'dev: the configuration (a bigint) must be an object'],
    [() => ({}), 'dev: the configuration (a function) must be an object'],
    [new Date(0), 'dev: the configuration must be plain data: an object without a class, written as { key: value }'],
  ])('is an object: %p', (overlay, message) => expect(said(overlay)).toBe(message));

  it.each(['Dev', '1dev', 'dev-', 'dev_eu', 'dev.eu', '', 'a'.repeat(21), 'dev\n'])('has a name that fits: not %p', (name) =>
    expect(said({}, name)).toBe(
      `${name}: name (${name === '' ? '""' : name.replace('\n', ' ')}) must be 1 to 20 lower-case letters, digits and hyphens, starting with a letter: rename its file`,
    ),
  );

  it('reports every problem at once, also that of its name', () => {
    expect(said({ sampling: { traces: { ratio: 2 } }, retention: { logs: { total: '12h' } }, promethues: {} }, 'Dev')).toBe(
      [
        'Dev: name (Dev) must be 1 to 20 lower-case letters, digits and hyphens, starting with a letter: rename its file',
        'Dev: retention.logs.total (12h) must be at least 24h: Loki deletes in whole-day steps',
        'Dev: sampling.traces.ratio (2) must be from 0 to 1: 0.1 means 10 %',
        'Dev: promethues is not a known key: did you mean "prometheus"?',
      ].join('\n'),
    );
  });

  it('reports every broken rule at once', () => {
    expect(said({ prometheus: { port: 3100, scrapeTimeout: '1m' }, retention: { logs: { hot: '91d' } } })).toBe(
      [
        'dev: loki.port (3100) must differ from prometheus.port: a port of the host can be taken once',
        'dev: prometheus.scrapeTimeout (1m) must be at most prometheus.scrapeInterval (15s): Prometheus refuses it otherwise',
        'dev: retention.logs.hot (91d) must be at most retention.logs.total (90d)',
      ].join('\n'),
    );
  });
});

describe('ConfigError', () => {
  it('keeps its problems as data', () => {
    const error = configError('retention.traces', '1s', 'must be longer');
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('ConfigError');
    expect(error.problems).toEqual([{ path: 'retention.traces', value: '1s', rule: 'must be longer' }]);
    expect(error.message).toBe('retention.traces (1s) must be longer');
  });

  it('shows a long value on one line, without control characters', () => {
    expect(formatProblem({ path: 'a', value: `${'x'.repeat(70)}`, rule: 'must be short' })).toBe(`a (${'x'.repeat(57)}...) must be short`);
    expect(formatProblem({ path: 'a', value: 'x\n\u001b[31my', rule: 'must be text' })).toBe('a (x [31my) must be text');
  });
});
