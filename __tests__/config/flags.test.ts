import fc from 'fast-check';
import { flagName, isAmong, type Program } from '../../config/flags/program';
import { PROGRAMS, type ProgramName } from '../../config/flags/programs';
import { said } from '../support/said';

const FILE = 'take it out: the platform writes the configuration file, and the keys of this configuration are what it is made of';
const VOLUME = "take it out: data is in the component's volume, which deployments, backups and o11y purge go by";
const TWICE = 'must be there once: the program does not start with it twice';

const flags = (section: ProgramName, extraArgs: readonly string[], target: object = { kind: 'docker' }): string =>
  said({ target, traces: { backend: section === 'jaeger' ? 'jaeger' : 'tempo' }, [section]: { extraArgs } });

describe('a flag that stands for a key of the configuration', () => {
  it.each([
    ['prometheus', '--storage.tsdb.retention.time=2h', 'set retention.metrics.time instead'],
    ['prometheus', '--storage.tsdb.retention.size=1GB', 'set retention.metrics.size instead'],
    ['prometheus', '--storage.tsdb.path=/tmp/x', VOLUME],
    ['prometheus', '--web.listen-address=0.0.0.0:9090', 'set prometheus.port and target.publishedAddress instead'],
    ['prometheus', '--config.file=/tmp/a b.yml', FILE],
    ['prometheus', '--agent', 'take it out: rules, alerts and queries need a server'],
    ['prometheus', '--storage.agent.path=/x', 'take it out: rules, alerts and queries need a server'],
    ['prometheus', '--no-web.enable-otlp-receiver', 'switch otelCollector.enabled instead: the collector sends metrics by it'],
    ['prometheus', '--version', 'take it out: the program would print something and end'],
    ['alertmanager', '--data.retention=1s', 'set retention.alerts instead'],
    ['alertmanager', '--storage.path=/tmp', VOLUME],
    ['alertmanager', '--cluster.peer=10.0.0.1:9094', 'set alertmanager.replicas instead: instances find each other by themselves'],
    ['alertmanager', '--log.format=logfmt', 'take it out: the history of alerts is read from its log, which is JSON'],
    ['loki', '-store.retention=1h', 'set retention.logs.total and retention.alerts instead'],
    ['loki', '--store.retention=1h', 'set retention.logs.total and retention.alerts instead'],
    ['loki', '-compactor.retention-enabled=false', 'set retention.logs.total and retention.alerts instead'],
    ['loki', '-runtime-config.file=/tmp/overrides.yaml', 'set retention.logs.total and retention.alerts instead'],
    ['loki', '-target=read', 'set loki.replicas instead: each instance does everything'],
    ['loki', '-config.expand-env', FILE],
    ['loki', '-server.http-listen-port=80', 'set loki.port and target.publishedAddress instead'],
    ['loki', '-common.storage.filesystem.chunk-directory=/tmp', 'set loki.storage instead; on a file system data is in its volume'],
    ['loki', '-s3.url=s3://key:canary@eu/bucket', 'set loki.storage instead; on a file system data is in its volume'],
    ['loki', '-internal-server.enable=true', 'set loki.port and target.publishedAddress instead'],
    ['tempo', '-config.per-user-override-config=/tmp/a.yaml', 'set retention.traces instead'],
    ['loki', '-auth.enabled=true', 'take it out: the collector, Grafana and alerts ask as nobody in particular'],
    ['loki', '-reporting.enabled=true', 'take it out: the platform reports nothing of itself to anybody'],
    ['tempo', '-storage.trace.local.path=/tmp', 'set tempo.storage instead; on a file system data is in its volume'],
    ['tempo', '-compactor.compaction.compaction.block-retention=1h', 'set retention.traces instead'],
    ['tempo', '-target=querier', 'take it out: one process does everything'],
    ['jaeger', '--config=/tmp/x.yaml', FILE],
  ] as const)('%s %s is refused, and its value not said', (section, flag, instead) =>
    expect(flags(section, [flag])).toBe(`dev: ${section}.extraArgs[0] (${flag.replace(/=.*/, '')}) must not be set as a flag: ${instead}`),
  );

  it('is refused for each place, and all at once', () =>
    expect(flags('prometheus', ['--log.level=debug', '--storage.tsdb.path=/a', '--storage.tsdb.path=/b'])).toBe(
      [1, 2].map((index) => `dev: prometheus.extraArgs[${index}] (--storage.tsdb.path) must not be set as a flag: ${VOLUME}`).join('\n'),
    ));

  it.each([
    ['prometheus', '--storage.tsdb.retentions=1'],
    ['prometheus', '--storage.tsdb.wal-compression-type=zstd'],
    ['alertmanager', '--silences.max-silences=10'],
    ['loki', '-querier.max-concurrent=4'],
    ['loki', '--log.level=debug'],
    ['tempo', '-querier.frontend-address=x:1'],
    ['jaeger', '--feature-gates=-a,+b'],
    ['jaeger', '--set=service.telemetry.logs.level=debug'],
    ['jaeger', '--set=processors::batch::timeout=2s'],
  ] as const)('is none of these: %s %s', (section, flag) => expect(flags(section, [flag])).toBe('OK'));
});

