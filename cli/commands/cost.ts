import { Command } from 'commander';
import type { Setting } from '../../config/settings';
import type { Platform } from '../../constructs/core/platform';
import type { EnvironmentCost } from '../cost/format';
import { coloursFor, print, printJson } from '../terminal/output';
import { platformOf, synthesizeProject } from '../terraform/project';

interface CostOptions {
  readonly set: readonly string[];
  readonly prices?: string;
  readonly lines: boolean;
  readonly json: boolean;
}

const append = (value: string, values: readonly string[]): readonly string[] => [...values, value];

export const costCommand = (): Command =>
  new Command('cost')
    .description('estimates what environments cost a month, and what they would with other settings')
    .argument('[environment...]', 'those to estimate; all when none is named')
    .option('--set <path=value>', 'a change of the configuration to try, such as retention.traces=3d; may be repeated', append, [])
    .option('--prices <name>', 'price table instead of the one of the environment (cost.priceTable)')
    .option('--lines', 'each line with its quantity, its price and how they come about', false)
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y cost
  npx o11y cost prod --lines
  npx o11y cost dev prod --prices gcp-us-central1
  npx o11y cost prod --set sampling.traces.ratio=0.05 --set retention.logs.total=14d
  npx o11y cost prod --json | jq '.[0].estimate.total'
`,
    )
    .action(async (names: readonly string[], options: CostOptions) => {
      // A setting that cannot be read is refused before anything is started.
      const { parseSetting } = await import('../../config/settings');
      const settings = options.set.map(parseSetting);
      const project = await synthesizeProject();
      const platforms = names.length === 0 ? project.platforms : names.map((name) => platformOf(project, name));
      const costs = await costsOf(platforms, settings, options);
      if (options.json) return printJson(costs);
      const { formatCost } = await import('../cost/format');
      print(costs.map((cost) => formatCost(cost, options, coloursFor(process.stdout))).join('\n\n'));
    });

async function costsOf(
  platforms: readonly Platform[],
  settings: readonly Setting[],
  options: CostOptions,
): Promise<readonly EnvironmentCost[]> {
  const { estimate } = await import('../../cost/estimate');
  const { environmentCost } = await import('../cost/format');
  const { withSettings } = await import('../../config/settings');
  const { prices } = options;
  const priced = platforms.map((platform): Platform => {
    if (prices === undefined) return platform;
    // Nothing that is deployed depends on prices.
    return { ...platform, config: withSettings(platform.config, [{ keys: ['cost', 'priceTable'], value: prices }]) };
  });
  if (settings.length === 0) return priced.map((platform) => environmentCost(platform, estimate(platform)));
  const { whatIf } = await import('../cost/what-if');
  const { maskText } = await import('../plan/mask');
  const set = options.set.map((setting) => maskText(setting));
  return priced.map((platform) => environmentCost(platform, estimate(platform), { set, estimate: estimate(whatIf(platform, settings)) }));
}
