import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import { MESSAGE_BYTES, mebibytesOf } from '../../config/messages';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { toYaml } from '../../constructs/core/native';
import { Collector, freePorts } from './collectors';
import { fileOf, planOf, platformOf, yamlOf } from './platform';
import { endProcess, startProcess, untilAnswers } from './processes';

/** A series as Prometheus gives it. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Real stores of this machine in place of files: where traces are taken over gRPC, and logs over HTTP. */
export interface RealStores {
  readonly traces?: string;
  readonly logs?: string;
}

/**
 * The gateway of an environment as it is deployed, on this machine: its rendered file with addresses of here, a Prometheus with the rendered
 * reception of OTLP, and files in place of the stores of traces and logs.
 */
export class RunningGateway {
  private constructor(
    private readonly folder: string,
    private readonly gateway: Collector,
    private readonly sink: Collector,
    private readonly prometheus: ChildProcess,
    private readonly prometheusUrl: string,
    /** OTLP over HTTP. */
    readonly endpoint: string,
    readonly grpcEndpoint: string,
  ) {}

  static async start(overlay: EnvironmentOverlay, stores: RealStores = {}): Promise<RunningGateway> {
    const folder = mkdtempSync(join(tmpdir(), 'o11y-gateway-'));
    const [grpc = 0, http = 0, health = 0, sinkGrpc = 0, sinkHttp = 0, sinkHealth = 0, metrics = 0] = await freePorts(7);
    // Only what receives, and what it sends to.
    const platform = platformOf({ ...overlay, alertmanager: { enabled: false }, grafana: { enabled: false } });
    const sink = new Collector(
      'sink',
      folder,
      (own) =>
        toYaml({
          extensions: { health_check: { endpoint: `127.0.0.1:${sinkHealth}` } },
          receivers: {
            otlp: {
              protocols: {
                grpc: { endpoint: `127.0.0.1:${sinkGrpc}`, max_recv_msg_size_mib: mebibytesOf(MESSAGE_BYTES) },
                http: { endpoint: `127.0.0.1:${sinkHttp}`, max_request_body_size: MESSAGE_BYTES },
              },
            },
          },
          exporters: { 'file/traces': { path: join(own, 'traces.json') }, 'file/logs': { path: join(own, 'logs.json') } },
          service: {
            extensions: ['health_check'],
            pipelines: {
              traces: { receivers: ['otlp'], exporters: ['file/traces'] },
              logs: { receivers: ['otlp'], exporters: ['file/logs'] },
            },
            telemetry: { metrics: { level: 'none' } },
          },
        }),
      sinkHealth,
    );
    const gateway = new Collector(
      'gateway',
      folder,
      (own) =>
        fileOf(platform, 'otel-collector')
          .replaceAll('0.0.0.0:4317', `127.0.0.1:${grpc}`)
          .replaceAll('0.0.0.0:4318', `127.0.0.1:${http}`)
          .replaceAll('otel-collector.storage:13133', `127.0.0.1:${health}`)
          .replaceAll('otel-collector.access:13133', `127.0.0.2:${health}`)
          .replaceAll('/var/lib/otelcol', join(own, 'queue'))
          .replaceAll(/endpoint: [\w.-]*(tempo|jaeger)[\w.-]*:4317/g, `endpoint: ${stores.traces ?? `127.0.0.1:${sinkGrpc}`}`)
          .replaceAll(/http:\/\/[\w.-]*loki[\w.-]*:3100\/otlp/g, stores.logs ?? `http://127.0.0.1:${sinkHttp}`)
          .replaceAll(/http:\/\/[\w.-]*prometheus[\w.-]*:9090/g, `http://127.0.0.1:${metrics}`)
          .replace(/readers:\n(?: +.*\n?)+/, 'level: none\n'),
      health,
    );
    const { otlp, storage } = yamlOf<{ readonly otlp: unknown; readonly storage: unknown }>(platform, 'prometheus', 'prometheus.yml');
    const own = join(folder, 'prometheus');
    mkdirSync(own);
    writeFileSync(join(own, 'prometheus.yml'), dump({ otlp, storage }));
    const prometheus = startProcess(
      'prometheus',
      [
        `--config.file=${join(own, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(own, 'data')}`,
        `--web.listen-address=127.0.0.1:${metrics}`,
        '--web.enable-otlp-receiver',
        ...planOf(platform, 'prometheus').args.filter((argument) => argument.startsWith('--enable-feature=')),
      ],
      { stdio: 'ignore' },
    );
    const running = new RunningGateway(
      folder,
      gateway,
      sink,
      prometheus,
      `http://127.0.0.1:${metrics}`,
      `http://127.0.0.1:${http}`,
      `http://127.0.0.1:${grpc}`,
    );
    try {
      await Promise.all([sink.start(), gateway.start(), untilAnswers(prometheus, `${running.prometheusUrl}/-/ready`, () => '')]);
    } catch (error) {
      await running.stop();
      throw error;
    }
    return running;
  }

  /** What Prometheus answers to a query now. */
  async query(promql: string): Promise<readonly Series[]> {
    const response = await fetch(`${this.prometheusUrl}/api/v1/query?query=${encodeURIComponent(promql)}`);
    const { data } = (await response.json()) as {
      readonly data: {
        readonly result: readonly { readonly metric: Readonly<Record<string, string>>; readonly value: readonly [number, string] }[];
      };
    };
    return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  /** What was stored of a signal, as the lines of OTLP's JSON. */
  stored(signal: 'traces' | 'logs'): string {
    const path = join(this.sink.folder, `${signal}.json`);
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  }

  /** Ends everything that it started and removes its files. */
  async stop(): Promise<void> {
    await this.gateway.stop();
    await this.sink.stop();
    await endProcess(this.prometheus);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
