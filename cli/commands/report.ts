import { Command } from 'commander';
import { print } from '../terminal/output';
import { platformOf, synthesizeProject } from '../terraform/project';

export const reportCommand = (): Command =>
  new Command('report')
    .description('writes one HTML page that shows environments: topology, pipeline, limits, retention, ports')
    .argument('[environment...]', 'those to show; all when none is named')
    .option('-o, --output <file>', 'where to write it')
    .addHelpText(
      'after',
      `
Examples:
  npx o11y report
  npx o11y report dev prod --output platform.html
`,
    )
    .action(async (names: readonly string[], options: { readonly output?: string }) => {
      const { writeReport } = await import('../report');
      const project = await synthesizeProject();
      const environments =
        names.length === 0
          ? project.platforms.map(({ config }) => config.name)
          : names.map((name) => platformOf(project, name).config.name);
      print(await writeReport(project, environments, options.output));
    });
