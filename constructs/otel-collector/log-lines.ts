import type { Native } from '../core/native';

/**
 * How log files are read: from their beginning, since a container may have written before the collector looked, and without giving up.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/filelogreceiver
 */
export const READING: Native = {
  include_file_name: false,
  include_file_path: true,
  start_at: 'beginning',
  storage: 'file_storage',
  poll_interval: '500ms',
  max_log_size: '1MiB',
  // Half a line of JSON is no line: the other half follows.
  force_flush_period: '0s',
  retry_on_failure: { enabled: true, max_elapsed_time: '0s' },
};

/** Where a parsed line is kept until its fields are read. */
const PARSED = 'attributes.parsed';

/** Names under which loggers write the severity of a JSON line. */
const SEVERITY_KEYS = ['level', 'severity'] as const;

/** Names under which loggers write the ids of a trace and its span. */
const TRACE_KEYS = [
  ['trace_id', 'span_id'],
  ['traceId', 'spanId'],
] as const;

/** Severities by other names than the parser's own; pino and bunyan write numbers. */
const SEVERITIES = {
  trace: ['10'],
  debug: ['20'],
  info: ['30', 'notice', 'information'],
  warn: ['40', 'warning'],
  error: ['50', 'err'],
  fatal: ['60', 'critical', 'crit', 'alert', 'emerg', 'panic'],
} as const;

/**
 * What a line in JSON says of its severity and its span, so that logs are found from their trace. The line itself stays as it is,
 * and one that only looks like JSON stays a line.
 */
export const structuredLines: readonly Native[] = [
  {
    type: 'json_parser',
    id: 'line',
    if: 'body startsWith "{" and body endsWith "}"',
    parse_from: 'body',
    parse_to: PARSED,
    parse_ints: true,
    on_error: 'send_quiet',
  },
  ...SEVERITY_KEYS.map((key) => ({
    type: 'severity_parser',
    if: `${PARSED} != nil and ${PARSED}.${key} != nil`,
    parse_from: `${PARSED}.${key}`,
    mapping: SEVERITIES,
    on_error: 'send_quiet',
  })),
  ...TRACE_KEYS.map(([trace, span]) => ({
    type: 'trace_parser',
    if: `${PARSED} != nil and string(${PARSED}.${trace} ?? "") matches "^[0-9a-fA-F]{32}$" and string(${PARSED}.${span} ?? "") matches "^[0-9a-fA-F]{16}$"`,
    trace_id: { parse_from: `${PARSED}.${trace}` },
    span_id: { parse_from: `${PARSED}.${span}` },
    on_error: 'send_quiet',
  })),
  { type: 'remove', field: PARSED, if: `${PARSED} != nil` },
];
