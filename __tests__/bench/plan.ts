import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, run } from '../support/e2e/project';
import { copyRepository } from '../support/git-project';
import { temporaryFolder } from './cleanup';
import { median, NotMeasurable, type Section, spread } from './rows';

const RUNS = 7;
const O11Y = [process.execPath, join(REPOSITORY, 'bin/o11y.mjs')] as const;

/** The offline plan of one edit in all environments, with the base in the cache, beside the programs that need state and providers. */
export const plan: Section = {
  name: 'plan',
  run: async ({ progress }) => {
    progress('the first plan, which makes the base');
    const project = await editedProject();
    const env = { TMPDIR: temporaryFolder('tmp') };
    const [program, script] = O11Y;
    const timed = async (): Promise<number> => {
      const started = performance.now();
      await run(program, [script, 'plan', '--json'], { cwd: project, env, expect: 2 });
      return (performance.now() - started) / 1_000;
    };
    const cold = await timed();
    const times: number[] = [];
    for (let round = 1; round <= RUNS; round++) {
      progress(`plan: round ${round} of ${RUNS}`);
      times.push(await timed());
    }
    const row = {
      measure: 'plan of a retention, all environments',
      value: median(times),
      unit: 's',
      target: { of: 'value', at: 'most', limit: 1.5 } as const,
      note: `${spread(times)}; ${cold.toFixed(2)} s the first time, when the base is made`,
    };
    progress('terraform plan');
    const theirs = await terraformPlan(project);
    return [
      row,
      'reason' in theirs
        ? { measure: 'plan, beside terraform plan', reason: theirs.reason }
        : {
            measure: 'plan, beside terraform plan',
            value: row.value,
            unit: 's',
            ratioIs: 'speed-up',
            beside: { what: 'dev alone', value: theirs.seconds },
          },
    ];
  },
};

/** A copy of this repository with a retention that is edited in each environment, and not committed. */
async function editedProject(): Promise<string> {
  const folder = temporaryFolder('plan');
  copyRepository(folder);
  mkdirSync(join(folder, 'node_modules'));
  const modules = join(REPOSITORY, 'node_modules');
  for (const name of readdirSync(modules)) if (name !== '.cache') symlinkSync(join(modules, name), join(folder, 'node_modules', name));
  writeFileSync(join(folder, '.gitignore'), 'node_modules/\ncdktf.out/\n');
  const git = (...args: readonly string[]) =>
    run('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...args], { cwd: folder, expect: 0 });
  await git('init', '--quiet', '--initial-branch', 'main');
  await git('add', '--all');
  await git('commit', '--quiet', '--message', 'before');
  for (const name of ['dev', 'staging', 'prod']) {
    const file = join(folder, 'config/environments', `${name}.ts`);
    const text = readFileSync(file, 'utf8');
    const edited = /\btraces: '\d+[dh]'/.test(text)
      ? text.replace(/(\btraces: )'\d+[dh]'/, "$1'21d'")
      : text.replace(/(EnvironmentOverlay = \{)/, "$1\n  retention: { traces: '21d' },");
    if (edited === text) throw new NotMeasurable(`config/environments/${name}.ts cannot be edited: it is written in another way`);
    writeFileSync(file, edited);
  }
  return folder;
}

/** Terraform's own plan of one of the environments, after its init: without the cdktf command line, which adds two seconds. */
async function terraformPlan(project: string): Promise<{ readonly seconds: number } | { readonly reason: string }> {
  const outdir = join(temporaryFolder('terraform'), 'cdktf.out');
  await run(process.execPath, ['bin/run.mjs', 'main.ts'], { cwd: project, env: { CDKTF_OUTDIR: outdir }, expect: 0 });
  const cwd = join(outdir, 'stacks/dev');
  try {
    const init = await run('terraform', ['init', '-input=false', '-no-color'], { cwd });
    if (init.status !== 0) return { reason: `terraform init failed: ${init.stderr.trim().split('\n')[0] ?? ''}` };
    const started = performance.now();
    const made = await run('terraform', ['plan', '-input=false', '-lock=false', '-no-color'], { cwd });
    const seconds = (performance.now() - started) / 1_000;
    return made.status === 0 ? { seconds } : { reason: `terraform plan failed: ${made.stderr.trim().split('\n')[0] ?? ''}` };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
