import { Command, InvalidArgumentError, Option } from 'commander';
import type { Platform } from '../../constructs/core/platform';
import { countText } from '../../cost/text';
import type { Access, Deployment, DeployOptions } from '../target/operations';
import { print, printJson } from '../terminal/output';
import { createProgress } from '../terminal/progress';
import { type Project, platformOf, synthesizeProject } from '../terraform/project';
import type { ReviewedPlan } from '../terraform/saved-plan';
import { operationsOf } from './operations-of';

interface Options {
  readonly timeout: number;
  readonly refresh: boolean;
  readonly takeOver: boolean;
  readonly plan?: string;
  readonly json: boolean;
}

/** How long components may take to become ready (s): Loki and Tempo take half a minute on a busy machine. */
const READY_TIMEOUT = 180;

export const deployCommand = (): Command =>
  new Command('deploy')
    .description('deploys an environment, or brings it up to date, and waits until it is ready')
    .argument('<environment>', 'a file in config/environments: dev')
    .option('--timeout <seconds>', 'how long components may take to become ready', seconds, READY_TIMEOUT)
    .option('--refresh', 'ask Terraform even when nothing has changed since the last deployment', false)
    .option('--take-over', 'replace containers that were deployed from another folder; data volumes stay', false)
    .addOption(
      new Option('--plan <file>', 'apply exactly the plan that plan --live --out has saved; it may hold secrets').conflicts([
        'refresh',
        'takeOver',
      ]),
    )
    .option('--json', 'print the result as JSON', false)
    .addHelpText(
      'after',
      `
Examples:
  npx o11y deploy dev
  npx o11y deploy dev --timeout 600           a slow machine
  npx o11y deploy dev --plan dev.tfplan       what npx o11y plan dev --live --out dev.tfplan has shown
  npx o11y deploy dev --json | jq .addresses

It uses the state that cdktf uses: npx cdktf deploy dev does the same without checks before it and waiting after it.
`,
    )
    .action(async (environment: string, options: Options) => {
      const progress = createProgress();
      const project = await progress.phase('Synthesising', synthesizeProject);
      const platform = platformOf(project, environment);
      const operations = await operationsOf(platform);
      const plan = options.plan === undefined ? undefined : await reviewed(options.plan, project, platform);
      const deployment = await operations.deploy(project, platform, progress, {
        ...deployOptions(options),
        ...(plan === undefined ? {} : { plan }),
      });
      const access = operations.access(platform);
      if (options.json)
        printJson({ environment, seconds: deployment.seconds, changes: deployment.changes ?? null, addresses: access.addresses });
      else print(formatDeployment(platform, access, deployment));
    });

const deployOptions = ({ timeout, refresh, takeOver }: Options): DeployOptions => ({ timeoutSeconds: timeout, refresh, takeOver });

async function reviewed(file: string, project: Project, platform: Platform): Promise<ReviewedPlan> {
  const [{ reviewedPlan }, { readStack }] = await Promise.all([import('../terraform/saved-plan'), import('../terraform/stack')]);
  return reviewedPlan(file, platform.config.name, readStack(project, platform.config.name));
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('must be a whole number of seconds, such as 300');
}

/** What was done, where everything is, and how to get in. Pure. */
export function formatDeployment(
  { config, components }: Platform,
  access: Pick<Access, 'text'>,
  { changes, seconds: took }: Deployment,
): string {
  const { name } = config;
  const done = changes === undefined ? 'nothing had changed' : `${changes.add} added, ${changes.change} changed, ${changes.remove} removed`;
  const password = components.some(({ product }) => product === 'grafana')
    ? [`Grafana's user is ${config.grafana.adminUser}; npx o11y password ${name} prints its password.`]
    : [];
  return [
    `${name} is ready: ${countText(components.length, 'component')}, ${done}, ${took.toFixed(1)} s.`,
    '',
    ...(access.text === '' ? [] : [access.text, '']),
    ...password,
    `npx o11y verify ${name} sends telemetry through it and reads it back.`,
  ].join('\n');
}

/** The options of the command when none is given. */
export const DEFAULT_OPTIONS: DeployOptions = { timeoutSeconds: READY_TIMEOUT, refresh: false, takeOver: false };
