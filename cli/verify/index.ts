import type { Platform } from '../../constructs/core/platform';
import type { VerifyOptions } from './options';

/** Checks a deployed environment and prints the result; true when nothing failed. The client of the other target is not loaded. */
export async function verify(platform: Platform, options: VerifyOptions): Promise<boolean> {
  switch (platform.config.target.kind) {
    case 'docker':
      return (await import('./docker')).verify(platform, options);
    case 'kubernetes':
      return (await import('./kubernetes')).verify(platform, options);
  }
}
