import { Command } from 'commander';
import { print, printJson } from '../terminal/output';
import { platformOf, synthesizeProject } from '../terraform/project';
import { operationsOf } from './operations-of';

export const statusCommand = (): Command =>
  new Command('status')
    .description('shows what runs, how it is, and what it may take; exits with 1 when something is not running')
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
      const { components, text, well } = await (await operationsOf(platform)).status(platform);
      if (options.json) printJson(components);
      else print(text);
      if (!well) process.exitCode = 1;
    });
