'use strict';
// CommonJS, so that the launcher takes it as it is and the command line within its bundle.
const fs = require('node:fs');
const path = require('node:path');

/** What package managers rewrite whenever they change `node_modules`. */
const INSTALLATION_MARKERS = ['.package-lock.json', '.yarn-integrity', '.modules.yaml'];

/**
 * Folders named `node_modules` from a folder upwards, the nearest first, without links. Reads the file system.
 * @type {(folder: string) => readonly string[]}
 */
function modulesAbove(folder) {
  const own = path.join(folder, 'node_modules');
  const above = path.dirname(folder);
  return [...(fs.existsSync(own) ? [fs.realpathSync(own)] : []), ...(above === folder ? [] : modulesAbove(above))];
}

/**
 * Makes the folder in which something is kept between runs, in the nearest of these `node_modules`; undefined when nothing can be written there.
 * @type {(modules: readonly string[], ...names: readonly string[]) => string | undefined}
 */
function cacheFolder([modules], ...names) {
  if (modules === undefined) return undefined;
  const cache = path.join(modules, '.cache', 'o11y', ...names);
  try {
    fs.mkdirSync(cache, { recursive: true });
    fs.accessSync(cache, fs.constants.W_OK);
    return cache;
  } catch {
    return undefined;
  }
}

module.exports = { INSTALLATION_MARKERS, cacheFolder, modulesAbove };
