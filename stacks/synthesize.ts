import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { EnvironmentConfig } from '../config/schema/environment';
import { type Platform, resolvePlatform } from '../constructs/core/platform';
import { registry } from '../constructs/registry';
import { addressingOf } from '../constructs/targets/addressing';
import { EnvironmentStack } from './environment-stack';

/** Folder of the output in which each environment is described as plain data, for the command line and the report. */
const PLATFORMS = 'platforms';

/** Writes a Terraform stack and a description for every environment. Writes to the output folder. */
export function synthesize(environments: readonly EnvironmentConfig[]): void {
  // Where a resource was made in this toolkit's code helps nobody, and costs a tenth of the time.
  const app = new App({ stackTraces: false });
  const platforms = environments.map((config) =>
    config.target.kind === 'docker' ? new EnvironmentStack(app, { config }).target.platform : describe(config),
  );
  app.synth();
  const folder = join(app.outdir, PLATFORMS);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const platform of platforms)
    writeFileSync(join(folder, `${platform.config.name}.json`), `${JSON.stringify(platform, undefined, 2)}\n`);
}

const describe = (config: EnvironmentConfig): Platform => resolvePlatform(config, registry, addressingOf(config));
