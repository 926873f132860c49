import { Command, Option } from 'commander';
import type { Plan } from '../../plan/model';
import type { LiveOptions } from '../plan/live';
import { CommandError } from '../terminal/exit';
import { coloursFor, note, print } from '../terminal/output';
import { operationsOf } from './operations-of';

const FORMATS = ['terminal', 'markdown', 'json'] as const;
type Format = (typeof FORMATS)[number];

interface PlanOptions {
  readonly base?: string;
  readonly format: Format;
  readonly json: boolean;
  readonly output?: string;
  readonly live: boolean;
  readonly out?: string;
}

export const planCommand = (): Command =>
  new Command('plan')
    .description(
      'shows what a change does: settings, resources, restarts, alerts, risks and cost, compared with a git revision and without credentials; exits with 0 without differences, 2 with, 1 when an environment cannot be compared or the policy is broken',
    )
    .argument('[environment...]', 'those to compare; all when none is named')
    .option('--base <ref>', 'what to compare with: a branch, tag or commit (default: where this branch left the main branch)')
    .addOption(
      new Option('--format <format>', 'how to print it; markdown is for a comment on a pull request').choices(FORMATS).default('terminal'),
    )
    .option('--json', 'the same as --format json', false)
    .option('-o, --output <file>', 'write it to a file')
    .option('--live', "compare with what is deployed, by Terraform's own plan: needs credentials and state", false)
    .option('--out <file>', 'with --live: save the plan for o11y deploy --plan; it may hold secrets, and only you can read it')
    .addHelpText(
      'after',
      `
Examples:
  npx o11y plan                                     what my edits do, in all environments
  npx o11y plan prod --base v1.4.0
  npx o11y plan --base origin/main --format markdown --output comment.md
  npx o11y plan --json | jq '.environments[].risks[] | select(.severity == "high")'
  npx o11y plan prod --live --out prod.tfplan
`,
    )
    .action(async (names: readonly string[], options: PlanOptions) => {
      process.exitCode = await (options.live ? live(names, options) : offline(names, options));
    });

async function offline(names: readonly string[], { base, format, json, output, out }: PlanOptions): Promise<0 | 1 | 2> {
  if (out !== undefined) throw new CommandError('--out saves a plan of Terraform: add --live, or write this one with --output');
  const { comparePlan } = await import('../plan');
  const plan = await comparePlan(names, base);
  const text = await formatted(plan, json ? 'json' : format, output === undefined);
  if (output === undefined) print(text.trimEnd());
  else await write(output, text);
  return exitCodeOf(plan);
}

async function live(names: readonly string[], { base, format, json, output, out }: PlanOptions): Promise<0 | 2> {
  if (base !== undefined) throw new CommandError('--base and --live exclude each other: a live plan compares with what is deployed');
  if (output !== undefined || format === 'markdown') throw new CommandError('--live prints for a terminal, or as JSON with --json');
  const { livePlan } = await import('../plan/live');
  const open: LiveOptions['open'] = async (project, platform) => (await operationsOf(platform)).open(project, platform);
  return livePlan(names, { open, json: json || format === 'json', ...(out === undefined ? {} : { out }) });
}

async function formatted(plan: Plan, format: Format, coloured: boolean): Promise<string> {
  switch (format) {
    case 'terminal':
      return `${(await import('../../plan/formats/terminal')).formatTerminal(plan, coloursFor(coloured ? process.stdout : {}))}\n`;
    case 'markdown':
      return (await import('../../plan/formats/markdown')).formatMarkdown(plan);
    case 'json':
      return `${JSON.stringify(plan, undefined, 2)}\n`;
  }
}

async function write(file: string, text: string): Promise<void> {
  const { writeFileSync } = await import('node:fs');
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
  note(`Written to ${file}`);
}

/** 1: an environment could not be compared, or the change breaks the policy; 2: differences; 0: none. Pure. */
export function exitCodeOf({ environments }: Plan): 0 | 1 | 2 {
  if (environments.some(({ status, violations }) => status === 'failed' || violations.length > 0)) return 1;
  return environments.some(({ status }) => status !== 'unchanged') ? 2 : 0;
}
