import { Command } from 'commander';
import type Dockerode from 'dockerode';
import { canAsk, confirm } from '../ask';
import { destroy, existingVolumes } from '../destroy';
import { CommandError } from '../exit';
import { objectsOf } from '../leftovers';
import { count, note, print, printJson } from '../output';
import { createProgress } from '../progress';
import { platformOf, synthesizeProject } from '../project';
import { openSession, requireDocker, requireEngine } from '../session';

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
    .option('--destroy', 'remove the containers first', false)
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
      requireDocker(platform);
      const engine = await requireEngine();
      const containers = (await objectsOf(engine, platform)).filter(({ kind }) => kind === 'container');
      if (containers.length > 0 && !options.destroy) {
        throw new CommandError(
          `${count(containers.length, 'container')} of ${environment} still exist: npx o11y destroy ${environment} removes them, or add --destroy. No data was deleted.`,
        );
      }
      const volumes = await existingVolumes(engine, platform);
      if (!options.yes) {
        if (!canAsk()) throw new CommandError(`purge ${environment} asks before it deletes data, and nobody can answer here: add --yes`);
        note(`This deletes for ever: ${volumes.length === 0 ? 'nothing, there is no data' : volumes.join(', ')}.`);
        await confirm(`Type ${environment} to delete it:`, [environment]);
      }
      if (options.destroy) await destroy(await openSession(project, platform), createProgress(), false);
      await removeVolumes(engine, volumes);
      if (options.json) return printJson({ environment, deleted: volumes });
      print(volumes.length === 0 ? `${environment} has no data.` : `Deleted ${count(volumes.length, 'volume')}: ${volumes.join(', ')}.`);
    });

/** Deletes volumes, all that can be deleted. @throws CommandError that names those in use */
async function removeVolumes(engine: Dockerode, names: readonly string[]): Promise<void> {
  const results = await Promise.allSettled(names.map((name) => engine.getVolume(name).remove()));
  const kept = names.filter((_, index) => results[index]?.status === 'rejected');
  if (kept.length === 0) return;
  const [first] = kept;
  throw new CommandError(
    `in use, and not deleted: ${kept.join(', ')}. docker ps -a --filter volume=${first} names the container that uses it; remove it and run the command again.`,
  );
}
