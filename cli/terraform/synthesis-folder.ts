import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PLATFORMS_FOLDER } from '../../constructs/core/platform';

/** How the folders begin that one run writes to, within the output. */
const PREFIX = '.run-';

/** A run that was killed leaves its folder; no synthesis takes as long as this (ms). */
const ABANDONED_MS = 3_600_000;

/**
 * Gives a run of the project's program a folder of its own within the output, and puts what it wrote in its place when it has ended well:
 * file by file, each by a rename, so that a command that reads the output at the same moment finds the old file or the new one. Writes files.
 *
 * @param outdir the output that all commands share; it is made where it is missing
 * @param run writes a whole output to the folder that it is given, and returns what the caller wants of it
 */
export async function inOwnFolder<T>(outdir: string, run: (folder: string) => Promise<T>): Promise<T> {
  mkdirSync(outdir, { recursive: true });
  removeAbandoned(outdir);
  const own = mkdtempSync(join(outdir, PREFIX));
  try {
    const result = await run(own);
    publish(own, outdir);
    return result;
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

function removeAbandoned(outdir: string): void {
  for (const name of readdirSync(outdir).filter((entry) => entry.startsWith(PREFIX))) {
    const changed = statSync(join(outdir, name), { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - changed > ABANDONED_MS) rmSync(join(outdir, name), { recursive: true, force: true });
  }
}

function publish(own: string, outdir: string): void {
  const written = filesIn(own);
  for (const file of written) {
    mkdirSync(join(outdir, dirname(file)), { recursive: true });
    renameSync(join(own, file), join(outdir, file));
  }
  // An environment that is gone is described no longer; its stack's folder stays, with what Terraform keeps there.
  for (const name of readdirSync(join(outdir, PLATFORMS_FOLDER))) {
    if (!written.includes(join(PLATFORMS_FOLDER, name))) rmSync(join(outdir, PLATFORMS_FOLDER, name), { force: true });
  }
}

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [relative(folder, join(entry.parentPath, entry.name))] : [],
  );
