import { DAY } from '../../config/amounts';
import { type Duration, durationSchema, seconds } from '../../config/units';
import type { Platform } from '../../constructs/core/platform';
import type { Usage } from '../../tuning/usage';
import { CommandError } from '../terminal/exit';
import { measure } from './measure';

/** Measures a deployed environment over the last while. Calls the network. @throws CommandError when it cannot */
export async function usageOf(platform: Platform, window: Duration): Promise<Usage> {
  const windowSeconds = Math.round(seconds(window));
  switch (platform.config.target.kind) {
    case 'docker': {
      const { dockerSurroundings } = await import('../docker/usage');
      return measure(platform, await dockerSurroundings(platform), windowSeconds);
    }
    case 'kubernetes': {
      const { withClusterSurroundings } = await import('../kubernetes/usage');
      return withClusterSurroundings(platform, (surroundings) => measure(platform, surroundings, windowSeconds));
    }
  }
}

/** The window that somebody typed. @throws CommandError */
export function parseWindow(text: string): Duration {
  const parsed = durationSchema.safeParse(text);
  if (parsed.success && seconds(parsed.data) >= 60 && seconds(parsed.data) <= 90 * DAY) return parsed.data;
  throw new CommandError(`--window ${text}: must be a duration from 1m to 90d, such as "1h" or "7d"`);
}
