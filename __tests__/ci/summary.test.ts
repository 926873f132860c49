import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const tests = (...all: readonly (readonly [status: string, ...titles: string[]])[]) => [
  { assertionResults: all.map(([status, ...titles]) => ({ status, ancestorTitles: titles.slice(0, -1), title: titles.at(-1) })) },
];

describe('the last lines of .ci/run', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'o11y-ci-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const report = (suite: string, status: number, run?: object): void => {
    writeFileSync(join(folder, `${suite}.status`), `${status}\n`);
    if (run === undefined) return;
    const none = {
      numPassedTests: 0,
      numFailedTests: 0,
      numRuntimeErrorTestSuites: 0,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [],
    };
    writeFileSync(join(folder, `${suite}.json`), JSON.stringify({ ...none, ...run }));
  };
  const summary = (passed: number, failed: number) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, ['.ci/summary.cjs', folder, String(passed), String(failed)], {
      encoding: 'utf8',
    });
    return [status, ...`${stdout}${stderr}`.trimEnd().split('\n')];
  };

  it('say what was skipped, by what is missing', () => {
    report('test', 0, { numPassedTests: 10 });
    report('test:tools', 0, {
      numPassedTests: 1,
      numPendingTests: 4,
      testResults: tests(
        ['passed', 'promtool: rules', 'pass'],
        ['pending', 'tempo: queries [without the program tempo]', 'one'],
        ['pending', 'tempo: queries [without the program tempo]', 'in a group', 'other'],
        ['pending', 'a platform', 'has logs [without the image grafana/loki:3.7.8]'],
        ['pending', 'nobody knows', 'why'],
      ),
    });
    expect(summary(3, 0)).toEqual([
      0,
      '    1 skipped without a reason in their titles',
      '    1 skipped without the image grafana/loki:3.7.8',
      '    2 skipped without the program tempo',
      '14 passed, 0 failed, 4 skipped',
    ]);
  });

  it('count what failed: tests, files that do not load, suites that crashed or took too long, checks', () => {
    report('test', 1, { numPassedTests: 5, numFailedTests: 2, numRuntimeErrorTestSuites: 1 });
    report('test:chaos', 1, { numPassedTests: 1 });
    report('test:e2e', 124);
    expect(summary(0, 1)).toEqual([
      1,
      'test:chaos: exit status 1',
      'test:e2e: exit status 124, its time was over',
      '6 passed, 6 failed, 0 skipped',
    ]);
  });
});

it('no test is skipped but by what says why', () => {
  const files = readdirSync('__tests__', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(100);
  const skips = files.filter((file) =>
    /\b(?:(?:describe|it|test)\.(?:skip|todo|only)|x(?:it|test|describe))\b/.test(readFileSync(join('__tests__', file), 'utf8')),
  );
  expect(skips.filter((file) => !['support/needs.ts', 'ci/summary.test.ts'].includes(file))).toEqual([]);
});
