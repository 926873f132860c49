import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * What a file's loader is by its extension; what is not listed is left to esbuild.
 * @type {Readonly<Record<string, import('esbuild').Loader>>}
 */
const LOADERS = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.json': 'json',
};

/** These mean the file itself, and would name the bundle instead once the file is inside it. */
const OWN_LOCATION = /\b__(?:dirname|filename)\b|\bimport\.meta\b/;

/**
 * Size and times of a file, as one comparable text; '' when it does not exist. The change time catches a restored modification time.
 * @type {(path: string) => string}
 */
export function stamp(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats === undefined ? '' : `${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`;
}

/** @type {(contents: string | Buffer) => string} */
export const digest = (contents) => createHash('sha256').update(contents).digest('base64url');

/**
 * Gives esbuild every file, and notes for each what was really read, so that an edit during the build cannot go unseen.
 * @type {(esbuild: typeof import('esbuild'), files: Map<string, [stamp: string, digest: string]>) => import('esbuild').Plugin}
 */
const readAndRecord = (esbuild, files) => ({
  name: 'read-and-record',
  setup(build) {
    // A compiled addon cannot be in a bundle: it stays where it is. One that was not built stays a run-time error, which its
    // users (ssh2) catch.
    build.onResolve({ filter: /\.node$/ }, ({ path, resolveDir }) => {
      const file = resolve(resolveDir, path);
      return { path: stamp(file) === '' ? path : file, external: true };
    });
    build.onLoad({ filter: /\.(?:[cm]?[jt]s|tsx|json)$/, namespace: 'file' }, async ({ path }) => {
      const before = stamp(path);
      const contents = await readFile(path);
      files.set(path, [before, digest(contents)]);
      const loader = LOADERS[extname(path)] ?? 'default';
      if (loader === 'json' || !OWN_LOCATION.test(contents.toString())) return { contents, loader };
      const { code } = await esbuild.transform(contents.toString(), {
        loader,
        sourcefile: path,
        sourcemap: 'inline',
        sourcesContent: false,
        target: 'node20',
        define: {
          __dirname: JSON.stringify(dirname(path)),
          __filename: JSON.stringify(path),
          'import.meta.dirname': JSON.stringify(dirname(path)),
          'import.meta.filename': JSON.stringify(path),
          'import.meta.url': JSON.stringify(pathToFileURL(path).href),
        },
      });
      return { contents: code, loader: 'js' };
    });
  },
});

/**
 * Bundles an entry point with everything that it imports: Node then reads a few files instead of a thousand.
 * The output is in ES modules, for top-level `await` and for code that is loaded when it is first needed.
 *
 * @param {{ entry: string, outdir: string, root: string }} options absolute paths; `root` is the folder that the paths in
 *   messages are relative to
 * @returns {Promise<{ output: string, files: Map<string, [stamp: string, digest: string]>, globs: string[] }>} the program to
 *   import, the files it was made of, and the folders in which a new file would join it (`import(`./folder/${name}.ts`)`)
 * @throws {Error} with `errors`, as esbuild lists them, when the sources do not build
 */
export async function bundle({ entry, outdir, root }) {
  const esbuild = await import('esbuild');
  /** @type {Map<string, [stamp: string, digest: string]>} */
  const files = new Map();
  const { metafile } = await esbuild.build({
    entryPoints: [entry],
    outdir,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    splitting: true,
    // Not keepNames, which sets the name of every function at every start, a tenth of a synthesis: errors carry theirs as a field.
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    logLevel: 'silent',
    plugins: [readAndRecord(esbuild, files)],
  });
  const [output] =
    Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint !== undefined && resolve(root, entryPoint) === entry) ?? [];
  if (output === undefined) throw new Error(`esbuild wrote no program for ${entry}`);
  const globs = new Set();
  for (const [input, { imports }] of Object.entries(metafile.inputs)) {
    for (const { path } of imports) {
      if (!path.startsWith('.') || !path.includes('*')) continue;
      globs.add(resolve(root, dirname(input), path.slice(0, path.indexOf('*') + 1), '..'));
    }
  }
  return { output: isAbsolute(output) ? output : resolve(root, output), files, globs: [...globs] };
}

/**
 * esbuild's own account of what does not build: file, line and a mark under the place.
 * @type {(errors: import('esbuild').PartialMessage[]) => Promise<string>}
 */
export async function formatBuildErrors(errors) {
  const esbuild = await import('esbuild');
  const messages = await esbuild.formatMessages(errors, { kind: 'error', color: process.stderr.isTTY === true });
  return messages.join('');
}
