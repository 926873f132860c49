import type { ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { dirname, join } from 'node:path';
import { endProcess, startProcess, untilAnswers } from './processes';

/** What a webhook receiver is sent. https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export interface Message {
  readonly receiver: string;
  readonly status: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[];
  /** Where it came in, and with which credentials. */
  readonly path: string;
  readonly authorization: string | undefined;
}

/** A receiver of messages on this machine. */
export class Receiver {
  readonly messages: Message[] = [];
  private readonly server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Omit<Message, 'path' | 'authorization'>;
      this.messages.push({ ...body, path: request.url ?? '', authorization: request.headers.authorization });
      response.end();
    });
  });

  /** Listens on a port of loopback. */
  listen = (port: number): Promise<void> => new Promise((resolve) => this.server.listen(port, '127.0.0.1', resolve).unref());

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** An alert as Alertmanager's API tells it. */
export interface KnownAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly status: { readonly state: string; readonly inhibitedBy: readonly string[]; readonly mutedBy: readonly string[] };
}

/** An Alertmanager that runs on this machine, with a folder of its own. */
export class Alertmanager {
  private child: ChildProcess | undefined;

  constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  /** Starts it with the arguments and the file of a plan; secrets by the path of their files. Starts a process. */
  async start(args: readonly string[], file: string, secrets: Readonly<Record<string, string>>): Promise<void> {
    const here = (text: string): string => text.replaceAll('/etc/alertmanager', this.folder);
    for (const [path, value] of Object.entries(secrets)) {
      mkdirSync(dirname(here(path)), { recursive: true });
      writeFileSync(here(path), value);
    }
    writeFileSync(join(this.folder, 'alertmanager.yml'), here(file));
    const own = args.map((argument) => here(argument).replace('--storage.path=/', `--storage.path=${this.folder}/`));
    const [out, log] = ['out', 'log'].map((name) => openSync(join(this.folder, name), 'a'));
    this.child = startProcess('alertmanager', [...own, `--web.listen-address=127.0.0.1:${this.port}`], { stdio: ['ignore', out, log] });
    await untilAnswers(this.child, `${this.address}/-/ready`, () => readFileSync(join(this.folder, 'log'), 'utf8'));
  }

  /** Tells it of alerts as Prometheus does. */
  async post(alerts: readonly Readonly<Record<string, string>>[], endsAt?: Date): Promise<void> {
    const body = alerts.map((labels) => ({ labels, annotations: { summary: labels['alertname'] }, endsAt: endsAt?.toISOString() }));
    const headers = { 'content-type': 'application/json' };
    const { status } = await fetch(`${this.address}/api/v2/alerts`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (status !== 200) throw new Error(`Alertmanager answers ${status} to alerts`);
  }

  async alerts(): Promise<readonly KnownAlert[]> {
    return (await (await fetch(`${this.address}/api/v2/alerts`)).json()) as readonly KnownAlert[];
  }

  /** The same by group, where it is told whether a route is silent at the time. */
  async groups(): Promise<readonly { readonly alerts: readonly KnownAlert[] }[]> {
    return (await (await fetch(`${this.address}/api/v2/alerts/groups`)).json()) as readonly { readonly alerts: readonly KnownAlert[] }[];
  }

  /** What it has written to its output: one event in each line. */
  events(): readonly Readonly<Record<string, unknown>>[] {
    const lines = readFileSync(join(this.folder, 'out'), 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => (JSON.parse(line) as { readonly data: Readonly<Record<string, unknown>> }).data);
  }

  stop = (): Promise<void> => endProcess(this.child);

  private get address(): string {
    return `http://127.0.0.1:${this.port}`;
  }
}
