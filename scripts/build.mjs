import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import esbuild from 'esbuild';
import { runSteps } from './steps.mjs';

/**
 * Builds what the package publishes into dist/, one file per source: the constructs as CommonJS, with declarations, and the
 * command line, which bin/o11y.mjs bundles on its first run.
 *
 * CommonJS, because the providers' folder imports (`@cdktf/provider-docker/lib/container`) are valid in it and not in Node's ES
 * modules, and because both kinds of project can import it: those of cdktf's own template are CommonJS.
 */
const OUTDIR = 'dist';
const LIBRARY = ['config', 'alert-rules', 'dashboards', 'constructs', 'stacks', 'cost', 'plan', 'tuning'];
/** The data of this repository's own application. */
const APPLICATION = [join('config', 'environments'), join('config', 'services.ts'), join('config', 'policy.ts')];

const sources = [...LIBRARY, 'cli']
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.ts') && !APPLICATION.some((path) => file.startsWith(path)));

rmSync(OUTDIR, { recursive: true, force: true });
await esbuild.build({
  entryPoints: sources,
  outdir: OUTDIR,
  outbase: '.',
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  // Node would look for `import('./command')` as an ES module, by its whole name.
  supported: { 'dynamic-import': false },
  sourcemap: true,
  sourcesContent: true,
  logLevel: 'warning',
});

// What the sources import from outside of their folders.
cpSync(join('bin', 'modules.cjs'), join(OUTDIR, 'bin', 'modules.cjs'));
const { name, version, engines } = JSON.parse(readFileSync('package.json', 'utf8'));
writeFileSync(join(OUTDIR, 'package.json'), `${JSON.stringify({ name, version, engines, type: 'commonjs', private: true }, null, 2)}\n`);

const passed = await runSteps([{ name: 'declarations', command: ['tsc', '--project', 'tsconfig.build.json'] }]);
process.exitCode = passed ? 0 : 1;
