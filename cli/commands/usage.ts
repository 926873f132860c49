import { Command } from 'commander';
import { print, printJson } from '../terminal/output';
import { createProgress } from '../terminal/progress';
import { platformOf, synthesizeProject } from '../terraform/project';

interface UsageOptions {
  readonly window: string;
  readonly json: boolean;
  readonly write: boolean;
}

export const usageCommand = (): Command =>
  new Command('usage')
    .description('measures a deployed environment: memory, processor, ingest rates, and what a sample, a span and a log line take on disk')
    .argument('<environment>', 'a file in config/environments: dev')
    .option('--window <duration>', 'how far back to look', '1h')
    .option('--json', 'print the result as JSON, for o11y tune --usage', false)
    .option('--write', 'write what was measured to config/calibration/<environment>.ts, for sizes and costs', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y usage dev
  npx o11y usage prod --window 7d --json > usage.json
  npx o11y usage prod --window 7d --write     sizes and costs follow what was measured
`,
    )
    .action(async (environment: string, options: UsageOptions) => {
      const { parseWindow, usageOf } = await import('../usage');
      const window = parseWindow(options.window);
      const platform = platformOf(await synthesizeProject(), environment);
      const usage = await createProgress().phase(`Measuring ${environment}`, () => usageOf(platform, window));
      if (options.json) printJson(usage);
      else print((await import('../usage/format')).formatUsage(usage));
      if (options.write) await (await import('../usage/write')).writeCalibration(usage, platform.config);
    });
