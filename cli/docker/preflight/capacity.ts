import { statfs } from 'node:fs/promises';
import { GIB } from '../../../config/amounts';
import { bytes } from '../../../config/units';
import type { Platform } from '../../../constructs/core/platform';
import { type Finding, failed, ok, warning } from '../../preflight/finding';

const gib = (amount: number): string => `${(amount / GIB).toFixed(1)} GiB`;

/** Below this much free space the engine itself stops working. */
const MINIMUM_FREE = GIB;

/** Whether the engine's machine has the memory that the platform reserves, and that it may grow to. */
export function memoryFinding({ components }: Platform, total: number): Finding {
  const sum = (part: 'limits' | 'reservations'): number =>
    components.reduce((all, { resources }) => all + bytes(resources[part].memory), 0);
  const [reserved, limit] = [sum('reservations'), sum('limits')];
  if (reserved > total) {
    return failed(
      'memory',
      `the components reserve ${gib(reserved)}, the engine has ${gib(total)}`,
      'switch components off or lower their resources.reservations.memory, or give the engine more memory',
    );
  }
  if (limit > total) {
    return warning(
      'memory',
      `the components may use up to ${gib(limit)}, the engine has ${gib(total)}`,
      'lower resources.limits.memory of some, or give the engine more memory',
    );
  }
  return ok('memory', `${gib(reserved)} reserved and up to ${gib(limit)} used of ${gib(total)}`);
}

/** Bytes that may still be written below a folder, or undefined when this process does not see it. */
export async function freeSpace(folder: string): Promise<number | undefined> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/** Whether the disk of the engine's data has room for what the platform keeps. */
export function diskFinding({ config, components }: Platform, folder: string, free: number): Finding {
  if (free < MINIMUM_FREE) {
    return failed(
      'disk',
      `${gib(free)} free below ${folder}; at least ${gib(MINIMUM_FREE)} is needed`,
      'docker system prune, or free space there',
    );
  }
  const { size } = config.retention.metrics;
  if (components.some(({ role }) => role === 'metrics') && bytes(size) > free) {
    return warning(
      'disk',
      `${gib(free)} free below ${folder}; retention.metrics.size allows ${gib(bytes(size))} (${size}) of metrics alone`,
      'lower retention.metrics.size, or free space there',
    );
  }
  return ok('disk', `${gib(free)} free below ${folder}`);
}
