import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import * as z from 'zod';
import type { EnvironmentConfig } from '../../config/schema/environment';
import { minimumTerraform } from '../../config/terraform';
import { engines } from '../../package.json';
import { CannotDeployError } from '../terminal/exit';
import { findTerraform } from '../terraform/terraform';
import { type Finding, failed, ok, warning } from './finding';

const run = promisify(execFile);

const versionSchema = z.object({ terraform_version: z.string() });

/** Whether a dotted version is at least another: numbers compare as numbers, missing parts count as 0. */
export function isAtLeast(version: string, minimum: string): boolean {
  const parts = (text: string): readonly number[] => text.replace(/^v/, '').split(/[.+-]/).slice(0, 3).map(Number);
  const [actual, required] = [parts(version), parts(minimum)];
  const index = [0, 1, 2].find((part) => (actual[part] ?? 0) !== (required[part] ?? 0));
  return index === undefined || (actual[index] ?? 0) > (required[index] ?? 0);
}

/** Whether this is a Node that the package runs on. */
export function nodeFinding(version: string = process.versions.node, range: string = engines.node): Finding {
  const minimum = range.replace(/^>=\s*/, '');
  return isAtLeast(version, minimum)
    ? ok('node', `Node.js ${version}`)
    : failed('node', `Node.js ${version} is too old: ${minimum} or newer is needed`, 'nvm install 22 && nvm use 22');
}

/**
 * Whether there is a Terraform or OpenTofu that is new enough. Starts a process.
 *
 * @param config of the environment that it is for; any Terraform that runs will do where there is none
 */
export async function terraformFinding(config?: EnvironmentConfig, environment: NodeJS.ProcessEnv = process.env): Promise<Finding> {
  let program: string;
  try {
    program = findTerraform(environment);
  } catch (error) {
    if (error instanceof CannotDeployError) return missing(error.message);
    throw error;
  }
  const version = await terraformVersion(program, environment);
  if (version === undefined) return failed('terraform', `"${program} version" fails`, `run it, and ${INSTALL}`);
  const minimum = config === undefined ? undefined : minimumTerraform(config);
  if (minimum !== undefined && !isAtLeast(version, minimum))
    return failed('terraform', `${program} ${version} is too old: ${config?.name} needs ${minimum} or newer`, INSTALL);
  const settings = environment['TF_CLI_CONFIG_FILE'] ?? '';
  return settings === '' || existsSync(settings)
    ? ok('terraform', `${program} ${version}`)
    : warning('terraform', `${program} ${version}; TF_CLI_CONFIG_FILE names ${settings}, which does not exist`, 'correct it, or unset it');
}

const INSTALL =
  'install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install)';

/** The message of one who only wants to run it says what is missing and, after a colon, what to do. */
function missing(message: string): Finding {
  const [what, fix] = message.split(/: (?=install|correct)/);
  return failed('terraform', what ?? message, fix ?? INSTALL);
}

async function terraformVersion(program: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    // Without the check Terraform asks a server on the internet whether there is a newer one.
    const { stdout } = await run(program, ['version', '-json'], { env: { ...environment, CHECKPOINT_DISABLE: '1' }, timeout: 10_000 });
    // OpenTofu prints its warnings before the JSON, such as that there is no CLI configuration file.
    return versionSchema.parse(JSON.parse(stdout.slice(stdout.indexOf('\n{') + 1))).terraform_version;
  } catch {
    return undefined;
  }
}
