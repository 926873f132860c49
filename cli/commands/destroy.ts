import { Command } from 'commander';
import { countText } from '../../cost/text';
import { canAsk, confirm } from '../terminal/ask';
import { CommandError } from '../terminal/exit';
import { print, printJson } from '../terminal/output';
import { createProgress } from '../terminal/progress';
import { platformOf, synthesizeProject } from '../terraform/project';
import { operationsOf } from './operations-of';

interface Options {
  readonly yes: boolean;
  readonly takeOver: boolean;
  readonly json: boolean;
}

export const destroyCommand = (): Command =>
  new Command('destroy')
    .description('removes an environment; its data stays')
    .argument('<environment>', 'a file in config/environments: dev')
    .option('-y, --yes', 'do not ask', false)
    .option('--take-over', 'remove what was deployed from another folder, too', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y destroy dev
  npx o11y destroy dev --yes          in a script
  npx o11y purge dev                  afterwards: deletes the data
`,
    )
    .action(async (environment: string, options: Options) => {
      const project = await synthesizeProject();
      const platform = platformOf(project, environment);
      const operations = await operationsOf(platform);
      const where = await operations.where?.(platform);
      if (!options.yes) {
        if (!canAsk())
          throw new CommandError(`destroy ${environment} asks before it removes anything, and nobody can answer here: add --yes`);
        await confirm(
          `Remove ${operations.removes} of ${environment}${where === undefined ? '' : ` from ${where}`}? Data volumes stay. [y/N]`,
          ['y', 'yes'],
        );
      }
      const { removed, volumes } = await operations.destroy(project, platform, createProgress(), options.takeOver);
      if (options.json) return printJson({ environment, ...(where === undefined ? {} : { where }), removed, volumes });
      print(`${environment} is removed${where === undefined ? '' : ` from ${where}`}: ${countText(removed, 'resource')}.`);
      if (volumes.length > 0) {
        print(`Its data stays in ${countText(volumes.length, 'volume')}; npx o11y purge ${environment} deletes it.`);
        if (platform.config.target.kind === 'kubernetes') print(volumes.map((name) => `  ${name}`).join('\n'));
      }
    });
