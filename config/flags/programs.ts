import { ENDS, FILE, type Program, VOLUME } from './program';

/** Addresses that people follow, and the path below which everything is served. */
const PATHS = {
  flags: ['web.external-url', 'web.route-prefix'],
  kind: 'downtime',
  severity: 'high',
  safe: /^(?:https?:\/\/[^/]+)?\/?$/,
  text: 'All that it serves moves below that path, and health checks, probes, data sources and who sends alerts ask at /: it does not become ready. Leave the path out.',
} as const;

/** https://prometheus.io/docs/prometheus/latest/command-line/prometheus/ */
const prometheus: Program = {
  syntax: 'kingpin',
  owned: [
    { flags: ['config.file'], instead: FILE },
    { flags: ['storage.tsdb.retention.time'], instead: 'set retention.metrics.time instead' },
    { flags: ['storage.tsdb.retention.size'], instead: 'set retention.metrics.size instead' },
    { flags: ['storage.tsdb.path'], instead: VOLUME },
    { flags: ['web.listen-address'], instead: 'set prometheus.port and target.publishedAddress instead' },
    { flags: ['web.enable-otlp-receiver'], instead: 'switch otelCollector.enabled instead: the collector sends metrics by it' },
    { flags: ['agent', 'storage.agent.*'], instead: 'take it out: rules, alerts and queries need a server' },
    { flags: ['help*', 'h', 'version', 'write-documentation'], instead: ENDS },
  ],
  // https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/prometheus/promcfg.go
  operator: ['web.enable-lifecycle', 'web.external-url', 'web.route-prefix', 'web.console.templates', 'web.console.libraries'],
  risky: [
    {
      flags: ['web.enable-admin-api'],
      kind: 'security',
      severity: 'high',
      text: 'Whoever reaches Prometheus deletes series and makes snapshots that fill its volume, without signing in.',
    },
    {
      flags: ['web.enable-lifecycle'],
      kind: 'security',
      severity: 'medium',
      text: 'Whoever reaches Prometheus ends it, without signing in.',
    },
    {
      flags: ['web.enable-remote-write-receiver'],
      kind: 'security',
      severity: 'medium',
      text: 'Whoever reaches Prometheus writes what series they like, without signing in.',
    },
    PATHS,
  ],
  lists: ['enable-feature'],
};

/** https://prometheus.io/docs/alerting/latest/alertmanager/ and `alertmanager --help` */
const alertmanager: Program = {
  syntax: 'kingpin',
  owned: [
    { flags: ['config.file'], instead: FILE },
    { flags: ['data.retention'], instead: 'set retention.alerts instead' },
    { flags: ['storage.path'], instead: VOLUME },
    { flags: ['web.listen-address', 'web.systemd-socket'], instead: 'set alertmanager.port and target.publishedAddress instead' },
    { flags: ['cluster.*'], instead: 'set alertmanager.replicas instead: instances find each other by themselves' },
    { flags: ['log.format'], instead: 'take it out: the history of alerts is read from its log, which is JSON' },
    { flags: ['help*', 'h', 'version'], instead: ENDS },
  ],
  // https://github.com/prometheus-operator/prometheus-operator/blob/v0.93.1/pkg/alertmanager/statefulset.go
  operator: ['web.external-url', 'web.route-prefix'],
  risky: [PATHS],
  lists: ['enable-feature'],
};

/** What they have in common that come from one library. https://github.com/grafana/dskit */
const GRAFANA = {
  file: { flags: ['config.file', 'config.expand-env'], instead: FILE },
  tenants: { flags: ['auth.*'], instead: 'take it out: the collector, Grafana and alerts ask as nobody in particular' },
  reporting: { flags: ['reporting.*'], instead: 'take it out: the platform reports nothing of itself to anybody' },
} as const;

