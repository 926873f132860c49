import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { Confidence } from '../../tuning/proposal';
import type { Usage } from '../../tuning/usage';
import { coloursFor, note, print, printJson } from '../terminal/output';
import { createProgress } from '../terminal/progress';
import { platformOf, synthesizeProject } from '../terraform/project';

interface TuneOptions {
  readonly window: string;
  readonly usage?: string;
  readonly budget?: string;
  readonly minConfidence?: Confidence;
  readonly json: boolean;
  readonly patch?: true | string;
  readonly write: boolean;
}

export const tuneCommand = (): Command =>
  new Command('tune')
    .description('proposes values for an environment from what it really uses: limits, retention, expected load, sampling for a budget')
    .argument('<environment>', 'a file in config/environments: dev')
    .option('--window <duration>', 'how far back to look', '24h')
    .option('--usage <file>', 'what o11y usage --json printed, instead of measuring now')
    .option('--budget <dollars>', 'what the environment may cost a month; sampling is chosen for it')
    .addOption(
      new Option(
        '--min-confidence <level>',
        'leave out proposals from a shorter measurement (default: "low", and "medium" with --write)',
      ).choices(['low', 'medium', 'high']),
    )
    .option('--json', 'print the proposals as JSON', false)
    .option('--patch [file]', "print the edit of the environment's file as a patch, or write it to a file")
    .option('--write', "edit the environment's file; without it nothing is edited", false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y tune dev
  npx o11y tune prod --window 7d --min-confidence high
  npx o11y tune prod --usage usage.json --budget 300
  npx o11y tune prod --patch | git apply      the same as --write
`,
    )
    .action(async (environment: string, options: TuneOptions) => {
      const { parseBudget } = await import('../tune/read');
      const budget = parseBudget(options.budget);
      const usage = await usageFor(environment, options);
      const [{ tune }, { formatTuning, patchText }, { environmentFile, readSource }] = await Promise.all([
        import('../tune/tune'),
        import('../tune/format'),
        import('../usage/write'),
      ]);
      const file = environmentFile(environment);
      const confidence = options.minConfidence ?? (options.write ? 'medium' : 'low');
      const result = await tune(usage, file, readSource(file), { budget, confidence });
      const colours = coloursFor(process.stdout);
      if (options.json) printJson(result.tuning);
      else if (options.patch === true) process.stdout.write(patchText(result));
      else print(formatTuning(result.tuning, colours));
      if (typeof options.patch === 'string') {
        writeFileSync(options.patch, patchText(result));
        note(`${options.patch} has the patch.`);
      }
      if (options.write && result.after !== result.before) {
        writeFileSync(file, result.after);
        note(`${file} is edited: npx o11y plan ${environment} shows what that changes.`);
      }
    });

async function usageFor(environment: string, { usage, window }: TuneOptions): Promise<Usage> {
  if (usage !== undefined) return (await import('../tune/read')).readUsage(usage, environment);
  const { parseWindow, usageOf } = await import('../usage');
  const duration = parseWindow(window);
  const platform = platformOf(await synthesizeProject(), environment);
  return createProgress().phase(`Measuring ${environment}`, () => usageOf(platform, duration));
}
