import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { undoLater } from './cleanup';
import type { CollectorPorts } from './collector-files';

export const PROGRAM = 'otelcol-contrib';

/** A collector that runs on one core of this machine. */
export class CollectorProcess {
  private readonly ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

  private constructor(
    private readonly child: ChildProcess,
    private readonly ports: CollectorPorts,
    private readonly log: string,
  ) {}

  /** Starts a collector and waits until it answers. It is stopped at the end of the section at the latest. */
  static async start(
    name: string,
    file: string,
    ports: CollectorPorts,
    folder: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<CollectorProcess> {
    const path = join(folder, `${name}.yaml`);
    writeFileSync(path, file);
    const log = join(folder, `${name}.log`);
    const output = openSync(log, 'w');
    const child = spawn(PROGRAM, [`--config=${path}`], {
      env: { ...process.env, ...environment, GOMAXPROCS: '1' },
      stdio: ['ignore', output, output],
    });
    const collector = new CollectorProcess(child, ports, log);
    undoLater(() => collector.stop());
    await collector.untilItAnswers();
    return collector;
  }

  /** Processor time that it has taken, in seconds. Linux: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
  processorSeconds(): number {
    const fields = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8')
      .replace(/^.*\)\s/s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / this.ticksPerSecond;
  }

  /** The most memory that it has taken, in MiB. */
  peakMebibytes(): number {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  }

  /** Its own metrics, each summed over its labels that pass; names without the suffix `_total`. */
  async metrics(labels = ''): Promise<ReadonlyMap<string, number>> {
    const response = await fetch(`http://127.0.0.1:${this.ports.metrics}/metrics`, { signal: AbortSignal.timeout(5_000) });
    const sums = new Map<string, number>();
    for (const line of (await response.text()).split('\n')) {
      const match = /^(\w+?)(?:_total)?(?:\{(.*)\})? (\S+)$/.exec(line);
      if (match?.[1] === undefined || !(match[2] ?? '').includes(labels)) continue;
      sums.set(match[1], (sums.get(match[1]) ?? 0) + Number(match[3]));
    }
    return sums;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGTERM');
    await Promise.race([ended, sleep(15_000)]);
    this.child.kill('SIGKILL');
  }

  private async untilItAnswers(): Promise<void> {
    let failure: unknown;
    this.child.once('error', (error) => {
      failure = error;
    });
    for (let attempt = 0; attempt < 300; attempt++) {
      if (failure !== undefined) throw failure;
      if (this.child.exitCode !== null) break;
      try {
        await this.metrics();
        // It answers about itself before it listens for telemetry. Any answer will do.
        await fetch(`http://127.0.0.1:${this.ports.http}/v1/traces`);
        return;
      } catch {
        await sleep(100);
      }
    }
    throw new Error(`${PROGRAM} did not start:\n${readFileSync(this.log, 'utf8').slice(-2_000)}`);
  }
}
