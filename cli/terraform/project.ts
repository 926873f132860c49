import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ConfigError, configError } from '../../config/errors';
import type { Platform } from '../../constructs/core/platform';
import { SynthesisError } from '../terminal/exit';

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
 * @throws ConfigError when there is no cdktf.json, or the configuration is invalid: its own message, unchanged
 */
export async function synthesizeProject(): Promise<Project> {
  const { app, output } = readManifest('.');
  await runApp(app, { cwd: '.', environment: { CDKTF_OUTDIR: output } });
  const platforms = readPlatforms(output);
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

/** The environments that an output folder describes, in the order of their names. Reads the file system. */
export function readPlatforms(outdir: string): readonly Platform[] {
  const folder = join(outdir, 'platforms');
  return readdirSync(folder)
    .sort()
    .map((file) => readPlatform(join(folder, file)));
}

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
    child.on('close', (code) => {
      stop?.removeEventListener('abort', end);
      if (code === 0) resolve();
      else reject(new SynthesisError(said.join('').trimEnd()));
    });
  });
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}
