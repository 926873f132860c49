import { toYaml } from '../core/native';
import { LOG_INDEX } from '../discovery/log-index';

/** Where offsets and the queue survive a restart. */
export const AGENT_STATE = '/var/lib/otelcol';

/** The link of a log file: `<container>/<service>/<tier>/<version>/<id>.log`, with `_` for a label that is absent. */
const LINK = `^${LOG_INDEX.target}/(?P<container_name>[^/]+)/(?P<service>[^/]+)/(?P<tier>[^/]+)/(?P<version>[^/]+)/(?P<container_id>[0-9a-f]{64})\\.log$`;

type Native = Readonly<Record<string, unknown>>;

const move = (from: string, to: string, condition: string): Native => ({ type: 'move', from, to, if: condition });
const label = (name: string, attribute: string): readonly Native[] => [
  move(`attributes.${name}`, `resource["${attribute}"]`, `attributes.${name} != nil and attributes.${name} != "_"`),
  { type: 'remove', field: `attributes.${name}`, if: `attributes.${name} != nil` },
];

/** The configuration of the collector that reads container logs. https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/filelogreceiver */
export function renderAgent(gateway: string): string {
  return toYaml({
    extensions: {
      health_check: { endpoint: '0.0.0.0:13133' },
      file_storage: { directory: AGENT_STATE, create_directory: true, timeout: '5s' },
    },
    receivers: { file_log: containerLogs() },
    processors: { memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 } },
    exporters: {
      otlp_grpc: {
        endpoint: gateway,
        tls: { insecure: true },
        retry_on_failure: { enabled: true, initial_interval: '1s', max_interval: '10s', max_elapsed_time: '0s' },
        sending_queue: {
          storage: 'file_storage',
          sizer: 'items',
          queue_size: 50_000,
          block_on_overflow: true,
          batch: { flush_timeout: '1s', min_size: 500, max_size: 1_000 },
        },
      },
    },
    service: {
      extensions: ['health_check', 'file_storage'],
      pipelines: { logs: { receivers: ['file_log'], processors: ['memory_limiter'], exporters: ['otlp_grpc'] } },
      telemetry: {
        // It reads its own log too: what it says again and again must not become a load.
        logs: { level: 'warn', encoding: 'json', sampling: { enabled: true, tick: '60s', initial: 2, thereafter: 1_000 } },
        metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: 8888 } } } }] },
      },
    },
  });
}

const containerLogs = (): Native => ({
  include: [`${LOG_INDEX.target}/*/*/*/*/*.log`],
  include_file_name: false,
  include_file_path: true,
  start_at: 'beginning',
  storage: 'file_storage',
  poll_interval: '500ms',
  retry_on_failure: { enabled: true, max_elapsed_time: '0s' },
  operators: [
    // The engine's json-file format: {"log":"…\n","stream":"stdout","time":"…"}
    {
      type: 'json_parser',
      id: 'engine',
      timestamp: { parse_from: 'attributes.time', layout_type: 'gotime', layout: '2006-01-02T15:04:05.999999999Z07:00' },
    },
    { type: 'move', from: 'attributes.log', to: 'body' },
    { type: 'remove', field: 'attributes.time' },
    { type: 'move', from: 'attributes.stream', to: 'attributes["log.iostream"]' },
    // The engine cuts lines at 16 KiB; only the last piece ends with a line break.
    {
      type: 'recombine',
      id: 'whole-lines',
      combine_field: 'body',
      combine_with: '',
      is_last_entry: 'body matches "\\n$"',
      source_identifier: 'attributes["log.file.path"]',
      max_log_size: '1MiB',
      force_flush_period: '5s',
    },
    { type: 'add', field: 'body', value: 'EXPR(trimSuffix(body, "\\n"))' },
    ...structuredLines(),
    { type: 'regex_parser', id: 'link', regex: LINK, parse_from: 'attributes["log.file.path"]' },
    { type: 'remove', field: 'attributes["log.file.path"]' },
    ...label('service', 'service.name'),
    ...label('tier', 'tier'),
    ...label('version', 'service.version'),
    { type: 'copy', from: 'attributes.container_name', to: 'resource["service.name"]', if: 'resource["service.name"] == nil' },
    { type: 'move', from: 'attributes.container_name', to: 'resource["container.name"]' },
    { type: 'move', from: 'attributes.container_id', to: 'resource["container.id"]' },
  ],
});

/** Names under which loggers write the severity of a JSON line. */
const SEVERITY_KEYS = ['level', 'severity'] as const;

/** What a line in JSON says of its severity and its span, so that logs are found from their trace. The line itself stays as it is. */
const structuredLines = (): readonly Native[] => {
  const parsed = 'attributes.parsed';
  return [
    {
      type: 'json_parser',
      id: 'line',
      if: 'body startsWith "{" and body endsWith "}"',
      parse_from: 'body',
      parse_to: parsed,
      on_error: 'send_quiet',
    },
    ...SEVERITY_KEYS.map((key) => ({
      type: 'severity_parser',
      if: `${parsed} != nil and ${parsed}.${key} != nil`,
      parse_from: `${parsed}.${key}`,
      on_error: 'send_quiet',
    })),
    {
      type: 'trace_parser',
      // Ids of another length are an error for every line.
      if: `${parsed} != nil and ${parsed}.trace_id != nil and ${parsed}.span_id != nil and len(${parsed}.trace_id) == 32 and len(${parsed}.span_id) == 16`,
      trace_id: { parse_from: `${parsed}.trace_id` },
      span_id: { parse_from: `${parsed}.span_id` },
      on_error: 'send_quiet',
    },
    { type: 'remove', field: parsed, if: `${parsed} != nil` },
  ];
};
