import { App } from 'cdktf';
import { defineEnvironment } from '../config/define';
import dev from '../config/environments/dev';
import prod from '../config/environments/prod';
import staging from '../config/environments/staging';
import { renderConfigReference } from '../config/reference';
import type { EnvironmentOverlay } from '../config/schema/environment';
import { type Budget, renderResourceTable } from '../constructs/core/resource-table';
import { planJsonSchema } from '../plan/formats/json';
import { EnvironmentStack } from '../stacks/environment-stack';
import { renderCostPage } from './cost-page';

/** What each environment of this repository is meant to fit. */
const environments: Readonly<Record<string, { readonly overlay: EnvironmentOverlay; readonly budget: Budget }>> = {
  dev: { overlay: dev, budget: { cores: 4, gibibytes: 8 } },
  staging: { overlay: staging, budget: { cores: 4, gibibytes: 8 } },
  prod: { overlay: prod, budget: { cores: 8, gibibytes: 16 } },
};

/** The platform of an environment, as its target renders it. Nothing is written. */
const platformOf = (name: string, overlay: EnvironmentOverlay) =>
  new EnvironmentStack(new App({ stackTraces: false }), { config: defineEnvironment(name, overlay) }).target.platform;

/** The pages of the documentation that are made from code, by their files. */
export const pages: Readonly<Record<string, () => string>> = {
  'docs/configuration.md': renderConfigReference,
  'docs/plan.schema.json': planJsonSchema,
  'docs/cost.md': () => renderCostPage(platformOf('dev', dev), platformOf('prod', prod)),
  'docs/resources.md': () =>
    renderResourceTable(
      Object.entries(environments).map(([name, { overlay, budget }]) => ({ platform: platformOf(name, overlay), budget })),
    ),
};
