import { Command } from 'commander';
import { CommandError } from '../exit';
import { ensureInitialised } from '../init';
import { print } from '../output';
import { platformOf, synthesizeProject } from '../project';
import { requireDocker } from '../session';
import { readStack } from '../stack';
import { findTerraform, output } from '../terraform';

/** The stack's output that holds Grafana's generated password. */
const OUTPUT = 'grafana_admin_password';

export const passwordCommand = (): Command =>
  new Command('password')
    .description("prints the generated password of Grafana's administrator")
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
      requireDocker(platform);
      if (!platform.components.some(({ product }) => product === 'grafana')) {
        throw new CommandError(`${environment} has no Grafana: set grafana.enabled to true in config/environments/${environment}.ts`);
      }
      const stack = readStack(project, environment);
      const terraform = { program: findTerraform(), folder: stack.folder, variables: {} };
      await ensureInitialised(terraform, stack);
      const password = await output(terraform, OUTPUT);
      if (password === undefined || password === '')
        throw new CommandError(`${environment} has no password yet: npx o11y deploy ${environment} makes it`);
      print(password);
    });
