/**
 * Adds up what the suites have reported: `node summary.cjs FOLDER PASSED FAILED`, with the results of jest (`<suite>.json`) and the exit
 * statuses (`<suite>.status`) in the folder, and the numbers of other checks. Prints what was skipped and why, then
 * `N passed, N failed, N skipped`. Ends with 1 if anything has failed.
 */
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { skippedIn } = require('../__tests__/support/skipped.cjs');

const [folder = '.', ...checks] = process.argv.slice(2);
let [passed = 0, failed = 0] = checks.map(Number);
let skipped = 0;
const runs = [];

for (const file of readdirSync(folder).filter((name) => name.endsWith('.status'))) {
  const suite = file.replace('.status', '');
  const status = Number(readFileSync(join(folder, file), 'utf8'));
  const report = join(folder, `${suite}.json`);
  let failures = 0;
  // A suite that was ended has none.
  if (existsSync(report)) {
    const run = JSON.parse(readFileSync(report, 'utf8'));
    runs.push(run);
    passed += run.numPassedTests;
    skipped += run.numPendingTests + run.numTodoTests;
    // Jest counts a file that does not load by itself, in none of its tests.
    failures = run.numFailedTests + run.numRuntimeErrorTestSuites;
  }
  if (status !== 0 && failures === 0) {
    console.log(`${suite}: exit status ${status}${status === 124 || status === 137 ? ', its time was over' : ''}`);
    failures = 1;
  }
  failed += failures;
}

for (const line of skippedIn(runs)) console.log(line);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
