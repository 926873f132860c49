import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ConfigError, configError } from '../../config/errors';
import { PLATFORMS_FOLDER, type Platform } from '../../constructs/core/platform';
import { SynthesisError } from '../terminal/exit';
import { inOwnFolder } from './synthesis-folder';

/** What a synthesis wrote. */
export interface Project {
  /** Folder of the output, relative to the working directory. */
  readonly outdir: string;
  /** Every environment, by name. */
  readonly platforms: readonly Platform[];
}

const manifestSchema = z.object({ app: z.string(), output: z.string().default('cdktf.out') });

/**
 * Runs the program that `cdktf.json` names, as `cdktf synth` does, and reads what it wrote. Starts a process.
 *
 * @throws ConfigError when there is no cdktf.json; SynthesisError when the program fails: its own message, unchanged
 */
export async function synthesizeProject(): Promise<Project> {
  const { app, output } = readManifest('.');
  const platforms = await inOwnFolder(output, async (folder) => {
    await runApp(app, { cwd: '.', environment: { CDKTF_OUTDIR: folder } });
    return readPlatforms(folder);
  });
  return { outdir: output, platforms };
}

/** How the program of a project is run other than in its own folder with its own output. */
export interface Run {
  /** Folder with `cdktf.json`. */
  readonly folder: string;
  /** Where the output goes: an absolute path. */
  readonly outdir: string;
  /** Further environment variables. */
  readonly environment: NodeJS.ProcessEnv;
  /** Ends the program, and whatever it has started. */
  readonly stop: AbortSignal;
}

/**
 * Runs the program of a project in any folder. Starts a process.
 *
 * @throws ConfigError when the folder has no cdktf.json; SynthesisError when the program fails, or was made to end
 */
export async function synthesizeFolder({ folder, outdir, environment, stop }: Run): Promise<void> {
  const { app } = readManifest(folder);
  await runApp(app, { cwd: folder, environment: { ...environment, CDKTF_OUTDIR: outdir }, stop });
}

/**
 * The environments that an output folder describes, in the order of their names. Reads the file system.
 *
 * @throws SynthesisError when there is no description: the program ended before it had written one
 */
export function readPlatforms(outdir: string): readonly Platform[] {
  const folder = join(outdir, PLATFORMS_FOLDER);
  if (!existsSync(folder)) throw new SynthesisError(NOTHING_WRITTEN);
  return readdirSync(folder)
    .sort()
    .map((file) => readPlatform(join(folder, file)));
}

const NOTHING_WRITTEN =
  'the program of cdktf.json ended well and described no environment (platforms/): a file that it imports calls process.exit, or it does not use synthesize() of this version of the toolkit';

/** The environment of a name. @throws ConfigError that lists the names there are */
export function platformOf(project: Project, name: string): Platform {
  const platform = project.platforms.find(({ config }) => config.name === name);
  if (platform !== undefined) return platform;
  throw configError(
    'environment',
    name,
    `must be one of ${project.platforms.map(({ config }) => config.name).join(', ')}: each is a file in config/environments`,
  );
}

/** Folder of an environment's Terraform stack, in which Terraform runs. */
export const stackFolder = (project: Project, environment: string): string => join(project.outdir, 'stacks', environment);

// Written by this version of the toolkit a moment ago; a schema would be a second description of the same types.
const readPlatform = (file: string): Platform => JSON.parse(readFileSync(file, 'utf8')) as Platform;

function readManifest(folder: string): z.output<typeof manifestSchema> {
  let text: string;
  try {
    text = readFileSync(join(folder, 'cdktf.json'), 'utf8');
  } catch {
    throw new ConfigError([{ path: 'cdktf.json', rule: 'is missing: run the command in the folder of the project' }]);
  }
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    throw new ConfigError([{ path: 'cdktf.json', rule: 'must be JSON with the key "app", such as "node bin/run.mjs main.ts"' }]);
  }
}

interface AppRun {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly stop?: AbortSignal;
}

function runApp(app: string, { cwd, environment, stop }: AppRun): Promise<void> {
  return new Promise((resolve, reject) => {
    // With a signal to end it, it leads a group of its own: the shell's children end with it.
    const env = { ...process.env, ...environment };
    const child = spawn(app, { shell: true, cwd, stdio: ['ignore', 'pipe', 'pipe'], env, detached: stop !== undefined });
    const said: string[] = [];
    const end = (): void => {
      if (child.pid !== undefined && child.exitCode === null) killGroup(child.pid);
    };
    stop?.addEventListener('abort', end, { once: true });
    if (stop?.aborted) end();
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      stop?.removeEventListener('abort', end);
      if (code === 0) resolve();
      else reject(new SynthesisError(failureText(said.join('').trimEnd(), code, signal)));
    });
  });
}

/** Node's exit code for a program whose top-level `await` waits for what never comes. https://nodejs.org/docs/latest-v20.x/api/process.html#exit-codes */
const UNSETTLED = 13;

/** What a program said that failed; or how it ended, for one that said nothing. Pure. */
function failureText(said: string, code: number | null, signal: NodeJS.Signals | null): string {
  if (code === UNSETTLED)
    return 'the program of cdktf.json waits for something that never comes: look for an await without end in config/ and the files that it imports';
  // The shell's own word for a program that was killed is no reason.
  if (said !== '' && said !== 'Killed') return said;
  const how = signal === null ? `exit code ${code ?? 'unknown'}` : `the signal ${signal}`;
  return `the program of cdktf.json ended with ${how} and said nothing: look for process.exit in config/ and the files that it imports`;
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}
