import { type ChildProcess, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Need } from './needs';
import { endProcess, startProcess, untilAnswers } from './processes';

const EXAMPLES = join(__dirname, '..', '..', 'examples');
const CACHE = process.env['O11Y_EXAMPLES_CACHE'] ?? join(homedir(), '.cache', 'o11y-examples');

type Step = readonly [string, ...string[]];

/** How an example is installed and started; its commands run in a copy of its folder. */
export interface Example {
  readonly language: 'python' | 'go' | 'node';
  readonly service: string;
  /** Programs that must be there, each with arguments that make it say its version. */
  readonly toolchain: readonly Step[];
  readonly install: readonly Step[];
  readonly start: Step;
}

export const EXAMPLE_SERVICES: readonly Example[] = [
  {
    language: 'python',
    service: 'llm-orchestrator',
    toolchain: [['python3', '-c', 'import sys, venv; sys.exit(sys.version_info < (3, 10))']],
    install: [
      ['python3', '-m', 'venv', '.venv'],
      ['.venv/bin/pip', 'install', '--quiet', '--requirement', 'requirements.txt'],
    ],
    start: ['.venv/bin/python', 'main.py'],
  },
  {
    language: 'go',
    service: 'api-gateway',
    toolchain: [['go', 'version']],
    install: [['go', 'build', '-o', 'service', '.']],
    start: ['./service'],
  },
  {
    language: 'node',
    service: 'platform-services',
    toolchain: [['npm', '--version']],
    install: [['npm', 'ci', '--no-audit', '--no-fund', '--ignore-scripts']],
    start: ['node', '--import', './telemetry.mjs', 'main.mjs'],
  },
];

const succeeds = ([program, ...args]: Step): boolean => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** What this machine needs to build and run it. */
export const toolchainNeed = ({ language, toolchain }: Example): Need => ({
  missing: toolchain.every(succeeds) ? undefined : `the toolchain of ${language}`,
});

/**
 * Installs an example into the cache, once for each state of its files. Starts processes that download packages.
 *
 * @returns the folder of the copy
 * @throws Error with what a step said, when it fails
 */
export function installed({ language, install }: Example): string {
  const source = join(EXAMPLES, language);
  const files = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('.md'));
  const hash = createHash('sha256');
  for (const { name } of files) hash.update(`${name}\0`).update(readFileSync(join(source, name)));
  const folder = join(CACHE, `${language}-${hash.digest('hex').slice(0, 16)}`);
  const complete = join(folder, '.complete');
  if (existsSync(complete)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { name } of files) cpSync(join(source, name), join(folder, name));
  for (const [program, ...args] of install) {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', timeout: 300_000 });
    if (status !== 0) throw new Error(`${language}: ${program} ${args.join(' ')} failed:\n${stdout}${stderr}`);
  }
  writeFileSync(`${complete}.new`, '');
  renameSync(`${complete}.new`, complete);
  return folder;
}

/** An example that runs on this machine. */
export class RunningExample {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly log: string,
  ) {}

  /** Starts it with variables as `o11y service` prints them, and waits until it answers. @throws Error with what it said */
  static async start(example: Example, variables: Readonly<Record<string, string>>, log: string): Promise<RunningExample> {
    const folder = installed(example);
    const [program, ...args] = example.start;
    const output = openSync(log, 'a');
    const child = startProcess(program.startsWith('.') ? join(folder, program) : program, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'], HOME: homedir(), ...variables },
      stdio: ['ignore', output, output],
    });
    const running = new RunningExample(child, `http://127.0.0.1:${variables['SERVICE_PORT'] ?? ''}`, log);
    await untilAnswers(child, `${running.url}/health`, () => running.said());
    return running;
  }

  /** What it wrote. */
  said(): string {
    return readFileSync(this.log, 'utf8');
  }

  /** Sends a request, and gives the status of its answer. */
  async request(method: 'GET' | 'POST', path: string, body?: unknown): Promise<number> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        'x-tenant-id': 'acme',
        'x-user-id': 'user-1',
        'x-cost-center': 'research',
        'x-api-key': 'not-to-be-seen',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    await response.arrayBuffer();
    return response.status;
  }

  /** Ends it as an engine does: it sends what it has measured. */
  stop = (): Promise<void> => endProcess(this.child);
}
