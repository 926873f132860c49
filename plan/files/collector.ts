import { at, isRecord, type Json, record, without } from '../lenient';
import type { NativeChange } from '../model';
import { compareKeys, compareThings, type Thing } from './things';

/** Whether that is a configuration of an OpenTelemetry Collector, which Jaeger is too. https://opentelemetry.io/docs/collector/configuration/ */
export const isCollector = (data: Json): boolean => isRecord(at(data, 'service', 'pipelines'));

const KINDS = {
  receivers: 'receiver',
  processors: 'processor',
  exporters: 'exporter',
  connectors: 'connector',
  extensions: 'extension',
} as const;

export const compareCollector = (before: Json, after: Json): readonly NativeChange[] => [
  ...compareThings(components(before), components(after)),
  ...compareThings(pipelines(before), pipelines(after)),
  ...compareKeys(rest(before), rest(after)),
];

const components = (data: Json): readonly Thing[] =>
  Object.entries(KINDS).flatMap(([section, kind]) =>
    // A component of which nothing is said has its defaults: null and an empty object mean the same.
    Object.entries(record(data[section])).map(([name, value]) => ({ kind, name, value: value ?? {} })),
  );

const pipelines = (data: Json): readonly Thing[] =>
  Object.entries(record(at(data, 'service', 'pipelines'))).map(([name, value]) => ({ kind: 'pipeline', name, value }));

const rest = (data: Json): Json => ({
  ...without(data, ...Object.keys(KINDS), 'service'),
  service: without(record(data['service']), 'pipelines'),
});
