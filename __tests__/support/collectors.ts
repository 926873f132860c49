import type { ChildProcess } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { endProcess, startProcess, untilAnswers } from './processes';

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

  /** Starts it and waits until it answers. Starts a process. @throws Error with what it said, when it ends or does not answer */
  async start(): Promise<void> {
    const log = openSync(join(this.folder, 'log'), 'a');
    const child = startProcess('otelcol-contrib', [`--config=${this.configurationPath()}`], {
      env: { ...process.env, POD_NAME: this.name },
      stdio: ['ignore', log, log],
    });
    this.child = child;
    await untilAnswers(child, `http://127.0.0.1:${this.health}/`, () => readFileSync(join(this.folder, 'log'), 'utf8'));
  }

  /** Ends it as a cluster does, and waits for that. */
  stop = (): Promise<void> => endProcess(this.child);

  private configurationPath(): string {
    return join(this.folder, 'config.yaml');
  }
}
