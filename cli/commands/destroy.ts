import { Command } from 'commander';
import { canAsk, confirm } from '../ask';
import { destroy, existingVolumes } from '../destroy';
import { CommandError } from '../exit';
import { count, print, printJson } from '../output';
import { createProgress } from '../progress';
import { platformOf, synthesizeProject } from '../project';
import { openSession, requireDocker } from '../session';

interface Options {
  readonly yes: boolean;
  readonly takeOver: boolean;
  readonly json: boolean;
}

export const destroyCommand = (): Command =>
  new Command('destroy')
    .description("removes an environment's containers and networks; its data stays")
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
      requireDocker(platform);
      if (!options.yes) {
        if (!canAsk())
          throw new CommandError(`destroy ${environment} asks before it removes anything, and nobody can answer here: add --yes`);
        await confirm(`Remove the containers and networks of ${environment}? Data volumes stay. [y/N]`, ['y', 'yes']);
      }
      const session = await openSession(project, platform);
      const { remove } = await destroy(session, createProgress(), options.takeOver);
      const volumes = await existingVolumes(session.engine, platform);
      if (options.json) return printJson({ environment, removed: remove, volumes });
      print(`${environment} is removed: ${count(remove, 'resource')}.`);
      if (volumes.length > 0) print(`Its data stays in ${count(volumes.length, 'volume')}; npx o11y purge ${environment} deletes it.`);
    });