describe('what a program does not read as it is meant', () => {
  const flag = (given: string) => `must be one flag with its value behind "=", such as "--log.level=debug"${given}`;

  it.each([
    ['prometheus', ['--log.level', 'debug'], `prometheus.extraArgs[1] (debug) ${flag('')}`],
    ['prometheus', ['--log.level debug'], `prometheus.extraArgs[0] (--log.level debug) ${flag('')}`],
    ['prometheus', ['@/etc/flags'], `prometheus.extraArgs[0] (@/etc/flags) ${flag('')}`],
    ['prometheus', ['--'], `prometheus.extraArgs[0] (--) ${flag('')}`],
    ['prometheus', ['--a\n--storage.tsdb.path=/x'], `prometheus.extraArgs[0] (--a --storage.tsdb.path=/x) ${flag('')}`],
    [
      'prometheus',
      ['-storage.tsdb.path=/x'],
      'prometheus.extraArgs[0] (-storage.tsdb.path) must begin with two dashes, as its program reads flags: --storage.tsdb.path',
    ],
    ['jaeger', ['-set=a=b'], 'jaeger.extraArgs[0] (-set) must begin with two dashes, as its program reads flags: --set'],
    [
      'prometheus',
      ['--web.enable-admin-api=false'],
      'prometheus.extraArgs[0] (--web.enable-admin-api) must be --no-web.enable-admin-api: the program does not start with a value behind a switch',
    ],
    [
      'alertmanager',
      ['--log.silences=true'],
      'alertmanager.extraArgs[0] (--log.silences) must be --log.silences: the program does not start with a value behind a switch',
    ],
    ['prometheus', ['--log.level=debug', '--log.level=info'], `prometheus.extraArgs[1] (--log.level) ${TWICE}`],
    ['prometheus', ['--web.enable-admin-api', '--no-web.enable-admin-api'], `prometheus.extraArgs[1] (--no-web.enable-admin-api) ${TWICE}`],
  ] as const)('%s %j', (section, extraArgs, message) => expect(flags(section, extraArgs)).toBe(`dev: ${message}`));

  it.each([
    ['prometheus', ['--enable-feature=a', '--enable-feature=b']],
    ['loki', ['-log.level=debug', '-log.level=info']],
    ['prometheus', ['--web.page-title=My own platform']],
  ] as const)('but this: %s %j', (section, extraArgs) => expect(flags(section, extraArgs)).toBe('OK'));
});

it.each(['-ruler.alertmanager-client.basic-auth-password=canary', '-kafka.sasl-password=canary', '-x.secret-access-key=canary'])(
  'holds no secret: %s',
  (flag) =>
    expect(flags('loki', [flag])).toBe(
      `dev: loki.extraArgs[0] (${flag.replace('=canary', '')}) must not hold a secret: arguments are shown by the plan, the state and every list of processes`,
    ),
);

describe('a flag of a `--set`', () => {
  it.each([
    'extensions.jaeger_storage.backends.x.badger.ephemeral=true',
    'receivers::otlp::protocols::grpc::endpoint=0.0.0.0:1',
    'service.telemetry.metrics.level=none',
    'service=x',
    '',
  ])('changes nothing that the platform writes: %s', (setting) =>
    expect(flags('jaeger', [`--set=${setting}`])).toBe(
      'dev: jaeger.extraArgs[0] (--set) must set something below service.telemetry.logs, service.telemetry.traces or processors: the platform writes the rest of the configuration',
    ),
  );
});

it.each([
  ['prometheus', '--web.enable-lifecycle'],
  ['prometheus', '--no-web.enable-lifecycle'],
  ['prometheus', '--web.external-url=https://metrics.example.com'],
  ['alertmanager', '--web.route-prefix=/'],
] as const)('on Kubernetes the operator sets %s %s, and refuses it twice', (section, flag) => {
  const name = flag.replace(/=.*/, '');
  expect(flags(section, [flag], { kind: 'kubernetes' })).toBe(
    `dev: ${section}.extraArgs[0] (${name}) must not be set on Kubernetes: the Prometheus operator sets it, and starts nothing that has it twice`,
  );
  expect(flags(section, [flag])).toBe('OK');
});

it('refuses what is owned however it is written', () => {
  const owned = (Object.entries(PROGRAMS) as [ProgramName, Program][]).flatMap(([section, { owned: groups, syntax }]) =>
    groups.flatMap(({ flags: names }) => names.map((name) => ({ section, syntax, name: name.replace('*', 'x') }))),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...owned),
      fc.string(),
      fc.boolean(),
      fc.boolean(),
      ({ section, syntax, name }, value, oneDash, negated) => {
        const argument = `${oneDash ? '-' : '--'}${negated && syntax === 'kingpin' ? 'no-' : ''}${name}=${value.replaceAll(/\s/g, ' ')}`;
        expect(flags(section, [argument])).not.toBe('OK');
      },
    ),
    { numRuns: 60 },
  );
});

it.each([
  ['--a.b=c=d', 'a.b'],
  ['-a', 'a'],
  ['---a', 'a'],
  ['--a=\n=', 'a'],
])('the name of %j is %s', (argument, name) => expect(flagName(argument)).toBe(name));

it('a name with a star stands for all that begin so', () => {
  expect(['storage.agent.path', 'storage.agent', 'storage'].map((name) => isAmong(name, ['storage.agent.*']))).toEqual([
    true,
    false,
    false,
  ]);
});
