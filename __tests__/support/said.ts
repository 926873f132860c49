import { defineEnvironment } from '../../config/define';
import { ConfigError } from '../../config/errors';
import type { EnvironmentOverlay } from '../../config/schema/environment';

/** What defining an environment says; `OK` when it says nothing. Input is whatever somebody may write. */
export function said(overlay: unknown, name = 'dev'): string {
  try {
    defineEnvironment(name, overlay as EnvironmentOverlay);
    return 'OK';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}
