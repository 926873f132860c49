import { readFileSync, realpathSync } from 'node:fs';
import { createRequire, SourceMap } from 'node:module';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { upToDateBundle } from './cache.mjs';

/**
 * Runs a TypeScript or JavaScript program, bundled and cached, in this process.
 *
 * The program sees itself as `process.argv[1]`. What it throws is reported on standard error and ends the process with 1: an
 * invalid configuration by its message, anything else by its stack, in places of the source files.
 *
 * @param {string} file the program, relative to the working directory
 * @param {readonly string[]} args its arguments
 */
export async function launch(file, args) {
  const fail = async (/** @type {unknown} */ error) => {
    console.error(await describe(error, file));
    process.exit(1);
  };
  process.on('uncaughtException', fail);
  try {
    const entry = realpathSync(resolve(file));
    const program = await upToDateBundle(entry);
    process.argv = [process.execPath, entry, ...args];
    // Bundled CommonJS calls `require` for Node's own modules, which ES modules do not have.
    Object.defineProperty(globalThis, 'require', { value: createRequire(entry), configurable: true, writable: true });
    await import(pathToFileURL(program).href);
  } catch (error) {
    await fail(error);
  }
}

/** @type {(error: unknown, file: string) => Promise<string>} */
async function describe(error, file) {
  if (!(error instanceof Error)) return `${file} threw ${String(error)}`;
  if ('errors' in error && Array.isArray(error.errors) && 'warnings' in error) {
    const { formatBuildErrors } = await import('./bundle.mjs');
    return formatBuildErrors(error.errors);
  }
  if (error.name === 'ConfigError') return error.message;
  if ('syscall' in error && error.syscall === 'lstat') {
    return `${file} does not exist in ${process.cwd()}: name the program to run, such as main.ts`;
  }
  // What the system refuses is no mistake of the program: a folder that cannot be written, a file that is a folder.
  if ('syscall' in error && 'path' in error && 'code' in error) return error.message;
  return inSources(error.stack ?? error.message);
}

/**
 * A stack with the places of the source files in place of the bundle's. Node's `--enable-source-maps` would do it too, and
 * takes 100 ms of every run: it reads the maps at the start, and cdktf takes the stack of every token.
 * @type {(stack: string) => string}
 */
function inSources(stack) {
  /** @type {Map<string, SourceMap | undefined>} */
  const maps = new Map();
  return stack.replace(/(file:\/\/[^\s()]+\.mjs):(\d+):(\d+)/g, (place, url, line, column) => {
    const program = fileURLToPath(url);
    if (!maps.has(program)) maps.set(program, readSourceMap(`${program}.map`));
    const source = maps.get(program)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (source === undefined || !('originalSource' in source)) return place;
    const path = relative(process.cwd(), resolve(dirname(program), source.originalSource));
    return `${path}:${source.originalLine + 1}:${source.originalColumn + 1}`;
  });
}

/** @type {(file: string) => SourceMap | undefined} */
function readSourceMap(file) {
  try {
    return new SourceMap(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined; // Node's own modules, and files that are not in a bundle.
  }
}
