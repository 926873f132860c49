import type { ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { EnvironmentOverlay } from '../../../config/schema/environment';
import type { Platform } from '../../../constructs/core/platform';
import { startProcess } from '../processes';
import { engine } from './engine';

export const REPOSITORY = join(__dirname, '../../..');

/** What a command did. */
export interface Result {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly expect?: number;
}

/** Runs a program to its end. Its output is in the error of a status that was not expected. */
export const run = (command: string, args: readonly string[], options: RunOptions): Promise<Result> => launch(command, args, options).ended;

/** Starts a program. */
function launch(
  command: string,
  args: readonly string[],
  options: RunOptions,
): { readonly child: ChildProcess; readonly ended: Promise<Result> } {
  const child = startProcess(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<Result>((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      const status = code ?? 1;
      if (options.expect === undefined || options.expect === status) return resolve({ status, stdout, stderr });
      reject(
        new Error(
          `${command} ${args.join(' ')} ended with ${status}, not ${options.expect}:\n${stdout.slice(-6_000)}\n${stderr.slice(-6_000)}`,
        ),
      );
    });
  });
  return { child, ended };
}

/** A user's project in a folder of its own, which takes the toolkit from this repository. */
export class E2eProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'o11y-e2e-'));
  private readonly environment: NodeJS.ProcessEnv;

  private constructor(
    readonly overlay: EnvironmentOverlay,
    variables: NodeJS.ProcessEnv,
    /** Name of the only environment. */
    readonly name = 'dev',
  ) {
    this.environment = { CI: 'true', CHECKPOINT_DISABLE: '1', CDKTF_HOME: join(this.folder, '.cdktf'), ...variables };
    const app = `node ${JSON.stringify(join(REPOSITORY, 'bin/run.mjs'))} main.ts`;
    this.write('cdktf.json', JSON.stringify({ language: 'typescript', app, projectId: 'e2e', sendCrashReports: 'false' }));
    this.write(
      'main.ts',
      `import { loadEnvironments } from ${JSON.stringify(join(REPOSITORY, 'config/load'))};
import { synthesize } from ${JSON.stringify(join(REPOSITORY, 'stacks/synthesize'))};
synthesize(await loadEnvironments('config/environments', (name) => import(\`./config/environments/\${name}.ts\`)));
`,
    );
    this.configure(overlay);
  }

  static async create(overlay: EnvironmentOverlay, secrets: Readonly<Record<string, string>> = {}, name = 'dev'): Promise<E2eProject> {
    const { DockerRootDir } = (await engine.info()) as { readonly DockerRootDir: string };
    const variables = Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`TF_VAR_${name}`, value]));
    return new E2eProject(overlay, { TF_VAR_docker_data_root: DockerRootDir, ...variables }, name);
  }

  /** A project with an environment for a cluster, whose charts lie in a folder. */
  static forCluster(name: string, overlay: EnvironmentOverlay, charts: string, variables: NodeJS.ProcessEnv): E2eProject {
    const project = new E2eProject(overlay, variables, name);
    symlinkSync(resolve(charts), join(project.folder, 'charts'));
    return project;
  }

  /** Replaces the program that `cdktf.json` names. */
  program(text: string): void {
    this.write('main.ts', text);
  }

  /** Replaces the environment's file, as a user who edits it. */
  configure(overlay: EnvironmentOverlay): void {
    this.write(`config/environments/${this.name}.ts`, `export default ${JSON.stringify(overlay, undefined, 2)};\n`);
  }

  o11y(args: readonly string[], expect?: number, env: NodeJS.ProcessEnv = {}): Promise<Result> {
    return run(process.execPath, [join(REPOSITORY, 'bin/o11y.mjs'), ...args], this.options(expect, env));
  }

  /** Starts the command line, and goes on. */
  launch(args: readonly string[]): { readonly child: ChildProcess; readonly ended: Promise<Result> } {
    return launch(process.execPath, [join(REPOSITORY, 'bin/o11y.mjs'), ...args], this.options(undefined));
  }

  /** Runs a line of a shell, in which `$O11Y` is the command line. */
  shell(line: string): Promise<Result> {
    return run(
      'bash',
      ['-o', 'pipefail', '-c', line],
      this.options(undefined, { O11Y: `${process.execPath} ${join(REPOSITORY, 'bin/o11y.mjs')}` }),
    );
  }

  /** Starts the command line, and gives what ends it and everything that it started, at once. */
  start(args: readonly string[]): () => Promise<void> {
    const { cwd, env } = this.options(undefined);
    const child = startProcess(process.execPath, [join(REPOSITORY, 'bin/o11y.mjs'), ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: 'ignore',
      detached: true,
    });
    const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
    return async () => {
      // A negative number is the group of processes that the detached one leads.
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      await ended;
    };
  }

  /** Ends whatever runs in the project's folder, Terraform with its providers too, as a machine does that is gone. */
  powerCut(): void {
    for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        if (readlinkSync(`/proc/${entry}/cwd`).startsWith(this.folder)) process.kill(Number(entry), 'SIGKILL');
      } catch {
        // It has ended meanwhile.
      }
    }
  }

  cdktf(args: readonly string[], expect?: number): Promise<Result> {
    return run(process.execPath, [join(REPOSITORY, 'node_modules/cdktf-cli/bundle/bin/cdktf'), ...args], this.options(expect));
  }

  /** Terraform in the folder of the synthesised stack. */
  terraform(args: readonly string[], expect?: number): Promise<Result> {
    return run('terraform', args, this.stackOptions(expect));
  }

  /** How a program runs in the folder of the synthesised stack. */
  stackOptions(expect?: number) {
    return { ...this.options(expect), cwd: join(this.folder, 'cdktf.out/stacks', this.name) };
  }

  /** The exit status of a plan: 0 without differences, 2 with. */
  async planStatus(): Promise<number> {
    await this.synthesize();
    return (await this.terraform(['plan', '-detailed-exitcode', '-lock=false', '-no-color'])).status;
  }

  /** Writes the stack anew, as it is configured now. */
  async synthesize(): Promise<void> {
    await run(process.execPath, [join(REPOSITORY, 'bin/run.mjs'), 'main.ts'], this.options(0));
  }

  platform(): Platform {
    return JSON.parse(this.read(`cdktf.out/platforms/${this.name}.json`)) as Platform;
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private options(expect: number | undefined, env: NodeJS.ProcessEnv = {}) {
    return { cwd: this.folder, env: { ...this.environment, ...env }, ...(expect === undefined ? {} : { expect }) };
  }

  private write(file: string, content: string): void {
    const path = join(this.folder, file);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, content);
  }
}
