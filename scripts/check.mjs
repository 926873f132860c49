import { runSteps } from './steps.mjs';

/** What `npm run check` makes sure of; `npm run format` mends the second and what it safely can of the third. */
const passed = await runSteps([
  { name: 'types', command: ['tsc', '--project', 'tsconfig.json'] },
  { name: 'format', command: ['biome', 'check', '--linter-enabled=false', '--max-diagnostics=none'] },
  { name: 'lint', command: ['biome', 'lint', '--error-on-warnings', '--max-diagnostics=none'] },
  { name: 'import directions', command: ['node', 'scripts/imports.mjs'] },
  { name: 'nothing unused', command: ['knip'] },
]);

process.exitCode = passed ? 0 : 1;
