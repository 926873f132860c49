const { availableParallelism } = require('node:os');

/**
 * Four suites with different needs, chosen by `--selectProjects`:
 *   unit   nothing but Node
 *   tools  the programs themselves (promtool, otelcol-contrib, …) and Terraform on the PATH
 *   e2e    a Docker engine, and a platform deployed on it
 *   chaos  the same, cut off and disturbed at every moment: an hour, or with O11Y_CHAOS=sample some minutes
 */
const base = {
  testEnvironment: 'node',
  // cdktf's bundles are large, and jest would read all of them for its module map.
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/cdktf.out/'],
  // Published as an ES module, which jest does not require.
  moduleNameMapper: { '^marked$': '<rootDir>/node_modules/marked/lib/marked.umd.js' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }],
  },
};

const suite = (displayName, testMatch, testPathIgnorePatterns = []) => ({
  ...base,
  displayName,
  testMatch: testMatch.map((pattern) => `<rootDir>/__tests__/${pattern}`),
  testPathIgnorePatterns: ['/node_modules/', ...testPathIgnorePatterns.map((folder) => `<rootDir>/__tests__/${folder}/`)],
});

/** For suites that start programs. */
const setupFilesAfterEnv = ['<rootDir>/__tests__/support/programs-setup.ts'];

/** @type {import('jest').Config} */
module.exports = {
  // One more than there are processors: some tests wait for a time to pass.
  maxWorkers: availableParallelism() + 1,
  // Ends a test that hangs. It judges no speed: a machine that builds something else meanwhile takes ten times as long.
  testTimeout: 60_000,
  reporters: ['default', '<rootDir>/__tests__/support/skipped.cjs'],
  projects: [
    suite('unit', ['**/*.test.ts'], ['tools', 'e2e', 'chaos', 'bench']),
    { ...suite('tools', ['tools/**/*.test.ts']), setupFilesAfterEnv },
    { ...suite('e2e', ['e2e/**/*.test.ts']), setupFilesAfterEnv },
    { ...suite('chaos', ['chaos/**/*.test.ts']), setupFilesAfterEnv },
  ],
};
