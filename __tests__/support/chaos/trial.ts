import type { ChildProcess } from 'node:child_process';
import { realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { terraformIn } from '../../../cli/target/holder';
import { containerOf, engine, execute, removePlatform } from '../e2e/engine';
import { E2eProject } from '../e2e/project';
import { eventually } from '../e2e/stores';
import { until } from '../waiting';
import { buildStandIn, edited, PASSWORD_FILE, PREFIX, PROGRAM, sender, stores } from './platform';
import { formatRows, type Row } from './table';

const TRACES = 100;
const COUNTED = 7;
const isStored = ({ traces, metric }: { readonly traces: number; readonly metric: number }): boolean =>
  traces === TRACES && metric === COUNTED;

/** What is killed of a deployment. */
export type Victim = 'the command' | 'Terraform' | 'both';

/** A platform that is disturbed again and again, and what came of it. */
export class Trial {
  readonly rows: Row[] = [];
  private edits = 0;
  private stored = false;

  private constructor(readonly project: E2eProject) {}

  static async create(): Promise<Trial> {
    buildStandIn();
    const project = await E2eProject.create(edited(0));
    project.program(PROGRAM);
    const trial = new Trial(project);
    await trial.forget();
    return trial;
  }

  /** Removes everything that there is of the platform. */
  async forget(): Promise<void> {
    await removePlatform(PREFIX, []);
    for (const file of ['terraform.dev.tfstate', 'terraform.dev.tfstate.backup', '.terraform.dev.tfstate.lock.info', 'cdktf.out'])
      rmSync(join(this.project.folder, file), { recursive: true, force: true });
    this.stored = false;
  }

  /** Edits the configuration so that the next deployment replaces containers. */
  edit(): void {
    this.edits += 1;
    this.project.configure(edited(this.edits));
  }

  /** Deploys, and says how long that takes (ms). */
  async deploy(): Promise<number> {
    const started = Date.now();
    await this.project.o11y(['deploy', 'dev'], 0);
    return Date.now() - started;
  }

  /** Stores what must never be lost. */
  async store(): Promise<void> {
    await sender.spans(Array.from({ length: TRACES }, () => ({ service: 'chaos', error: true })));
    await sender.counter('chaos', 'chaos_canary', COUNTED);
    await eventually('everything stored', () => this.records(), isStored);
    this.stored = true;
  }

  /** Kills a deployment, or a part of it, as it is now. */
  kill(victim: Victim, command: ChildProcess): void {
    if (victim !== 'Terraform') command.kill('SIGKILL');
    if (victim === 'the command') return;
    for (const pid of this.terraform()) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has just ended.
      }
    }
  }

  /** Deploys once more, and holds that everything is as if nothing had happened. */
  async repair(disturbance: string, disturbed: string): Promise<void> {
    const repair = await this.deploy();
    const row: Row = {
      disturbance,
      disturbed,
      repair: repair / 1_000,
      planEmpty: await this.planEmpty(),
      lost: this.stored ? await this.lost() : undefined,
      passwordKept: await this.passwordKept(),
    };
    this.rows.push(row);
    // All of it takes an hour or two: whoever waits sees how far it is.
    process.stderr.write(`${formatRows([row]).split('\n')[1]}\n`);
    expect(row).toMatchObject({ planEmpty: true, lost: this.stored ? 0 : undefined, passwordKept: true });
  }

  /** Whether a deployment would have nothing to do. */
  async planEmpty(): Promise<boolean> {
    return (await this.project.o11y(['plan', 'dev', '--live', '--json'])).status === 0;
  }

  /** Waits until a deployment holds the lock. */
  async held(): Promise<void> {
    await until('the lock is held', async () => {
      const { Volumes } = await engine.listVolumes({ filters: { label: ['observability-stacks.dev/lock=o11ychaos/dev'] } });
      return (Volumes ?? []).length > 0;
    });
  }

  table = (): string => `\n${formatRows(this.rows)}\n`;

  private terraform(): readonly number[] {
    try {
      return terraformIn(realpathSync(join(this.project.folder, 'cdktf.out/stacks/dev')));
    } catch {
      return [];
    }
  }

  private async records(): Promise<{ readonly traces: number; readonly metric: number }> {
    const [{ size }, metric] = await Promise.all([stores.traces('chaos'), stores.metric('last_over_time(chaos_canary_total[6h])')]);
    return { traces: size, metric };
  }

  private async lost(): Promise<number> {
    let last = { traces: 0, metric: 0 };
    const ask = async () => {
      last = await this.records();
      return last;
    };
    await eventually('what was stored', ask, isStored).catch(() => {});
    return TRACES - last.traces + (last.metric === COUNTED ? 0 : 1);
  }

  private async passwordKept(): Promise<boolean> {
    const { output } = await execute(containerOf(PREFIX, 'grafana'), ['cat', PASSWORD_FILE]);
    const { stdout } = await this.project.o11y(['password', 'dev'], 0);
    return output.trim() !== '' && output.trim() === stdout.trim();
  }
}
