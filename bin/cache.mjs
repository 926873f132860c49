import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, digest, stamp } from './bundle.mjs';
import { cacheFolder, INSTALLATION_MARKERS, modulesAbove } from './modules.cjs';

/**
 * What a bundle was made of. Paths are absolute: a project that moved is another entry point.
 * @typedef {object} Manifest
 * @property {string} output the program to import
 * @property {Record<string, readonly [stamp: string, digest: string]>} files those that exist must have these contents, and those with '' must not exist
 * @property {Record<string, string>} folders the names in the folders that it takes files from
 */

/** Bundles that a newer one has replaced stay this long (ms): a program that runs from one may load more of it. */
const KEEP_REPLACED = 3_600_000;

/** A file may carry a time this much (ms) before it was written: kernels stamp files from a clock that ticks. */
const CLOCK_TICK = 10;

/** What changed during the build: the next run builds again. */
const UNCERTAIN = '?';

/** Extensions that an import without extension may mean: a new file with one of them can stand before an old one. */
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const CONFIGURATION = /^(?:package|tsconfig.*)\.json$/;

/** This program itself: a bundle made by an older version of it or of esbuild is not up to date. */
const TOOLS = [
  fileURLToPath(import.meta.url),
  ...['bundle.mjs', 'modules.cjs'].map((file) => fileURLToPath(new URL(file, import.meta.url))),
  createRequire(import.meta.url).resolve('esbuild/package.json'),
];

/**
 * An up-to-date bundle of an entry point: the last one if nothing that it is made of has changed, or else a new one.
 *
 * "Nothing" is: no file of it was edited or removed, no file joined a folder that it takes files from (by a glob import, or
 * as one that an import would now find first), no package was installed, and no configuration of the build, esbuild or this
 * program changed. A file with new times counts as edited only if its contents differ, so checking out a branch and going
 * back costs no build.
 *
 * Any number of processes may do this at once: a bundle is written to a folder of its own, and becomes the current one when it
 * is whole, by one rename.
 *
 * @param {string} entry absolute path, without symbolic links
 * @returns {Promise<string>} absolute path of the program to import
 */
export async function upToDateBundle(entry) {
  const root = packageRoot(entry);
  const cache = cacheFolder(modulesAbove(root));
  if (cache === undefined) return temporaryBundle(entry, root);
  const name = `${basename(entry, extname(entry))}-${digest(entry).slice(0, 12)}`;
  const manifestFile = join(cache, `${name}.json`);
  const previous = readManifest(manifestFile);
  const current = previous && confirm(previous);
  if (current !== undefined) {
    if (current !== previous) writeManifest(manifestFile, current);
    return current.output;
  }
  const outdir = join(cache, `${name}-${randomUUID()}`);
  try {
    const started = Date.now();
    const manifest = describe(await bundle({ entry, outdir, root }), root, started - CLOCK_TICK);
    writeManifest(manifestFile, manifest);
    removeReplaced(cache, name, previous && dirname(previous.output), outdir);
    return manifest.output;
  } catch (error) {
    rmSync(outdir, { recursive: true, force: true });
    throw error;
  }
}

/**
 * The manifest with today's file times if the bundle is still what a build would make, or else undefined.
 * @param {Manifest} manifest
 * @returns {Manifest | undefined}
 */
function confirm(manifest) {
  if (!existsSync(manifest.output)) return undefined;
  const touched = Object.entries(manifest.files).filter(([path, [seen]]) => stamp(path) !== seen);
  const same = touched.every(([path, [seen, contents]]) => seen !== '' && existsSync(path) && digest(readFileSync(path)) === contents);
  if (!same) return undefined;
  for (const [folder, names] of Object.entries(manifest.folders)) if (names === UNCERTAIN || list(folder) !== names) return undefined;
  if (touched.length === 0) return manifest;
  const refreshed = touched.map(([path, [, contents]]) => [path, [stamp(path), contents]]);
  return { ...manifest, files: { ...manifest.files, ...Object.fromEntries(refreshed) } };
}

/**
 * @param {Awaited<ReturnType<typeof bundle>>} built
 * @param {string} root
 * @param {number} started when the build began (ms since the epoch): what changed since then is uncertain
 * @returns {Manifest}
 */
