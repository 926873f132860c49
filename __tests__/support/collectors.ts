import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ports of this machine that nobody has at the moment. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** A collector that runs on this machine, with a folder of its own. */
export class Collector {
  private child: ChildProcess | undefined;
  readonly folder: string;

  /** Writes its configuration; nothing runs yet. `health` is the port of its health_check extension. */
  constructor(
    readonly name: string,
    parent: string,
    configuration: (folder: string) => string,
    private readonly health: number,
  ) {
    this.folder = join(parent, name);
    mkdirSync(this.folder);
    writeFileSync(this.configurationPath(), configuration(this.folder));
  }

  /** Starts it and waits until it answers. Starts a process. @throws Error with what it said, when it does not answer within 20 s */
  async start(): Promise<void> {
    const log = openSync(join(this.folder, 'log'), 'a');
    this.child = spawn('otelcol-contrib', [`--config=${this.configurationPath()}`], {
      env: { ...process.env, POD_NAME: this.name },
      stdio: ['ignore', log, log],
    });
    for (let attempt = 0; attempt < 200; attempt++) {
      if (this.child.exitCode !== null) break;
      if (await answers(`http://127.0.0.1:${this.health}/`)) return;
      await sleep(100);
    }
    throw new Error(`${this.name} does not answer: ${readFileSync(join(this.folder, 'log'), 'utf8').slice(-2_000)}`);
  }

  /** Ends it as a cluster does, and waits for that. */
  async stop(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(10_000, undefined, { ref: false })]);
    child.kill('SIGKILL');
  }

  private configurationPath(): string {
    return join(this.folder, 'config.yaml');
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(1_000) })).ok;
  } catch {
    return false;
  }
}
