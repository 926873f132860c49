import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { toYaml } from '../../constructs/core/native';
import { Collector, freePorts } from './collectors';
import { type CollectorFile, platformOf, yamlOf } from './platform';

/** A record as it leaves the agent. */
export interface Line {
  readonly body: string;
  readonly severity: string;
  readonly trace: string;
  readonly span: string;
  readonly service: string;
}

interface Text {
  readonly stringValue?: string;
}

interface Stored {
  readonly resourceLogs: readonly {
    readonly resource: { readonly attributes: readonly { readonly key: string; readonly value: Text }[] };
    readonly scopeLogs: readonly {
      readonly logRecords: readonly {
        readonly body: Text;
        readonly severityText?: string;
        readonly severityNumber?: number;
        readonly traceId?: string;
        readonly spanId?: string;
      }[];
    }[];
  }[];
}

/** Names of severities as OpenTelemetry numbers them. */
const SEVERITIES: Readonly<Record<number, string>> = { 1: 'trace', 5: 'debug', 9: 'info', 13: 'warn', 17: 'error', 21: 'fatal' };

/**
 * The agent of an environment as it is deployed, with files and addresses of here in place of the engine's, and a file in place of the gateway.
 * Pods have no names, since nobody is there to ask.
 */
export class RunningAgent {
  readonly folder = mkdtempSync(join(tmpdir(), 'o11y-agent-'));
  private agent: Collector | undefined;

  /** Writes lines as the engine or the kubelet does, at a path below the folder of log files. */
  write(path: string, text: string): void {
    const whole = join(this.folder, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text, { flag: 'a' });
  }

  /** Starts it; what it reads goes to a gateway when one is named (gRPC). */
  async start(overlay: EnvironmentOverlay, gateway?: string): Promise<void> {
    const [health = 0] = await freePorts(1);
    const rendered = yamlOf<CollectorFile>(platformOf(overlay), 'otel-collector-agent');
    const { otlp_grpc: sender } = rendered.exporters;
    const exporters =
      gateway === undefined || typeof sender !== 'object'
        ? (own: string) => ({ file: { path: join(own, 'logs.json') } })
        : () => ({ otlp_grpc: { ...sender, endpoint: gateway } });
    const { k8s_attributes: _, 'resource/service': __, ...processors } = rendered.processors ?? {};
    this.agent = new Collector(
      'agent',
      this.folder,
      (own) =>
        toYaml({
          ...rendered,
          processors,
          exporters: exporters(own),
          service: {
            ...rendered.service,
            telemetry: { metrics: { level: 'none' } },
            pipelines: { logs: { receivers: ['file_log'], processors: Object.keys(processors), exporters: Object.keys(exporters(own)) } },
          },
        })
          .replaceAll('0.0.0.0:13133', `127.0.0.1:${health}`)
          .replaceAll('/var/lib/otelcol', join(own, 'state'))
          .replaceAll('/var/log/containers', join(this.folder, 'containers'))
          .replaceAll('/var/log/pods', join(this.folder, 'pods')),
      health,
    );
    await this.agent.start();
  }

  /** What it has handed on. */
  get lines(): readonly Line[] {
    const path = join(this.folder, 'agent', 'logs.json');
    if (!existsSync(path)) return [];
    const written = readFileSync(path, 'utf8')
      .split('\n')
      .filter((text) => text.endsWith('}'));
    return written.flatMap((text) =>
      (JSON.parse(text) as Stored).resourceLogs.flatMap(({ resource, scopeLogs }) =>
        scopeLogs.flatMap(({ logRecords }) =>
          logRecords.map(({ body, severityNumber = 0, traceId = '', spanId = '' }) => ({
            body: body.stringValue ?? '',
            severity: SEVERITIES[severityNumber] ?? '',
            trace: traceId,
            span: spanId,
            service: resource.attributes.find(({ key }) => key === 'service.name')?.value.stringValue ?? '',
          })),
        ),
      ),
    );
  }

  async stop(): Promise<void> {
    await this.agent?.stop();
    rmSync(this.folder, { recursive: true });
  }
}
