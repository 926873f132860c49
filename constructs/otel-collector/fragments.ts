import type { Native } from '../core/native';
import { ANYWHERE, healthChecks, metricsReaders, type OwnAddresses } from './own-addresses';

/** A part of a collector's configuration that is there as a whole or not at all: what is defined and unused is refused. */
export interface Fragment {
  readonly extensions?: Native;
  readonly receivers?: Native;
  readonly processors?: Native;
  readonly connectors?: Native;
  readonly exporters?: Native;
  readonly pipelines: Native;
}

/** A collector's configuration file. https://opentelemetry.io/docs/collector/configuration/ */
export function assemble(fragments: readonly Fragment[], listen: OwnAddresses = ANYWHERE): Native {
  const all = (part: keyof Fragment): Native => Object.assign({}, ...fragments.map((fragment) => fragment[part] ?? {}));
  const extensions = { ...healthChecks(listen), ...all('extensions') };
  return {
    extensions,
    receivers: all('receivers'),
    processors: all('processors'),
    connectors: all('connectors'),
    exporters: all('exporters'),
    service: {
      extensions: Object.keys(extensions),
      pipelines: all('pipelines'),
      telemetry: {
        // Its own log is collected through itself: what it says again and again must not become a load.
        logs: { level: 'info', encoding: 'json', sampling: { enabled: true, tick: '60s', initial: 5, thereafter: 1_000 } },
        metrics: { readers: metricsReaders(listen) },
      },
    },
  };
}
