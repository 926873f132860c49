#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pathOf = (/** @type {string} */ file) => fileURLToPath(new URL(`../${file}`, import.meta.url));

if (process.argv[2] === 'run') {
  process.argv.splice(2, 1);
  await import('./run.mjs');
} else {
  // A clone has the sources, an installed package what was built from them.
  const program = [pathOf('cli/main.ts'), pathOf('dist/cli/main.js')].find((file) => existsSync(file));
  if (program === undefined) throw new Error(`no command line in ${pathOf('')}: install the package again`);
  const { launch } = await import('./installed.mjs');
  await launch(program, process.argv.slice(2));
}
