import { Command, Option } from 'commander';
import { platformOf, synthesizeProject } from '../terraform/project';
import type { VerifyOptions } from '../verify/options';

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
      const { verify } = await import('../verify');
      if (!(await verify(platform, options))) process.exitCode = 1;
    });
