import type { CollectorFile } from './platform';

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].sort();

/** What a configuration defines and its pipelines use, of each kind. */
export function usageOf({ receivers, processors = {}, exporters, connectors = {}, extensions = {}, service }: CollectorFile) {
  const pipelines = Object.values(service.pipelines);
  const inputs = pipelines.flatMap((pipeline) => pipeline.receivers);
  const outputs = pipelines.flatMap((pipeline) => pipeline.exporters);
  const isConnector = (name: string): boolean => name in connectors;
  return {
    defined: {
      receivers: sorted(Object.keys(receivers)),
      processors: sorted(Object.keys(processors)),
      exporters: sorted(Object.keys(exporters)),
      // A connector is the end of one pipeline and the beginning of another.
      connectorsIn: sorted(Object.keys(connectors)),
      connectorsOut: sorted(Object.keys(connectors)),
      extensions: sorted(Object.keys(extensions)),
    },
    used: {
      receivers: sorted(inputs.filter((name) => !isConnector(name))),
      processors: sorted(pipelines.flatMap((pipeline) => pipeline.processors ?? [])),
      exporters: sorted(outputs.filter((name) => !isConnector(name))),
      connectorsIn: sorted(outputs.filter(isConnector)),
      connectorsOut: sorted(inputs.filter(isConnector)),
      extensions: sorted(service.extensions),
    },
  };
}

/** The pipelines by which a record that comes in by OTLP reaches an exporter, each as the steps on its way. */
export function waysOf(file: CollectorFile, input: string): readonly (readonly string[])[] {
  return Object.values(file.service.pipelines)
    .filter(({ receivers }) => receivers.includes(input))
    .flatMap(({ processors = [], exporters }) =>
      exporters.flatMap((exporter) => {
        const rest = exporter in (file.connectors ?? {}) ? waysOf(file, exporter) : [[]];
        return rest.map((steps) => [...processors, exporter, ...steps]);
      }),
    );
}
