import { runSteps } from './steps.mjs';

const IMPORT_RULES = ['style/noRestrictedImports', 'suspicious/noImportCycles', 'correctness/noUndeclaredDependencies'];

/** What `npm run check` makes sure of; `npm run format` mends the second and what it safely can of the third. */
const passed = await runSteps([
  { name: 'types', command: ['tsc', '--project', 'tsconfig.json'] },
  { name: 'format', command: ['biome', 'check', '--linter-enabled=false', '--max-diagnostics=none'] },
  {
    name: 'lint',
    command: ['biome', 'lint', '--error-on-warnings', '--max-diagnostics=none', ...IMPORT_RULES.map((rule) => `--skip=${rule}`)],
  },
  { name: 'import directions', command: ['biome', 'lint', '--max-diagnostics=none', ...IMPORT_RULES.map((rule) => `--only=${rule}`)] },
  { name: 'nothing unused', command: ['knip'] },
]);

process.exitCode = passed ? 0 : 1;
