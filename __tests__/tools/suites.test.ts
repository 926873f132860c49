import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY } from '../support/e2e/project';

/** Tests that lack something, and tests that fail after they have started a process and a server. */
const SUITE = `
import { Receiver } from '${REPOSITORY}/__tests__/support/alertmanager';
import { allOf, describeWith, programNeed, testWith } from '${REPOSITORY}/__tests__/support/needs';
import { startProcess } from '${REPOSITORY}/__tests__/support/processes';

describeWith(programNeed('tempo'), 'tempo', () => {
  test('one', () => undefined);
  testWith({ missing: 'anything else' }, 'other', () => undefined);
});
describeWith(allOf(programNeed('node'), programNeed('loki'), { missing: 'the image x:1' }), 'both', () => test('one', () => undefined));
describeWith(programNeed('promtool'), 'rules', () => test('one', () => undefined));
describeWith(programNeed('node'), 'here', () => test('one', () => undefined));

describe('what fails', () => {
  beforeAll(async () => {
    await new Receiver().listen(0);
    console.log(\`child \${startProcess('sleep', ['3600'], { stdio: 'pipe' }).pid}\`);
    throw new Error('on purpose');
  });
  test('is told', () => undefined);
});
`;

describe('a suite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'o11y-suite-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs the suite as jest.config.cjs would, with an empty PATH but for Node. It ends by itself, or this test does not. */
  const run = (lab: string) => {
    const config = `
      const own = require('${REPOSITORY}/jest.config.cjs');
      const [project] = own.projects.filter(({ displayName }) => displayName === 'tools');
      module.exports = {
        ...project, rootDir: '${REPOSITORY}', roots: ['${folder}'], testMatch: ['${folder}/*.test.ts'], testTimeout: own.testTimeout, reporters: own.reporters,
      };`;
    writeFileSync(join(folder, 'jest.config.cjs'), config);
    writeFileSync(join(folder, 'suite.test.ts'), SUITE);
    const report = join(folder, 'report.json');
    const args = [
      join(REPOSITORY, 'node_modules/jest/bin/jest.js'),
      '--config',
      join(folder, 'jest.config.cjs'),
      '--runInBand',
      '--json',
      '--outputFile',
      report,
    ];
    const { stderr, status } = spawnSync(process.execPath, args, {
      cwd: REPOSITORY,
      encoding: 'utf8',
      env: { ...process.env, O11Y_LAB: lab, PATH: join(process.execPath, '..') },
      timeout: 300_000,
    });
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
      readonly testResults: readonly { readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[] }[];
    };
    const tests = testResults.flatMap(({ assertionResults }) => assertionResults.map(({ fullName, status: ended }) => [fullName, ended]));
    return { tests, stderr, status };
  };

  it('says what it lacks, ends what it has started, and ends', () => {
    const { tests, stderr, status } = run('');
    expect(tests).toEqual([
      ['tempo [without the program tempo] one', 'pending'],
      ['tempo [without the program tempo] other [without anything else]', 'pending'],
      ['both [without the program loki and the image x:1] one', 'pending'],
      ['rules [without the program promtool] one', 'pending'],
      ['here one', 'passed'],
      ['what fails is told', 'failed'],
    ]);
    expect(stderr).toContain(
      '\n    1 skipped without the program loki and the image x:1\n    1 skipped without the program promtool\n    2 skipped without the program tempo\n',
    );
    expect(status).toBe(1);
    const pid = Number(/child (\d+)/.exec(stderr)?.[1]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  it('fails in a lab without what every lab has', () => {
    const { tests } = run('1');
    expect(tests.filter(([, ended]) => ended === 'failed')).toEqual([
      ['rules has what it needs', 'failed'],
      ['what fails is told', 'failed'],
    ]);
    expect(tests.filter(([, ended]) => ended === 'pending')).toHaveLength(3);
  });
});
