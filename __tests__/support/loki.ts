import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';
import type { EnvironmentOverlay } from '../../config/schema/environment';
import { freePorts } from './collectors';
import { platformOf, yamlOf } from './platform';
import { endProcess, startProcess, untilAnswers } from './processes';
import { until } from './waiting';

/** A stream as Loki gives it. */
interface Stream {
  readonly stream: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [string, string])[];
}

/** Loki with the file of an environment, on this machine. */
export class RunningLoki {
  private constructor(
    private readonly folder: string,
    private readonly server: ChildProcess,
    private readonly address: string,
  ) {}

  static async start(overlay: EnvironmentOverlay): Promise<RunningLoki> {
    const folder = mkdtempSync(join(tmpdir(), 'o11y-loki-'));
    const [http = 0, grpc = 0] = await freePorts(2);
    const text = dump(yamlOf(platformOf(overlay), 'loki')).replaceAll(/(: )\/loki\b/g, `$1${folder}`);
    const own = [
      `-server.http-listen-address=127.0.0.1`,
      `-server.http-listen-port=${http}`,
      `-server.grpc-listen-address=127.0.0.1`,
      `-server.grpc-listen-port=${grpc}`,
      `-common.compactor-grpc-address=127.0.0.1:${grpc}`,
    ];
    const path = join(folder, 'config.yaml');
    writeFileSync(path, text.replaceAll(/http_listen_port: \d+\n/g, '').replaceAll(/(\s+)grpc_listen_port: \d+\n/g, '\n'));
    const server = startProcess('loki', [`-config.file=${path}`, ...own], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [server.stdout, server.stderr])
      stream?.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-5_000)));
    const running = new RunningLoki(folder, server, `http://127.0.0.1:${http}`);
    await untilAnswers(server, `${running.address}/ready`, () => said);
    return running;
  }

  /** Where it takes OTLP over HTTP. */
  get endpoint(): string {
    return `${this.address}/otlp`;
  }

  /** Hands it records. @returns the status of its answer and what it says */
  async push(body: unknown): Promise<readonly [number, string]> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.endpoint}/v1/logs`, { method: 'POST', headers, body: JSON.stringify(body) });
    return [response.status, await response.text()];
  }

  /** The lines that a query finds since a time (ms), with what Loki has beside them. */
  async lines(query: string, since: number): Promise<readonly { readonly line: string; readonly labels: Stream['stream'] }[]> {
    const parameters = new URLSearchParams({
      query,
      limit: '5000',
      start: `${BigInt(since) * 1_000_000n}`,
      end: `${BigInt(Date.now() + 60_000) * 1_000_000n}`,
    });
    const response = await fetch(`${this.address}/loki/api/v1/query_range?${parameters}`);
    if (!response.ok) throw new Error(await response.text());
    const { data } = (await response.json()) as { readonly data: { readonly result: readonly Stream[] } };
    return data.result.flatMap(({ stream, values }) => values.map(([, line]) => ({ line, labels: stream })));
  }

  /** Waits until a query finds as many lines. What is old is found when it is on disk, where it comes within half an hour by itself. */
  async has(count: number, query: string, since: number): Promise<void> {
    await fetch(`${this.address}/flush`, { method: 'POST' });
    await until(`${query} finds ${count}`, async () => (await this.lines(query, since)).length === count);
  }

  async stop(): Promise<void> {
    await endProcess(this.server, 0);
    rmSync(this.folder, { recursive: true });
  }
}
