/**
 * What was not tested, and why: the title of tests that are skipped ends with `[without <what is missing>]` (needs.ts). As a reporter of jest
 * it says so at the end of a run; .ci/run asks it for all suites together.
 */

const REASON = /\[(without [^\]]+)\]/;

/** @param {readonly string[]} titles of a test that was skipped, the outermost first */
const reasonOf = (titles) =>
  titles.map((title) => REASON.exec(title)?.[1]).find((reason) => reason !== undefined) ?? 'without a reason in their titles';

/**
 * @param {readonly (readonly string[])[]} tests the titles of each test that was skipped
 * @returns {readonly string[]} a line for each reason, with the number of its tests
 */
function linesOf(tests) {
  const counts = new Map();
  for (const titles of tests) counts.set(reasonOf(titles), (counts.get(reasonOf(titles)) ?? 0) + 1);
  return [...counts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([reason, count]) => `${String(count).padStart(5)} skipped ${reason}`);
}

const titlesOf = ({ ancestorTitles, title }) => [...ancestorTitles, title];
const isSkipped = ({ status }) => status === 'pending' || status === 'todo';

/** @param {readonly { testResults: readonly { assertionResults: readonly object[] }[] }[]} runs what `jest --json` has written */
const skippedIn = (runs) =>
  linesOf(
    runs.flatMap(({ testResults }) => testResults.flatMap(({ assertionResults }) => assertionResults.filter(isSkipped).map(titlesOf))),
  );

/** https://jestjs.io/docs/configuration#custom-reporters */
class SkippedReporter {
  onRunComplete(_contexts, { testResults }) {
    const lines = linesOf(testResults.flatMap(({ testResults: tests }) => tests.filter(isSkipped).map(titlesOf)));
    if (lines.length > 0) process.stderr.write(`${['', ...lines, ''].join('\n')}\n`);
  }
}

module.exports = SkippedReporter;
module.exports.skippedIn = skippedIn;
