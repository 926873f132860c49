import { Command } from 'commander';
import { platformOf, synthesizeProject } from '../project';
import { requireDocker } from '../session';

export const verifyCommand = (): Command =>
  new Command('verify')
    .description(
      'sends a trace, a metric and a log through a deployed environment and reads them back; exits with 1 when something is wrong',
    )
    .argument('<environment>', 'a file in config/environments: dev')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y verify dev
  npx o11y verify dev --json > verify.json
`,
    )
    .action(async (environment: string, options: { readonly json: boolean }) => {
      const { verify } = await import('../verify');
      const platform = platformOf(await synthesizeProject(), environment);
      requireDocker(platform);
      if (!(await verify(platform, options))) process.exitCode = 1;
    });
