import { Command } from 'commander';
import { print, printJson } from '../output';
import { platformOf, synthesizeProject } from '../project';
import { requireDocker, requireEngine } from '../session';
import { formatStatus, isWell, statusOf } from '../status';

export const statusCommand = (): Command =>
  new Command('status')
    .description('shows what runs, how it is, and how much of its memory it takes; exits with 1 when something is not running')
    .argument('<environment>', 'a file in config/environments: dev')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y status dev
  npx o11y status dev --json | jq -r '.[] | select(.state != "running") | .component'
`,
    )
    .action(async (environment: string, options: { readonly json: boolean }) => {
      const project = await synthesizeProject();
      const platform = platformOf(project, environment);
      requireDocker(platform);
      const components = await statusOf(await requireEngine(), platform);
      if (options.json) printJson(components);
      else print(formatStatus(components));
      if (!components.every(isWell)) process.exitCode = 1;
    });
