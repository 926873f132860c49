import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Platform } from '../../constructs/core/platform';
import { REPOSITORY, run } from '../support/e2e/project';
import { KUBERNETES_VERSION } from '../support/manifests';
import { folderOf } from '../support/workplace';
import { bareProgram, type Imports, type StackJson } from './bare-program';
import { temporaryFolder } from './cleanup';
import { type BenchOptions, median, type Row, type Section, spread } from './rows';

const RUNS = 9;
/** The command line of cdktf takes two seconds of its own, whatever it runs. */
const CLI_RUNS = 3;

const LAUNCHER = join(REPOSITORY, 'bin/run.mjs');
const CDKTF = join(REPOSITORY, 'node_modules/cdktf-cli/bundle/bin/cdktf');
const TEMPLATE = join(REPOSITORY, 'node_modules/cdktf-cli/bundle/templates/typescript');

/** A program that is timed, and where its output goes. */
interface Contestant {
  readonly folder: string;
  readonly command: readonly [string, ...string[]];
  readonly outdir: string;
}

/** Synthesis of all environments of this repository, beside a program without the toolkit and beside the usual set-up. */
export const synthesis: Section = {
  name: 'synth',
  run: async ({ progress }) => {
    const outdir = join(temporaryFolder('synth'), 'cdktf.out');
    const ours: Contestant = { folder: REPOSITORY, command: [process.execPath, LAUNCHER, 'main.ts'], outdir };
    await synthesize(ours);
    const stacks = readStacks(outdir);
    const bareFolder = project('deep', stacks);
    const bare: Contestant = {
      folder: bareFolder,
      command: [process.execPath, LAUNCHER, 'main.ts'],
      outdir: join(bareFolder, 'cdktf.out'),
    };
    await synthesize(bare);
    mustDeclareTheSame(stacks, readStacks(bare.outdir));
    const template = await templateProject(stacks, progress);
    const contestants = [ours, bare, ...('reason' in template ? [] : [template])];
    const [mine = [], others = [], templates = []] = await interleaved(contestants, RUNS, progress, 'synth');
    const viaCli = [ours, ...('reason' in template ? [] : [template])].map(throughCdktf);
    const [mineViaCli = [], templatesViaCli = []] = await interleaved(viaCli, CLI_RUNS, progress, 'cdktf synth');
    return [
      {
        measure: 'synth, all environments',
        value: median(mine),
        unit: 's',
        beside: { what: 'bare cdktf program', value: median(others) },
        target: { of: 'ratio', at: 'most', limit: 1.2 },
        note: `${spread(mine)}; bare: ${spread(others)}; the same resources, compared`,
      },
      ...besideTemplate('synth, beside the stock template', mine, template, templates, { of: 'ratio', at: 'least', limit: 5 } as const),
      ...besideTemplate('the same through cdktf synth', mineViaCli, template, templatesViaCli),
      await helmTemplateRow(outdir, progress),
    ];
  },
};

/** How long Helm alone takes to render what the stacks hand to it, for comparison. */
async function helmTemplateRow(outdir: string, progress: BenchOptions['progress']): Promise<Row> {
  const measure = 'helm template of all releases';
  const charts = folderOf('charts');
  if (charts === undefined) return { measure, reason: 'O11Y_CHARTS names no folder with whole charts' };
  const platforms = readdirSync(join(outdir, 'platforms')).map(
    // Written by this version of the toolkit a moment ago.
    (file) => JSON.parse(readFileSync(join(outdir, 'platforms', file), 'utf8')) as Platform,
  );
  const releases = platforms.flatMap(({ releases: own }) => own);
  const folder = temporaryFolder('values');
  const times: number[] = [];
  for (let round = 1; round <= CLI_RUNS; round++) {
    progress(`helm template: round ${round} of ${CLI_RUNS}`);
    const started = performance.now();
    for (const [index, release] of releases.entries()) {
      const values = join(folder, `${index}.json`);
      writeFileSync(values, JSON.stringify(release.values));
      const args = ['template', release.name, join(charts, release.chart.name), '--kube-version', KUBERNETES_VERSION, '--values', values];
      await run('helm', args, { cwd: folder, expect: 0 });
    }
    times.push((performance.now() - started) / 1_000);
  }
  return {
    measure,
    value: median(times),
    unit: 's',
    note: `${releases.length} releases of ${platforms.length} environments; ${spread(times)}`,
  };
}

