import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ConfigError, configError } from '../config/errors';
import type { Platform } from '../constructs/core/platform';

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
  const { app, output } = readManifest();
  await runApp(app, output);
  const folder = join(output, 'platforms');
  const platforms = readdirSync(folder).map((file) => readPlatform(join(folder, file)));
  return { outdir: output, platforms };
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

function readManifest(): z.output<typeof manifestSchema> {
  let text: string;
  try {
    text = readFileSync('cdktf.json', 'utf8');
  } catch {
    throw new ConfigError([{ path: 'cdktf.json', rule: 'is missing: run the command in the folder of the project' }]);
  }
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    throw new ConfigError([{ path: 'cdktf.json', rule: 'must be JSON with the key "app", such as "node bin/run.mjs main.ts"' }]);
  }
}

function runApp(app: string, outdir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(app, { shell: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CDKTF_OUTDIR: outdir } });
    const said: string[] = [];
    child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new SynthesisError(said.join('').trimEnd()))));
  });
}

/** The project's program failed; the message is what it said. */
export class SynthesisError extends Error {
  override readonly name = 'SynthesisError';
}
