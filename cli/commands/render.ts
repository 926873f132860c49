import { join } from 'node:path';
import { Command } from 'commander';
import { print, printJson } from '../terminal/output';
import { platformOf, synthesizeProject } from '../terraform/project';

export const renderCommand = (): Command =>
  new Command('render')
    .description(
      "writes the components' own configuration files, and the Helm values, to a folder: for their own tools, to compare, or for GitOps",
    )
    .argument('<environment>', 'a file in config/environments: dev')
    .argument('[component...]', 'those to write; all when none is named')
    .option('-o, --output <folder>', 'where to write (default: rendered/<environment>)')
    .option('--json', 'print the paths as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y render prod
  npx o11y render dev alertmanager
  amtool config routes test --config.file=rendered/dev/alertmanager/etc/alertmanager/alertmanager.yml alertname=HighErrorRate
  npx o11y render prod --output ../gitops/observability

Files of an earlier time that are no longer rendered are removed; other files in the folder stay. Secrets are references.
`,
    )
    .action(async (environment: string, components: readonly string[], options: { readonly output?: string; readonly json: boolean }) => {
      const { renderedFiles, writeRendered } = await import('../render');
      const platform = platformOf(await synthesizeProject(), environment);
      const files = renderedFiles(platform, components);
      const written = writeRendered(options.output ?? join('rendered', environment), environment, files, components.length === 0);
      if (options.json) printJson(written);
      else print(written.join('\n'));
    });
