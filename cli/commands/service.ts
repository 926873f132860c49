import { Command, Option } from 'commander';
import { configError } from '../../config/errors';
import type { ServiceConfig } from '../../config/schema/services';
import type { Platform } from '../../constructs/core/platform';
import { otlpEndpoint, serviceEnvironment } from '../../constructs/services/environment';
import { composeFragment, dotenv, kubernetesFragment } from '../../constructs/services/formats';
import { publishedUrl } from '../docker/addresses';
import { CommandError } from '../terminal/exit';
import { print, printJson } from '../terminal/output';
import { platformOf, synthesizeProject } from '../terraform/project';

interface Options {
  readonly env: string;
  readonly format: 'dotenv' | 'compose' | 'kubernetes';
  readonly fromHost: boolean;
  readonly json: boolean;
}

export const serviceCommand = (): Command =>
  new Command('service')
    .description('prints what a service of the catalogue must be started with')
    .argument('<name>', 'a service in config/services.ts')
    .requiredOption('-e, --env <environment>', 'a file in config/environments: dev')
    .addOption(
      new Option('-f, --format <format>', 'variables, or a fragment of a Compose file or of a Deployment')
        .choices(['dotenv', 'compose', 'kubernetes'])
        .default('dotenv'),
    )
    .option('--from-host', 'for a service that runs on the host of the containers, outside of them', false)
    .option('--json', 'print the variables as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y service api-gateway --env dev --from-host > .env
  npx o11y service api-gateway --env dev --format compose > compose.override.yaml
  npx o11y service api-gateway --env prod --format kubernetes > patch.yaml
  npx o11y service api-gateway --env prod --json | jq -r .OTEL_RESOURCE_ATTRIBUTES
`,
    )
    .action(async (name: string, options: Options) => {
      const platform = platformOf(await synthesizeProject(), options.env);
      const service = serviceOf(platform, name);
      const variables = serviceEnvironment(platform.config, service, endpointFor(platform, options.fromHost));
      if (options.json) printJson(variables);
      else if (options.format === 'dotenv') print(dotenv(variables));
      else if (options.format === 'compose') print(composeFragment(platform.config, service, variables));
      else print(kubernetesFragment(service, variables));
    });

/** The service of a name. @throws ConfigError that lists the names there are */
function serviceOf({ config }: Platform, name: string): ServiceConfig {
  const service = config.services.find((candidate) => candidate.name === name);
  if (service !== undefined) return service;
  const names = config.services.map((candidate) => candidate.name);
  throw configError(
    'service',
    name,
    names.length === 0
      ? `is not in the catalogue of ${config.name}, which is empty: add it to config/services.ts`
      : `must be one of ${names.join(', ')}: add it to config/services.ts`,
  );
}

/** Where it sends telemetry. @throws CommandError when the environment takes none from there */
function endpointFor(platform: Platform, fromHost: boolean): string {
  const { config, components } = platform;
  if (!fromHost) {
    const endpoint = otlpEndpoint(platform);
    if (endpoint !== undefined) return endpoint;
    throw new CommandError(`${config.name} takes no telemetry: set otelCollector.enabled to true in config/environments/${config.name}.ts`);
  }
  const published = components.find(({ name }) => name === 'otel-collector')?.endpoints.find(({ name }) => name === 'otlp-http');
  const url = published === undefined ? undefined : publishedUrl(platform, published);
  if (url !== undefined) return url;
  throw new CommandError(`${config.name} takes no telemetry on a port of this machine: leave out --from-host`);
}
