import type Dockerode from 'dockerode';
import type { Platform } from '../../constructs/core/platform';
import { CannotDeployError } from '../terminal/exit';
import type { Project } from '../terraform/project';
import type { TerraformSession } from '../terraform/session';
import { readStack } from '../terraform/stack';
import { findTerraform } from '../terraform/terraform';
import { lockOf } from './lock';

/** What a command needs that changes an environment of containers. */
export interface Session extends TerraformSession {
  readonly engine: Dockerode;
}

/** The engine. @throws CannotDeployError when none answers */
export async function requireEngine(): Promise<Dockerode> {
  const { connect } = await import('./engine');
  const engine = await connect();
  if (engine !== undefined) return engine;
  throw new CannotDeployError(
    'no container engine answers: start it (sudo systemctl start docker, or Docker Desktop); npx o11y doctor says more',
  );
}

/**
 * Finds the programs. Touches nothing.
 *
 * @throws CannotDeployError
 */
export async function openSession(project: Project, platform: Platform): Promise<Session> {
  const stack = readStack(project, platform.config.name);
  const program = findTerraform();
  const [engine, { deployVariables }] = await Promise.all([requireEngine(), import('./preflight')]);
  const terraform = { program, folder: stack.folder, variables: await deployVariables() };
  return { platform, stack, engine, terraform, hold: lockOf(engine, platform.config, stack.folder) };
}
