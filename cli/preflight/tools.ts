import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as z from 'zod';
import { engines } from '../../package.json';
import { CannotDeployError } from '../terminal/exit';
import { findTerraform } from '../terraform/terraform';
import { type Finding, failed, ok } from './finding';

const run = promisify(execFile);

/** `terraform_data`, which holds generated secrets, is built in since 1.4; every OpenTofu is newer than that. */
const MINIMUM_TERRAFORM = '1.4.0';

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

/** Whether there is a Terraform or OpenTofu that is new enough. Starts a process. */
export async function terraformFinding(environment: NodeJS.ProcessEnv = process.env): Promise<Finding> {
  let program: string;
  try {
    program = findTerraform(environment);
  } catch (error) {
    if (error instanceof CannotDeployError) return missing(error.message);
    throw error;
  }
  const version = await terraformVersion(program, environment);
  if (version === undefined) return failed('terraform', `"${program} version" fails`, `run it, and ${INSTALL}`);
  return isAtLeast(version, MINIMUM_TERRAFORM)
    ? ok('terraform', `${program} ${version}`)
    : failed('terraform', `${program} ${version} is too old: ${MINIMUM_TERRAFORM} or newer is needed`, INSTALL);
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
    return versionSchema.parse(JSON.parse(stdout)).terraform_version;
  } catch {
    return undefined;
  }
}
