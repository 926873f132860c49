import * as z from 'zod';
import type { ComponentPlan } from '../../constructs/core/component';

/** One of `service.pipelines` in a collector's configuration. */
export interface Pipeline {
  /** Signal and name: `traces`, `metrics/spans`. */
  readonly name: string;
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}

/** What the report shows of an OpenTelemetry Collector's configuration file. */
export interface CollectorFile {
  readonly pipelines: readonly Pipeline[];
  readonly connectors: readonly string[];
  /** A line or more about a receiver or an exporter: where it listens, or sends to. */
  readonly details: {
    readonly receivers: (name: string) => readonly string[];
    readonly exporters: (name: string) => readonly string[];
  };
}

const names = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);
const definitions = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((record) => record ?? {});

// https://opentelemetry.io/docs/collector/configuration/
const collectorSchema = z.object({
  receivers: definitions,
  exporters: definitions,
  connectors: definitions,
  service: z.object({
    pipelines: z.record(z.string(), z.object({ receivers: names, processors: names, exporters: names })),
  }),
});

/** The files of a component that are an OpenTelemetry Collector's: Jaeger is one too. */
export function readCollectorFiles({ files }: ComponentPlan): readonly CollectorFile[] {
  return files.flatMap((file) => {
    const read = collectorSchema.safeParse('data' in file ? file.data : undefined);
    return read.success ? [toCollectorFile(read.data)] : [];
  });
}

function toCollectorFile({ receivers, exporters, connectors, service }: z.output<typeof collectorSchema>): CollectorFile {
  return {
    pipelines: Object.entries(service.pipelines).map(([name, pipeline]) => ({ name, ...pipeline })),
    connectors: Object.keys(connectors),
    details: { receivers: (name) => addresses(receivers[name]), exporters: (name) => addresses(exporters[name]) },
  };
}

const endpointSchema = z.object({ endpoint: z.string() });
const protocolsSchema = z.object({ protocols: z.record(z.string(), z.unknown()) });
const includeSchema = z.object({ include: z.array(z.string()) });

/** Where a receiver or exporter listens, sends to, or reads. */
function addresses(definition: unknown): readonly string[] {
  const endpoint = endpointSchema.safeParse(definition);
  if (endpoint.success) return [endpoint.data.endpoint];
  const include = includeSchema.safeParse(definition);
  if (include.success) return include.data.include;
  const protocols = protocolsSchema.safeParse(definition);
  if (!protocols.success) return [];
  return Object.entries(protocols.data.protocols).map(([protocol, value]) => [protocol, ...addresses(value)].join(' '));
}
