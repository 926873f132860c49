import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Replaces a file by one rename: whoever reads it at the same moment, or after the writer was killed, finds the old one or the new one. */
export function writeWhole(file: string, text: string): void {
  const part = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(part, text);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}
