import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotDeployError, CommandError } from '../terminal/exit';
import { diagnosticsText } from './diagnostics';
import type { Stack } from './stack';
import { init, type Terraform } from './terraform';

/**
 * Prepares a stack's folder for Terraform unless it is prepared already: by the same program, for the same backend and
 * providers, with nothing of what it made changed or gone since. Starts a process, and may download providers.
 *
 * @throws CannotDeployError when a provider cannot be had
 */
export async function ensureInitialised(terraform: Terraform, stack: Stack): Promise<void> {
  const marker = join(stack.folder, '.terraform', 'o11y-init');
  if (readText(marker) === fingerprint(terraform, stack)) return;
  const outcome = await init(terraform).outcome;
  if (outcome.kind === 'interrupted') throw new CommandError('interrupted: nothing was touched', 130);
  if (outcome.kind !== 'done') {
    const summary = `${terraform.program} init failed`;
    throw new CannotDeployError(`${summary}: nothing was touched\n${diagnosticsText(outcome)}`, summary);
  }
  mkdirSync(join(stack.folder, '.terraform'), { recursive: true });
  writeFileSync(marker, fingerprint(terraform, stack));
}

function fingerprint({ program, folder }: Terraform, { requirements }: Stack): string {
  const data = join(folder, '.terraform');
  const providers = join(data, 'providers');
  const installed = existsSync(providers) ? readdirSync(providers, { recursive: true, encoding: 'utf8' }).sort() : [];
  const parts = [
    program,
    requirements,
    readText(join(folder, '.terraform.lock.hcl')),
    readText(join(data, 'terraform.tfstate')),
    ...installed,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

const readText = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);
