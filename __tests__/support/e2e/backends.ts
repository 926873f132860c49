import dev from '../../../config/environments/dev';
import type { EnvironmentOverlay } from '../../../config/schema/environment';
import { imageNeed } from './engine';

/** A store of logs: where there is no image of it, tests of what it stores are skipped. */
export const LOGS = imageNeed('loki');
export const hasLogs = LOGS.missing === undefined;

export type TraceBackend = 'tempo' | 'jaeger';

/** The default store of traces, where there is an image of it. */
export const traceBackend: TraceBackend = imageNeed('tempo').missing === undefined ? 'tempo' : 'jaeger';

/** Where the components of a platform answer on this machine. */
export interface Ports {
  readonly prometheus: number;
  readonly alertmanager: number;
  readonly loki: number;
  readonly traces: number;
  readonly grpc: number;
  readonly http: number;
  readonly metrics: number;
  readonly health: number;
}

/**
 * The development environment as a user gets it, with the stores that there are images of here: perhaps none of logs, perhaps Jaeger in place
 * of Tempo, and never Grafana.
 */
export const environmentOn = (platform: string, ports: Ports, traces: TraceBackend = traceBackend): EnvironmentOverlay => ({
  ...dev,
  platform,
  grafana: { enabled: false },
  prometheus: { port: ports.prometheus },
  alertmanager: { port: ports.alertmanager },
  loki: { enabled: hasLogs, port: ports.loki },
  traces: { backend: traces },
  [traces]: { port: ports.traces },
  otelCollector: { ports: { grpc: ports.grpc, http: ports.http, metrics: ports.metrics, health: ports.health } },
});