function besideTemplate(
  measure: string,
  mine: readonly number[],
  template: Contestant | { readonly reason: string },
  theirs: readonly number[],
  target?: { readonly of: 'ratio'; readonly at: 'least'; readonly limit: number },
): readonly Row[] {
  if ('reason' in template) return [{ measure, reason: template.reason }];
  const note = `${spread(mine)}; template: ${spread(theirs)}`;
  const beside = { what: 'npx ts-node', value: median(theirs) };
  return [{ measure, value: median(mine), unit: 's', beside, ratioIs: 'speed-up', note, ...(target === undefined ? {} : { target }) }];
}

/** Times of each contestant (s), which take turns so that whatever else the machine does hits all of them. */
async function interleaved(
  contestants: readonly Contestant[],
  runs: number,
  progress: BenchOptions['progress'],
  what: string,
): Promise<readonly (readonly number[])[]> {
  const times = contestants.map((): number[] => []);
  for (let round = 0; round < runs; round++) {
    progress(`${what}: round ${round + 1} of ${runs}`);
    for (const [index, contestant] of contestants.entries()) times[index]?.push(await synthesize(contestant));
  }
  return times;
}

/** Runs a program to its end. Seconds. */
async function synthesize({ folder, command: [program, ...args], outdir }: Contestant): Promise<number> {
  const started = performance.now();
  await run(program, args, {
    cwd: folder,
    env: { CDKTF_OUTDIR: outdir, CI: 'true', CHECKPOINT_DISABLE: '1', CDKTF_HOME: outdir },
    expect: 0,
  });
  return (performance.now() - started) / 1_000;
}

const throughCdktf = ({ folder, outdir }: Contestant): Contestant => ({
  folder,
  command: [process.execPath, CDKTF, 'synth', '--output', outdir],
  outdir,
});

function readStacks(outdir: string): Readonly<Record<string, StackJson>> {
  const folder = join(outdir, 'stacks');
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, JSON.parse(readFileSync(join(folder, name, 'cdk.tf.json'), 'utf8')) as StackJson]),
  );
}

/** A comparison with a program that does less would say nothing. @throws Error when the two outputs differ beyond cdktf's own notes */
function mustDeclareTheSame(ours: unknown, bare: unknown): void {
  const withoutNotes = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (key, item: unknown) => (key === '//' ? undefined : item)));
  if (!isDeepStrictEqual(withoutNotes(ours), withoutNotes(bare))) throw new Error('the bare program does not declare the same resources');
}

/** A project with the bare program, which takes its packages from this repository. */
function project(imports: Imports, stacks: Readonly<Record<string, StackJson>>): string {
  const folder = temporaryFolder(imports);
  writeFileSync(join(folder, 'main.ts'), bareProgram(stacks, imports));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bare', private: true }));
  return link(folder);
}

function link(folder: string): string {
  mkdirSync(join(folder, 'node_modules/@types'), { recursive: true });
  for (const name of ['cdktf', 'constructs', '@cdktf', '@types/node']) {
    const path = join(folder, 'node_modules', name);
    // ts-node brings a version of its own of Node's types.
    rmSync(path, { recursive: true, force: true });
    symlinkSync(join(REPOSITORY, 'node_modules', name), path);
  }
  return folder;
}

/** The bare program in the set-up that `cdktf init` makes: imports of whole packages, and `npx ts-node` with its type check. */
async function templateProject(
  stacks: Readonly<Record<string, StackJson>>,
  progress: BenchOptions['progress'],
): Promise<Contestant | { readonly reason: string }> {
  progress('installing ts-node and typescript');
  const folder = temporaryFolder('template');
  writeFileSync(join(folder, 'main.ts'), bareProgram(stacks, 'barrel'));
  cpSync(join(TEMPLATE, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  const app = /"app": "(.+?)"/.exec(readFileSync(join(TEMPLATE, 'cdktf.json'), 'utf8'))?.[1] ?? '';
  writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ language: 'typescript', app, projectId: 'bench', sendCrashReports: 'false' }));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'template', private: true }));
  const { status, stderr } = await run('npm', ['install', '--no-audit', '--no-fund', 'ts-node@10.9.2', 'typescript@5.9'], { cwd: folder });
  if (status !== 0) return { reason: `ts-node could not be installed: ${stderr.trim().split('\n').at(-1) ?? 'npm failed'}` };
  const [program = 'npx', ...args] = app.split(' ');
  const template: Contestant = { folder: link(folder), command: [program, ...args], outdir: join(folder, 'cdktf.out') };
  await synthesize(template);
  mustDeclareTheSame(stacks, readStacks(template.outdir));
  return template;
}
