import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerLabels } from '../../../constructs/core/labels';
import type { Owner } from '../../../constructs/core/ownership';
import { engine } from '../e2e/engine';

/** More than Prometheus sets aside for what comes next, and little enough to be filled at once. */
const SIZE = '320m';

/** A file system of its own that can be filled. Only root can mount it. */
export class SmallDisk {
  private readonly folder = mkdtempSync(join(tmpdir(), 'o11y-disk-'));
  private readonly filler = join(this.folder, 'filler');

  constructor() {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'o11y-test', this.folder]);
    chmodSync(this.folder, 0o777);
  }

  /** Makes it a volume of an environment. */
  async asVolume(name: string, owner: Owner): Promise<void> {
    const options = { type: 'none', o: 'bind', device: this.folder };
    await engine.createVolume({ Name: name, Driver: 'local', DriverOpts: options, Labels: { ...ownerLabels(owner) } });
  }

  fill(): void {
    const file = openSync(this.filler, 'w');
    const block = Buffer.alloc(65_536, 1);
    try {
      for (;;) writeSync(file, block);
    } catch (error) {
      // Not by its class: Node's own errors are of another realm than a test's.
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(this.filler, { force: true });
  }

  remove(): void {
    execFileSync('umount', [this.folder]);
    rmSync(this.folder, { recursive: true });
  }
}
