import type { Progress } from '../terminal/progress';
import type { TerraformSession } from './session';
import { GENERATED, readState } from './state';
import { applyOnly, type Outcome } from './terraform';

/**
 * Makes the generated values that the state does not have yet, before anything is set up with one. Terraform empties the file of its state
 * before it writes to it; a run that is killed then costs what that run has made, which a volume would go on asking for if it were a password.
 *
 * @returns how that ended; undefined when there was nothing to make
 */
export async function makeGenerated({ stack, terraform }: TerraformSession, progress: Progress): Promise<Outcome | undefined> {
  const { generated } = stack.stateFile === undefined ? { generated: new Set() } : readState(stack.stateFile);
  const missing = stack.generated.filter((name) => !generated.has(name));
  if (missing.length === 0) return undefined;
  return progress.phase(
    'Generating secrets',
    () =>
      applyOnly(
        terraform,
        missing.map((name) => `${GENERATED}.${name}`),
      ).outcome,
  );
}
