import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describeWithTool, type Outcome, run } from '../support/tools';
import { scriptOf, workflow } from '../support/workflows';

const ROOT = process.cwd();
const AUTHOR = [
  '-c',
  'user.name=test',
  '-c',
  'user.email=test@localhost',
  '-c',
  'commit.gpgsign=false',
  '-c',
  'protocol.file.allow=always',
];

/** The scripts of the workflow as a runner runs them: a clone of the merge commit, as deep as the workflow says. */
describeWithTool('git', 'the plan of a pull request', () => {
  const plan = workflow('plan');
  let folder: string;
  let origin: string;
  const git = (cwd: string, ...args: readonly string[]): string => {
    const { status, output } = run('git', [...AUTHOR, ...args], { cwd });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${output}`);
    return output;
  };
  const commit = (message: string): void => {
    git(origin, 'add', '--all');
    git(origin, 'commit', '--quiet', '--no-verify', '--message', message);
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'o11y-plan-step-'));
    origin = join(folder, 'origin');
    // What lies in the folder now, also when it is not committed yet.
    const files = git(ROOT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard')
      .split('\0')
      .filter((file) => file !== '');
    for (const file of files) {
      mkdirSync(dirname(join(origin, file)), { recursive: true });
      cpSync(join(ROOT, file), join(origin, file), { recursive: true });
    }
    git(origin, 'init', '--quiet', '--initial-branch=main');
    commit('base');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  interface Result extends Outcome {
    readonly comment: string;
    readonly summary: string;
    readonly outputs: string;
    readonly pullRequest: string;
    readonly verdict: Outcome;
  }

  /** A pull request with an edit of prod, and what the workflow makes of it. */
  function pullRequest(name: string, edit: (text: string) => string): Result {
    const file = join(origin, 'config/environments/prod.ts');
    git(origin, 'checkout', '--quiet', '-b', name, 'main');
    writeFileSync(file, edit(readFileSync(file, 'utf8')));
    git(origin, 'commit', '--quiet', '--no-verify', '--all', '--allow-empty', '--message', name);
    git(origin, 'checkout', '--quiet', '-b', `merge-${name}`, 'main');
    git(origin, 'merge', '--quiet', '--no-ff', '--message', 'merge', name);
    git(origin, 'checkout', '--quiet', 'main');

    const clone = join(folder, name);
    const depth = plan.jobs['plan']?.steps?.find(({ uses }) => uses?.startsWith('actions/checkout@'))?.with?.['fetch-depth'];
    git(folder, 'clone', '--quiet', `--depth=${String(depth)}`, `--branch=merge-${name}`, `file://${origin}`, clone);
    symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
    const temporary = join(folder, `${name}-temp`);
    mkdirSync(temporary);
    const step = plan.jobs['plan']?.steps?.find(({ id }) => id === 'plan');
    const env = {
      CI: 'true',
      ...step?.env,
      PULL_REQUEST: '12',
      RUNNER_TEMP: temporary,
      GITHUB_OUTPUT: join(temporary, 'outputs'),
      GITHUB_STEP_SUMMARY: join(temporary, 'summary'),
    };
    const bash = (script: string, more: NodeJS.ProcessEnv = {}): Outcome =>
      run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { cwd: clone, env: { ...env, ...more } });
    const outcome = bash(scriptOf(plan, 'Plan'));
    const read = (path: string): string => readFileSync(join(temporary, path), 'utf8');
    const outputs = read('outputs');
    return {
      ...outcome,
      comment: read('plan/comment.md'),
      summary: read('summary'),
      outputs,
      pullRequest: read('plan/pull-request'),
      verdict: bash(scriptOf(plan, 'Verdict'), { STATUS: /status=(\d+)/.exec(outputs)?.[1] ?? '' }),
    };
  }

  it('is a comment with what the edit does, and passes', () => {
    const result = pullRequest('edit', (text) => text.replace("traces: '7d'", "traces: '9d'"));
    expect(result).toMatchObject({ status: 0, outputs: 'status=2\n', pullRequest: '12\n', verdict: { status: 0, output: '' } });
    expect(result.comment.split('\n')[0]).toBe('<!-- o11y plan -->');
    expect(result.comment).toContain('retention.traces');
    expect(result.comment.length).toBeLessThan(65_536);
    expect(result.summary).toBe(result.comment);
  });

  it('says so when there is no difference', () => {
    const result = pullRequest('same', (text) => text);
    expect(result).toMatchObject({ status: 0, outputs: 'status=0\n', verdict: { status: 0 } });
    expect(result.comment.split('\n')[0]).toBe('<!-- o11y plan -->');
  });

  it('fails when an environment cannot be compared, and still leaves its comment', () => {
    const result = pullRequest('broken', (text) => text.replace("traces: '7d'", "traces: '7 days'"));
    expect(result).toMatchObject({ status: 0, outputs: 'status=1\n', verdict: { status: 1 } });
    expect(result.verdict.output).toBe('::error::the plan failed, or breaks the policy: its comment says what');
    expect(result.comment.split('\n')[0]).toBe('<!-- o11y plan -->');
    expect(result.comment).toContain('prod');
  });
});
