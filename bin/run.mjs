#!/usr/bin/env node
import { launch } from './installed.mjs';

const USAGE = `Usage: run <file> [argument…]

Runs a TypeScript program, such as the "app" of a cdktf.json, at the speed of a bundle: the first run and the first after an
edit bundle it with esbuild, the others start the bundle.

  node bin/run.mjs main.ts
  npx o11y run main.ts
`;

const [file, ...args] = process.argv.slice(2);
if (file === undefined || file === '--help' || file === '-h') {
  (file === undefined ? process.stderr : process.stdout).write(USAGE);
  process.exitCode = file === undefined ? 1 : 0;
} else {
  await launch(file, args);
}
