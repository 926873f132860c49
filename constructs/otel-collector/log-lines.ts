import type { EnvironmentConfig } from '../../config/schema/environment';
import type { Native } from '../core/native';
import { joinedStackTraces } from './stack-traces';

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

/** The value of a key of a parsed line; one with a point is also looked for a level further down: `"log.level": …`, `"log": { "level": … }`. */
function lookUp(key: string): readonly string[] {
  const [outer = '', inner] = key.split('.');
  const flat = `${PARSED}[${JSON.stringify(key)}]`;
  return inner === undefined
    ? [flat]
    : [flat, `(type(${PARSED}[${JSON.stringify(outer)}]) == "map" ? ${PARSED}[${JSON.stringify(outer)}][${JSON.stringify(inner)}] : nil)`];
}

const firstOf = (keys: readonly string[]): string => keys.flatMap(lookUp).join(' ?? ');

/** Names under which loggers write what is read of a JSON line: zap, pino, logrus, Python's, Elastic's, Serilog's, .NET's and OpenTelemetry's own. */
const FIELDS = {
  severity: ['level', 'severity', 'levelname', 'log.level', 'lvl', 'loglevel', 'LogLevel', '@l'],
  trace: ['trace_id', 'traceId', 'TraceId', 'trace.id', 'otelTraceID', '@tr'],
  span: ['span_id', 'spanId', 'SpanId', 'span.id', 'otelSpanID', '@sp'],
} as const;

const READ = { severity: 'attributes.read_severity', trace: 'attributes.read_trace', span: 'attributes.read_span' } as const;

/** Takes a field out of a parsed line, where it looks as it must. */
const read = (field: keyof typeof FIELDS, pattern?: string): Native => {
  const value = firstOf(FIELDS[field]);
  const holds = pattern === undefined ? `(${value}) != nil` : `string((${value}) ?? "") matches "${pattern}"`;
  return { type: 'add', field: READ[field], value: `EXPR(${value})`, if: `${PARSED} != nil and ${holds}`, on_error: 'send_quiet' };
};

/** Severities by other names than the parser's own; pino and bunyan write numbers. */
const SEVERITIES = {
  trace: ['10', 'silly'],
  debug: ['20', 'verbose'],
  info: ['30', 'notice', 'information'],
  warn: ['40', 'warning'],
  error: ['50', 'err'],
  fatal: ['60', 'critical', 'crit', 'alert', 'emerg', 'panic'],
} as const;

/**
 * What a line in JSON says of its severity and its span, so that logs are found from their trace. The line itself stays as it is,
 * and one that only looks like JSON stays a line.
 */
const structuredLines: readonly Native[] = [
  {
    type: 'json_parser',
    id: 'line',
    if: 'body startsWith "{" and body endsWith "}"',
    parse_from: 'body',
    parse_to: PARSED,
    parse_ints: true,
    on_error: 'send_quiet',
  },
  read('severity'),
  read('trace', '^[0-9a-fA-F]{32}$'),
  read('span', '^[0-9a-fA-F]{16}$'),
  { type: 'severity_parser', if: `${READ.severity} != nil`, parse_from: READ.severity, mapping: SEVERITIES, on_error: 'send_quiet' },
  {
    type: 'trace_parser',
    if: `${READ.trace} != nil`,
    trace_id: { parse_from: READ.trace },
    span_id: { parse_from: READ.span },
    on_error: 'send_quiet',
  },
  ...[PARSED, ...Object.values(READ)].map((field) => ({ type: 'remove', field, if: `${field} != nil` })),
];

/** A terminal ends its lines with a carriage return too, which is no part of them. */
const withoutReturn: Native = { type: 'add', field: 'body', value: 'EXPR(trimSuffix(body, "\\r"))', if: 'body endsWith "\\r"' };

/** What is made of a line of a container, on every target. */
export const lineOperators = ({ stackTraces }: EnvironmentConfig['containerLogs']): readonly Native[] => [
  withoutReturn,
  ...joinedStackTraces(stackTraces),
  ...structuredLines,
];
