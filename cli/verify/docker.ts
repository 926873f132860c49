import { join } from 'node:path';
import type Dockerode from 'dockerode';
import type { EnvironmentConfig } from '../../config/schema/environment';
import { environmentPrefix } from '../../constructs/core/naming';
import type { Platform } from '../../constructs/core/platform';
import { publishedPlaces } from '../docker/addresses';
import { connect } from '../docker/engine';
import { objectsOf } from '../docker/leftovers';
import { CommandError } from '../terminal/exit';
import { type Checks, createChecks } from './check';
import { checkComponents } from './components';
import { checkDataSources } from './data-sources';
import { patience, type VerifyOptions } from './options';
import { passwordFrom } from './password';
import { conclude } from './report';
import { checkRetention, containerArguments } from './retention';
import { checkSignals } from './signals';
import { checkTargets } from './targets';

/**
 * Checks a deployed environment from end to end and prints the result; true when nothing failed. What is checked follows from
 * the platform: a signal whose store is off is neither checked nor listed. Takes a minute at most with the default
 * configuration, and a few seconds when everything is up and in order.
 */
export async function verify(platform: Platform, options: VerifyOptions): Promise<boolean> {
  const { config } = platform;
  const checks = createChecks();
  const deadline = Date.now() + patience(config) * 1_000;
  const engine = await connect();
  if (engine === undefined) await requireAnswer(platform);
  if (!(await isDeployed(engine, platform))) checks.start('Components', 'deployment', () => notDeployed(config));
  else if (options.only === 'readiness') checkComponents(checks, platform, deadline, engine);
  else startChecks(checks, platform, deadline, engine, options.outdir ?? 'cdktf.out');
  return conclude(checks, config.name, options.json);
}

/** Without an engine, what is published may still answer. Where nothing does, there is one thing to say. @throws CommandError */
async function requireAnswer(platform: Platform): Promise<void> {
  const urls = publishedPlaces(platform).map(({ url }) => url);
  const answers = urls.map((url) =>
    fetch(url, { signal: AbortSignal.timeout(2_000), redirect: 'manual' }).then(({ body }) => body?.cancel()),
  );
  await Promise.any(answers).catch(() => {
    throw new CommandError(
      `no container engine answers, nor does anything of ${platform.config.name} on its ports: start the engine (sudo systemctl start docker, or Docker Desktop); npx o11y doctor ${platform.config.name} says more`,
    );
  });
}

/** Whether there is anything to ask; without an engine that knows, there is. */
async function isDeployed(engine: Dockerode | undefined, platform: Platform): Promise<boolean> {
  if (engine === undefined) return true;
  return (await objectsOf(engine, platform)).some(({ kind, ownership }) => kind === 'container' && ownership === 'own');
}

async function notDeployed(config: EnvironmentConfig): Promise<never> {
  throw new Error(`${environmentPrefix(config)} is not deployed on this engine: npx o11y deploy ${config.name}`);
}

function startChecks(checks: Checks, platform: Platform, deadline: number, engine: Dockerode | undefined, outdir: string): void {
  checkComponents(checks, platform, deadline, engine);
  checkTargets(checks, platform, deadline);
  checkSignals(checks, platform, deadline);
  checkDataSources(checks, platform, deadline, passwordFrom(join(outdir, 'stacks', platform.config.name)));
  checkRetention(checks, platform, deadline, containerArguments(engine, platform));
}
