import type { Platform } from '../../constructs/core/platform';
import type { Stack } from './stack';
import type { Terraform } from './terraform';

/**
 * Does work that nobody else does to the environment meanwhile.
 *
 * @param command what holds it, for others: `deploy`
 * @param stop ends the waiting for another
 * @param work gets the variables for what it starts, by which that is known to belong to it
 * @throws CannotDeployError when somebody else is at work
 */
export type Hold = <T>(command: string, stop: AbortSignal, work: (variables: Readonly<Record<string, string>>) => Promise<T>) => Promise<T>;

/** Terraform in the folder of an environment's stack. */
export interface TerraformSession {
  readonly platform: Platform;
  readonly stack: Stack;
  readonly terraform: Terraform;
  readonly hold: Hold;
}
