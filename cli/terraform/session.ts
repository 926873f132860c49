import type { Platform } from '../../constructs/core/platform';
import type { Stack } from './stack';
import type { Terraform } from './terraform';

/** Terraform in the folder of an environment's stack. */
export interface TerraformSession {
  readonly platform: Platform;
  readonly stack: Stack;
  readonly terraform: Terraform;
}
