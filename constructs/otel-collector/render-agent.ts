import type { EnvironmentConfig } from '../../config/schema/environment';
import { escapeReferences, memoryLimiter, type Native } from '../core/native';
import { LOG_INDEX } from '../discovery/log-index';
import { QUEUE, queueStorage, RETRY } from './exporters';
import { structuredLines } from './log-lines';

/** Where offsets and the queue survive a restart. */
export const AGENT_STATE = '/var/lib/otelcol';

/** The link of a log file: `<container>/<service>/<tier>/<version>/<id>.log`, with `_` for a label that is absent, and `.1`, … of rotated ones. */
const LINK = `^${LOG_INDEX.target}/(?P<container_name>[^/]+)/(?P<service>[^/]+)/(?P<tier>[^/]+)/(?P<version>[^/]+)/(?P<container_id>[0-9a-f]{64})\\.log(?:\\.[0-9]+)?$`;

/** Bytes of lines that wait for the gateway; beyond that the agent stops reading, and the lines wait in the engine's files. */
const QUEUE_SIZE = 256 * 1024 ** 2;

/**
 * The configuration of the collector that reads container logs.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/receiver/filelogreceiver
 */
export function renderAgent({ containerLogs }: EnvironmentConfig, gateway: string): Native {
  return escapeReferences({
    extensions: { health_check: { endpoint: '0.0.0.0:13133' }, file_storage: queueStorage(AGENT_STATE, QUEUE_SIZE) },
    receivers: { file_log: containerLogFiles() },
    processors: { memory_limiter: memoryLimiter(containerLogs.resources.limits.memory) },
    exporters: {
      otlp_grpc: {
        endpoint: gateway,
        tls: { insecure: true },
        retry_on_failure: RETRY,
        sending_queue: { ...QUEUE, queue_size: QUEUE_SIZE, block_on_overflow: true },
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

const containerLogFiles = (): Native => ({
  include: [`${LOG_INDEX.target}/*/*/*/*/*.log*`],
  include_file_name: false,
  include_file_path: true,
  start_at: 'beginning',
  storage: 'file_storage',
  poll_interval: '500ms',
  max_log_size: '1MiB',
  // Half a line of JSON is no line: the other half follows.
  force_flush_period: '0s',
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
    wholeLines('stdout'),
    wholeLines('stderr'),
    { type: 'add', field: 'body', value: 'EXPR(trimSuffix(body, "\\n"))' },
    ...structuredLines,
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

/** The engine cuts lines at 16 KiB; only the last piece ends with a line break. Pieces of the two streams may alternate. */
const wholeLines = (stream: 'stdout' | 'stderr'): Native => ({
  type: 'recombine',
  id: `whole-lines-${stream}`,
  if: `attributes["log.iostream"] == "${stream}"`,
  combine_field: 'body',
  combine_with: '',
  is_last_entry: 'body endsWith "\\n"',
  source_identifier: 'attributes["log.file.path"]',
  max_batch_size: 0,
  max_unmatched_batch_size: 0,
  max_log_size: '1MiB',
});

/** Makes a part of the link's path a resource attribute, unless it stands for an absent label. */
const label = (name: string, attribute: string): readonly Native[] => [
  {
    type: 'move',
    from: `attributes.${name}`,
    to: `resource["${attribute}"]`,
    if: `attributes.${name} != nil and attributes.${name} != "_"`,
  },
  { type: 'remove', field: `attributes.${name}`, if: `attributes.${name} != nil` },
];