/** https://grafana.com/docs/loki/latest/configure/: a flag wins over the file. */
const loki: Program = {
  syntax: 'go',
  owned: [
    GRAFANA.file,
    {
      flags: [
        'store.retention',
        'compactor.retention-*',
        'compactor.apply-retention-interval',
        'compactor.delet*',
        'compactor.allow-deletes',
        'table-manager.retention-*',
        // Limits of tenants, and what is kept is one of them.
        'runtime-config.*',
        'limits.per-user-override-*',
      ],
      instead: 'set retention.logs.total and retention.alerts instead',
    },
    {
      flags: ['server.http-listen-*', 'server.grpc-listen-*', 'server.path-prefix', 'internal-server.*'],
      instead: 'set loki.port and target.publishedAddress instead',
    },
    {
      flags: [
        'common.*',
        'local.*',
        'schema-config-file',
        'object-store.*',
        's3.*',
        'gcs.*',
        'azure.*',
        'swift.*',
        'bos.*',
        'oss.*',
        'cos.*',
        'bigtable.*',
        'cassandra.*',
        'boltdb.*',
        'store.object-prefix',
        'tsdb.shipper.active-index-directory',
        'compactor.working-directory',
        'ingester.wal-dir',
        'ingester.wal-enabled',
        'ruler-storage.*',
        'ruler.storage.*',
        'ruler.rule-path',
        'ruler.wal.dir',
        'use-thanos-objstore',
        'dataobj*',
      ],
      instead: 'set loki.storage instead; on a file system data is in its volume',
    },
    {
      flags: ['target', 'memberlist.*', 'replication-factor', 'ring.*'],
      instead: 'set loki.replicas instead: each instance does everything',
    },
    { flags: ['distributor.max-line-size', 'distributor.max-line-size-truncate'], instead: 'set loki.maxLineSize instead' },
    GRAFANA.tenants,
    GRAFANA.reporting,
    { flags: ['help', 'h', 'version', 'verify-config', 'list-targets', 'health*'], instead: ENDS },
  ],
  risky: [],
};

/** https://github.com/grafana/tempo/blob/v2.10.8/cmd/tempo/app/config.go: a flag wins over the file. */
const tempo: Program = {
  syntax: 'go',
  owned: [
    GRAFANA.file,
    {
      // Their prefixes are doubled in the program.
      flags: [
        'compactor.compaction.compaction.block-retention',
        'backend-worker.compaction.compaction.block-retention',
        'backend-scheduler.provider.work.compaction.compaction.block-retention',
        'config.per-user-override-*',
      ],
      instead: 'set retention.traces instead',
    },
    {
      flags: ['server.http-listen-port', 'server.grpc-listen-port', 'http-api-prefix'],
      instead: 'set tempo.port and target.publishedAddress instead',
    },
    { flags: ['storage.trace.*'], instead: 'set tempo.storage instead; on a file system data is in its volume' },
    { flags: ['target', 'memberlist.*'], instead: 'take it out: one process does everything' },
    GRAFANA.tenants,
    { flags: ['multitenancy.*'], instead: GRAFANA.tenants.instead },
    GRAFANA.reporting,
    { flags: ['help', 'h', 'version', 'config.verify'], instead: ENDS },
  ],
  risky: [],
};

/** https://www.jaegertracing.io/docs/latest/deployment/configuration/: a collector's command line. */
const jaeger: Program = {
  syntax: 'pflag',
  owned: [
    { flags: ['config'], instead: FILE },
    { flags: ['help', 'h', 'version'], instead: ENDS },
  ],
  risky: [],
};

/** The programs that take flags of the user's, by the section of the configuration that has them as `extraArgs`. */
export const PROGRAMS = { prometheus, alertmanager, loki, tempo, jaeger } as const satisfies Readonly<Record<string, Program>>;

export type ProgramName = keyof typeof PROGRAMS;

/** Flags that open a program to whoever reaches it, which a policy allows one by one. */
export const OPENING_FLAGS: readonly string[] = Object.values<Program>(PROGRAMS).flatMap(({ risky }) =>
  risky.filter(({ kind }) => kind === 'security').flatMap(({ flags }) => flags),
);
