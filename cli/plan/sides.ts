import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../../config/errors';
import { type EnvironmentFailure, FAILURES_VARIABLE, parseFailures } from '../../config/failures';
import type { Side, StackJson } from '../../plan/model';
import { SynthesisError } from '../terminal/exit';
import { readPlatforms, synthesizeFolder } from '../terraform/project';
import { baseOutput } from './base';
import type { Comparison } from './revisions';

/** What became of one side's environments. */
export interface SideResult {
  readonly environments: ReadonlyMap<string, Side>;
  /** Those that could not be made; the others are there. */
  readonly failures: readonly EnvironmentFailure[];
  /** Why there is none at all: the sources do not build, or their program fails. */
  readonly problem?: string;
  /** Folder of the output; absent when there is none. */
  readonly output?: string;
  readonly notes: readonly string[];
}

const NOTHING: SideResult = { environments: new Map(), failures: [], notes: [] };

/** The project as it lies in the working directory. Starts a process, writes to the run's folder. */
export async function headSide(temporary: string, stop: AbortSignal): Promise<SideResult> {
  const output = join(temporary, 'head');
  return orProblem(async () => {
    await synthesise(process.cwd(), output, stop);
    return readSide(output);
  }, stop);
}

/** The project as it was. Reads the repository and the cache, starts a process where the cache has nothing. */
export async function baseSide({ base, tree }: Comparison, temporary: string, stop: AbortSignal): Promise<SideResult> {
  if (tree === undefined) return NOTHING;
  return orProblem(async () => {
    let empty = false;
    const output = await baseOutput(tree, temporary, async (folder, outdir) => {
      empty = !existsSync(join(folder, 'cdktf.json'));
      if (!empty) await synthesise(folder, outdir, stop);
    });
    // An entry of the cache that is empty says the same.
    if (empty || !existsSync(join(output, OUTPUT))) {
      return { ...NOTHING, notes: [`${base.ref} has no cdktf.json here: every environment counts as added`] };
    }
    return readSide(output);
  }, stop);
}

const OUTPUT = 'cdktf.out';
const FAILURES = 'failures.jsonl';

async function synthesise(folder: string, output: string, stop: AbortSignal): Promise<void> {
  const outdir = join(output, OUTPUT);
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  await synthesizeFolder({ folder, outdir, environment: { [FAILURES_VARIABLE]: join(output, FAILURES) }, stop });
}

function readSide(output: string): SideResult {
  const outdir = join(output, OUTPUT);
  const sides = readPlatforms(outdir).map((platform): readonly [string, Side] => {
    const { name } = platform.config;
    // Terraform's own format, which cdktf wrote a moment ago.
    const stack = JSON.parse(readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8')) as StackJson;
    return [name, { platform, stack }];
  });
  const failures = join(output, FAILURES);
  return {
    environments: new Map(sides),
    failures: existsSync(failures) ? parseFailures(readFileSync(failures, 'utf8')) : [],
    output: outdir,
    notes: [],
  };
}

/** A side that fails leaves the other's environments to be named. What was stopped, and a mistake of this program, is thrown on. */
async function orProblem(work: () => Promise<SideResult>, stop: AbortSignal): Promise<SideResult> {
  try {
    return await work();
  } catch (error) {
    if (stop.aborted || !(error instanceof ConfigError || error instanceof SynthesisError)) throw error;
    return { ...NOTHING, problem: error.message === '' ? 'its program failed without a word' : error.message };
  }
}
