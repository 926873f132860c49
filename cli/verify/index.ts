import type { Platform } from '../../constructs/core/platform';

/** Checks a deployed environment from end to end and prints the result; true when everything passed. */
export async function verify(platform: Platform, options: { readonly json: boolean }): Promise<boolean> {
  const { runChecks } = await import('./run');
  return runChecks(platform, options);
}
