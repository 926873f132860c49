import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, INSTALLATION_MARKERS, modulesAbove } from '../../bin/modules.cjs';
import { name as toolkit, version } from '../../package.json';
import { gitText } from './git';

/** Of what lies in the cache: another number makes every entry unknown. */
const CACHE_VERSION = 1;
/** Bases that are kept: a person compares with a few at most. */
const KEPT = 4;
/** What a run that was killed left is removed after this (ms). */
const ABANDONED = 3_600_000;

/** Writes a project's output to a folder. */
export type Synthesise = (folder: string, outdir: string) => Promise<void>;

/**
 * The output of the project as it was: from the cache, or made by running its own program in a temporary copy of its sources, with the
 * packages that are installed now. An entry comes into the cache by one rename, so that it is there whole or not at all. Reads the
 * repository, writes to the cache and to the temporary folder, and clears up after itself.
 *
 * @param tree hash of the project's folder in the base
 * @param temporary folder of this run, which the caller removes
 * @throws whatever synthesise throws; then nothing is kept
 */
export async function baseOutput(tree: string, temporary: string, synthesise: Synthesise): Promise<string> {
  const modules = modulesAbove(process.cwd());
  const cache = cacheFolder(modules, 'plan');
  const entry = cache === undefined ? undefined : join(cache, keyOf(tree, modules));
  if (entry !== undefined && existsSync(entry)) {
    const now = Date.now() / 1_000;
    utimesSync(entry, now, now);
    return entry;
  }
  const fresh = cache === undefined ? join(temporary, 'base') : join(cache, `.new-${randomUUID()}`);
  try {
    mkdirSync(fresh, { recursive: true });
    const sources = await checkOut(tree, temporary);
    linkModules(modules, sources);
    await synthesise(sources, fresh);
    if (cache === undefined || entry === undefined) return fresh;
    keep(fresh, entry);
    removeOld(cache);
    return entry;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw error;
  }
}

/** A folder for what one run needs. */
export const temporaryFolder = (): string => mkdtempSync(join(realpathSync(tmpdir()), 'o11y-plan-'));

/** All that a base's output follows from. */
function keyOf(tree: string, modules: readonly string[]): string {
  const hash = createHash('sha256').update(`${CACHE_VERSION} ${toolkit} ${version} ${process.version} ${tree}\n`);
  for (const file of modules.flatMap((folder) => INSTALLATION_MARKERS.map((marker) => join(folder, marker)))) {
    if (existsSync(file)) hash.update(readFileSync(file));
  }
  return hash.digest('base64url');
}

/**
 * Sources as they were, outside of node_modules, where compilers do not treat TypeScript and its settings as a project's own. Not by
 * `git archive`, which leaves out what .gitattributes marks export-ignore.
 */
async function checkOut(tree: string, temporary: string): Promise<string> {
  const sources = join(temporary, 'sources');
  mkdirSync(sources);
  const folder = await gitText(['rev-parse', '--absolute-git-dir']);
  const environment = { GIT_DIR: folder, GIT_WORK_TREE: sources, GIT_INDEX_FILE: join(temporary, 'index'), GIT_OPTIONAL_LOCKS: '1' };
  await gitText(['read-tree', tree], { cwd: sources, environment });
  await gitText(['checkout-index', '--all', '--force', '--quiet'], { cwd: sources, environment });
  return sources;
}

/** A link for each package: a link to the folder as a whole would make the base's bundles join the project's own. */
function linkModules(modules: readonly string[], sources: string): void {
  const target = join(sources, 'node_modules');
  mkdirSync(target, { recursive: true });
  const known = new Set(['.cache', ...readdirSync(target)]);
  for (const folder of modules) {
    for (const name of readdirSync(folder)) {
      if (known.has(name)) continue;
      known.add(name);
      symlinkSync(join(folder, name), join(target, name));
    }
  }
}

/** Another run may have been faster: then its entry stays. */
function keep(fresh: string, entry: string): void {
  try {
    renameSync(fresh, entry);
  } catch (error) {
    if (!existsSync(entry)) throw error;
    rmSync(fresh, { recursive: true, force: true });
  }
}

function removeOld(cache: string): void {
  const items = readdirSync(cache).flatMap((name) => {
    const path = join(cache, name);
    const used = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    return used === undefined ? [] : [{ path, used, unfinished: name.startsWith('.') }];
  });
  const whole = items.filter(({ unfinished }) => !unfinished).sort((a, b) => b.used - a.used);
  const abandoned = items.filter(({ unfinished, used }) => unfinished && Date.now() - used > ABANDONED);
  for (const { path } of [...whole.slice(KEPT), ...abandoned]) rmSync(path, { recursive: true, force: true });
}
