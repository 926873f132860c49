import { Command } from 'commander';
import { CommandError } from '../terminal/exit';
import { print } from '../terminal/output';
import { platformOf, synthesizeProject } from '../terraform/project';
import { operationsOf } from './operations-of';

export const passwordCommand = (): Command =>
  new Command('password')
    .description("prints the password of Grafana's administrator")
    .argument('<environment>', 'a file in config/environments: dev')
    .addHelpText(
      'after',
      `
Examples:
  npx o11y password dev
  npx o11y password dev | xclip -selection clipboard
`,
    )
    .action(async (environment: string) => {
      const project = await synthesizeProject();
      const platform = platformOf(project, environment);
      if (!platform.components.some(({ product }) => product === 'grafana')) {
        throw new CommandError(`${environment} has no Grafana: set grafana.enabled to true in config/environments/${environment}.ts`);
      }
      print(await (await operationsOf(platform)).password(project, platform));
    });
