import { Command } from 'commander';
import type { Platform } from '../../constructs/core/platform';
import { countText } from '../../cost/text';
import { print, printJson } from '../terminal/output';
import { type Project, platformOf, stackFolder, synthesizeProject } from '../terraform/project';

/** What a synthesis made of one environment. */
interface Synthesised {
  readonly environment: string;
  readonly target: Platform['config']['target']['kind'];
  readonly components: readonly string[];
  /** Ports on the host. */
  readonly ports: readonly number[];
  /** Helm releases; none on Docker. */
  readonly releases: readonly string[];
  /** Where the stack was written. */
  readonly stack: string;
}

export const synthCommand = (): Command =>
  new Command('synth')
    .description('checks the configuration of every environment, and writes its Terraform stack')
    .argument('[environment...]', 'those to print; all are checked and written')
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y synth
  npx o11y synth dev --json | jq '.[].ports'
`,
    )
    .action(async (names: readonly string[], options: { readonly json: boolean }) => {
      const project = await synthesizeProject();
      const platforms = names.length === 0 ? project.platforms : names.map((name) => platformOf(project, name));
      const synthesised = platforms.map((platform) => describe(project, platform));
      if (options.json) printJson(synthesised);
      else print(synthesised.map(format).join('\n'));
    });

/** What was made of one environment. Pure. */
function describe(project: Project, { config, components, releases }: Platform): Synthesised {
  return {
    environment: config.name,
    target: config.target.kind,
    components: components.map(({ name }) => name),
    ports: components.flatMap(({ endpoints }) => endpoints.flatMap(({ publishedPort }) => publishedPort ?? [])).sort((a, b) => a - b),
    releases: releases.map(({ name }) => name),
    stack: stackFolder(project, config.name),
  };
}

/** The same for people. Pure. */
function format({ environment, target, components, ports, releases, stack }: Synthesised): string {
  return [
    `${environment} (${target}): ${countText(components.length, 'component')}`,
    `  components  ${components.join(', ')}`,
    target === 'kubernetes' ? `  releases    ${releases.join(', ')}` : `  ports       ${ports.length === 0 ? 'none' : ports.join(', ')}`,
    `  written     ${stack}`,
  ].join('\n');
}

/** Every environment in as many lines as it takes. Pure. */
export const formatProject = (project: Project): string =>
  project.platforms.map((platform) => format(describe(project, platform))).join('\n');
