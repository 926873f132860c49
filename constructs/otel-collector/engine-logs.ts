import type { EnvironmentConfig } from '../../config/schema/environment';
import type { Native } from '../core/native';
import { LOG_INDEX } from '../discovery/log-index';
import { lineOperators, READING } from './log-lines';

/** The link of a log file: `<container>/<service>/<tier>/<version>/<id>.log`, with `_` for a label that is absent, and `.1`, … of rotated ones. */
const LINK = `^${LOG_INDEX.target}/(?P<container_name>[^/]+)/(?P<service>[^/]+)/(?P<tier>[^/]+)/(?P<version>[^/]+)/(?P<container_id>[0-9a-f]{64})\\.log(?:\\.[0-9]+)?$`;

/** The log files that Docker writes, by the links that the index makes: names, labels and lines of every container. */
export const engineLogFiles = ({ containerLogs }: Pick<EnvironmentConfig, 'containerLogs'>): Native => ({
  include: [`${LOG_INDEX.target}/*/*/*/*/*.log*`],
  ...READING,
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
    ...lineOperators(containerLogs),
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

/** Makes a part of the link's path a resource attribute, unless it stands for an absent label. What is no simple name is in base64 there. */
const label = (name: string, attribute: string): readonly Native[] => [
  {
    type: 'add',
    field: `attributes.${name}`,
    value: `EXPR(fromBase64(replace(trimPrefix(attributes.${name}, "="), "_", "/")))`,
    if: `attributes.${name} != nil and attributes.${name} startsWith "="`,
  },
  {
    type: 'move',
    from: `attributes.${name}`,
    to: `resource["${attribute}"]`,
    if: `attributes.${name} != nil and attributes.${name} != "_"`,
  },
  { type: 'remove', field: `attributes.${name}`, if: `attributes.${name} != nil` },
];
