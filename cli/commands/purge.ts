import { Command } from 'commander';
import { countText } from '../../cost/text';
import type { Remains } from '../target/operations';
import { canAsk, confirm } from '../terminal/ask';
import { CommandError } from '../terminal/exit';
import { note, print, printJson } from '../terminal/output';
import { createProgress } from '../terminal/progress';
import { platformOf, synthesizeProject } from '../terraform/project';
import { operationsOf } from './operations-of';

interface Options {
  readonly yes: boolean;
  readonly destroy: boolean;
  readonly json: boolean;
}

export const purgeCommand = (): Command =>
  new Command('purge')
    .description("deletes an environment's data for ever: metrics, logs, traces, dashboards made by hand")
    .argument('<environment>', 'a file in config/environments: dev')
    .option('-y, --yes', 'do not ask', false)
    .option('--destroy', 'remove what runs first', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y destroy dev && npx o11y purge dev
  npx o11y purge dev --destroy --yes          both, in a script
`,
    )
    .action(async (environment: string, options: Options) => {
      const project = await synthesizeProject();
      const platform = platformOf(project, environment);
      const operations = await operationsOf(platform);
      const remains = await operations.remains(platform);
      const { where } = remains;
      if (!options.destroy) refuseRunning(environment, remains);
      if (remains.leftAlone !== undefined) note(remains.leftAlone);
      if (!options.yes) {
        if (!canAsk()) throw new CommandError(`purge ${environment} asks before it deletes data, and nobody can answer here: add --yes`);
        const doomed = [...remains.volumes, ...remains.besides];
        note(`This deletes for ever${inside(where)}: ${doomed.length === 0 ? 'nothing, there is no data' : doomed.join(', ')}.`);
        await confirm(`Type ${environment} to delete it:`, [environment]);
      }
      if (options.destroy) {
        await operations.destroy(project, platform, createProgress(), false);
        // Somebody may have deployed again meanwhile.
        refuseRunning(environment, await operations.remains(platform));
      }
      const deleted = await operations.purge(project, platform, remains);
      if (options.json) return printJson({ environment, ...(where === undefined ? {} : { where }), deleted });
      print(
        deleted.length === 0
          ? remains.leftAlone === undefined
            ? `${environment} has no data${inside(where)}.`
            : 'Nothing was deleted.'
          : `Deleted ${countText(deleted.length, 'volume')}${inside(where)}: ${deleted.join(', ')}.`,
      );
    });

const inside = (where: string | undefined): string => (where === undefined ? '' : ` in ${where}`);

function refuseRunning(environment: string, { running, where }: Remains): void {
  if (running === undefined) return;
  throw new CommandError(
    `${running} of ${environment} still exist${inside(where)}: npx o11y destroy ${environment} removes them, or add --destroy. No data was deleted.`,
  );
}