function describe({ output, files, globs }, root, started) {
  const own = [...files.keys()].filter((path) => !path.includes(`${sep}node_modules${sep}`));
  const folders = new Set([root, ...own.flatMap((path) => ancestors(dirname(path), root))]);
  const configuration = [
    ...TOOLS,
    ...INSTALLATION_MARKERS.map((marker) => join(root, 'node_modules', marker)),
    ...[...folders].flatMap(configurationFiles),
    ...[...files.keys()].flatMap(packageFile),
  ];
  const described = [...new Set(configuration)].map((path) => [path, describeFile(path, started)]);
  const listings = [...folders, ...globs.map((folder) => `${folder}${sep}**`)];
  return {
    output,
    files: Object.fromEntries([...described, ...files]),
    folders: Object.fromEntries(listings.map((folder) => [folder, list(folder, started)])),
  };
}

/** @type {(path: string, started: number) => readonly [stamp: string, digest: string]} */
function describeFile(path, started) {
  if (!existsSync(path)) return ['', ''];
  return statSync(path).mtimeMs >= started ? [UNCERTAIN, UNCERTAIN] : [stamp(path), digest(readFileSync(path))];
}

/**
 * The names in a folder: of its sources, or with `**` at the end of everything below it.
 * @param {string} folder
 * @param {number} [changedSince] gives UNCERTAIN when the folder changed at or after this time (ms since the epoch)
 * @returns {string}
 */
function list(folder, changedSince = Number.POSITIVE_INFINITY) {
  const recursive = basename(folder) === '**';
  const path = recursive ? dirname(folder) : folder;
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return '';
  if (stats.mtimeMs >= changedSince) return UNCERTAIN;
  const names = [];
  for (const item of readdirSync(path, { withFileTypes: true })) {
    if (!recursive && !item.isDirectory() && SOURCE.test(item.name)) names.push(item.name);
    if (!recursive || item.name === 'node_modules') continue;
    names.push(item.isDirectory() ? `${item.name}/(${list(join(path, item.name, '**'), changedSince)})` : item.name);
  }
  const text = names.sort().join('|');
  return text.includes(UNCERTAIN) ? UNCERTAIN : text;
}

/** @type {(folder: string, root: string) => string[]} the folder and those above it, up to the root */
function ancestors(folder, root) {
  const within = folder === root || folder.startsWith(`${root}${sep}`);
  return within && folder !== root ? [folder, ...ancestors(dirname(folder), root)] : [folder];
}

/** @type {(folder: string) => string[]} what configures how its files are resolved and compiled */
function configurationFiles(folder) {
  const present = readdirSync(folder).filter((name) => CONFIGURATION.test(name));
  return ['package.json', 'tsconfig.json', ...present].map((name) => join(folder, name));
}

/** @type {(path: string) => string[]} the package.json of the installed package that a file belongs to */
function packageFile(path) {
  const folder = /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(path)?.[0];
  return folder === undefined ? [] : [join(folder, 'package.json')];
}

/** @type {(entry: string) => string} the project's folder: where its package.json is, or that an installed package is installed in */
function packageRoot(entry) {
  const installed = entry.indexOf(`${sep}node_modules${sep}`);
  if (installed !== -1) return entry.slice(0, installed);
  const holds = (/** @type {string} */ folder) => existsSync(join(folder, 'package.json'));
  return foldersAbove(entry).find(holds) ?? dirname(entry);
}

/** @type {(path: string) => string[]} every folder above a path, the nearest first */
function foldersAbove(path) {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersAbove(folder)];
}

/** @type {(entry: string, root: string) => Promise<string>} a bundle for this run alone */
async function temporaryBundle(entry, root) {
  const outdir = mkdtempSync(join(tmpdir(), 'o11y-'));
  process.once('exit', () => rmSync(outdir, { recursive: true, force: true }));
  return (await bundle({ entry, outdir, root })).output;
}

/** @type {(file: string) => Manifest | undefined} */
function readManifest(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // None yet, or one that a full disk cut off: both mean a build.
  }
}

/** @type {(file: string, manifest: Manifest) => void} */
function writeManifest(file, manifest) {
  const whole = `${file}.${randomUUID()}`;
  writeFileSync(whole, JSON.stringify(manifest));
  renameSync(whole, file);
}

/** @type {(cache: string, name: string, replaced: string | undefined, current: string) => void} */
function removeReplaced(cache, name, replaced, current) {
  const now = Date.now();
  if (replaced !== undefined && existsSync(replaced)) utimesSync(replaced, now / 1000, now / 1000);
  for (const item of readdirSync(cache)) {
    const path = join(cache, item);
    if (path === current || !item.startsWith(`${name}-`)) continue;
    const since = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? now;
    if (now - since > KEEP_REPLACED) rmSync(path, { recursive: true, force: true });
  }
}
