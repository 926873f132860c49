import { spawnSync } from 'node:child_process';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EnvironmentConfig } from '../../../config/schema/environment';
import { imageName, images } from '../../../config/versions';
import { serviceEnvironment } from '../../../constructs/services/environment';
import { type Example, installed } from '../examples';
import { engine, startContainer } from './engine';

/** Where this machine keeps what programs need beside their own files. */
const SYSTEM = ['/usr', '/lib', '/lib64'] as const;

/** Folders of a language that lie elsewhere, such as those of version managers. Go has made one file of everything. */
function toolchain({ language }: Example, folder: string): readonly string[] {
  if (language === 'go') return [];
  const said = (program: string, ...args: readonly string[]): string => spawnSync(program, args, { encoding: 'utf8' }).stdout.trim();
  const root =
    language === 'python'
      ? said(join(folder, '.venv/bin/python'), '-c', 'import sys; print(sys.base_prefix)')
      : dirname(dirname(said('node', '-p', 'process.execPath')));
  return SYSTEM.some((path) => root === path || root.startsWith(`${path}/`)) ? [] : [root];
}

/**
 * An example in a container on the network of the services, with the labels and variables that `o11y service` prints: the platform finds
 * it as it finds any service. There is no image of it: what it needs is this machine's, and read only.
 */
export class ServiceContainer {
  private url = '';

  private constructor(
    readonly name: string,
    private readonly container: string,
  ) {}

  static async start(example: Example, config: EnvironmentConfig, network: string): Promise<ServiceContainer> {
    const service = config.services.find(({ name }) => name === example.service);
    if (service === undefined) throw new Error(`${example.service} is not in the catalogue`);
    const folder = installed(example);
    const variables = {
      HOME: homedir(),
      PATH: process.env['PATH'] ?? '',
      ...serviceEnvironment(config, service, 'http://otel-collector:4318'),
    };
    const [program, ...args] = example.start;
    const port = `${service.port}/tcp`;
    const name = `${config.platform}-${service.name}`;
    await startContainer(name, {
      Image: imageName(images.busybox),
      Entrypoint: [program.startsWith('.') ? join(folder, program) : program],
      Cmd: args,
      WorkingDir: folder,
      Env: Object.entries(variables).map(([key, value]) => `${key}=${value}`),
      Labels: { service: service.name, tier: service.tier, version: service.version },
      ExposedPorts: { [port]: {} },
      HostConfig: {
        NetworkMode: network,
        Binds: [...SYSTEM, ...toolchain(example, folder), dirname(folder)].map((path) => `${path}:${path}:ro`),
        PortBindings: { [port]: [{ HostIp: '127.0.0.1', HostPort: '' }] },
      },
    });
    const running = new ServiceContainer(service.name, name);
    await running.publish();
    return running;
  }

  /** Sends a request on behalf of somebody, and gives the status of its answer. */
  async request(method: 'GET' | 'POST', path: string, who: Readonly<Record<string, string>> = {}, body?: unknown): Promise<number> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...who },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    await response.arrayBuffer();
    return response.status;
  }

  /** Ends it, as an engine does. */
  async stop(): Promise<void> {
    await engine.getContainer(this.container).stop();
  }

  /** Starts it again. Its port on the host may be another one. */
  async startAgain(): Promise<void> {
    await engine.getContainer(this.container).start();
    await this.publish();
  }

  private async publish(): Promise<void> {
    const { NetworkSettings } = await engine.getContainer(this.container).inspect();
    this.url = `http://127.0.0.1:${Object.values(NetworkSettings.Ports)[0]?.[0]?.HostPort ?? ''}`;
    await this.answers();
  }

  private async answers(): Promise<void> {
    for (const end = Date.now() + 60_000; Date.now() < end; ) {
      if ((await this.request('GET', '/health').catch(() => 0)) === 200) return;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    const said = await engine.getContainer(this.container).logs({ stdout: true, stderr: true });
    throw new Error(`${this.name} does not answer:\n${said.toString().slice(-2_000)}`);
  }
}
