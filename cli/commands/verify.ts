import { Command, Option } from 'commander';
import type { VerifyOptions } from '../target/operations';
import { platformOf, synthesizeProject } from '../terraform/project';
import { operationsOf } from './operations-of';

export const verifyCommand = (): Command =>
  new Command('verify')
    .description(
      'sends a trace, a metric and a log through a deployed environment and reads them back; exits with 1 when something is wrong',
    )
    .argument('<environment>', 'a file in config/environments: dev')
    .addOption(new Option('--only <part>', 'no telemetry: only whether every component is ready').choices(['readiness']))
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y verify dev
  npx o11y verify dev --json > verify.json
  npx o11y verify prod --only readiness       nothing is sent
`,
    )
    .action(async (environment: string, options: VerifyOptions) => {
      const platform = platformOf(await synthesizeProject(), environment);
      if (!(await (await operationsOf(platform)).verify(platform, options))) process.exitCode = 1;
    });
