import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describeWithTool, run } from '../support/tools';
import { type Permissions, scriptOf, type Workflow, workflow, workflows } from '../support/workflows';

const all = workflows();
const ACTIONS = '.github/actions';
const texts: readonly (readonly [file: string, text: string])[] = [
  ...all.map(({ file, text }) => [file, text] as const),
  ...readdirSync(ACTIONS).map((name) => {
    const file = join(ACTIONS, name, 'action.yml');
    return [file, readFileSync(file, 'utf8')] as const;
  }),
];
const onPullRequest = all.filter(({ on }) => 'pull_request' in on || 'pull_request_target' in on);
const permissionsOf = ({ permissions, jobs }: Workflow): readonly Permissions[] =>
  [permissions, ...Object.values(jobs).map((job) => job.permissions)].filter((given) => given !== undefined);

/** Every script in a workflow or an action. */
function runsIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => (key === 'run' && typeof item === 'string' ? [item] : runsIn(item)));
}

describeWithTool('actionlint', 'the workflows', () => {
  it('have no mistake', () => {
    expect(run('actionlint', ['-no-color', ...all.map(({ file }) => file)])).toMatchObject({ status: 0, output: '' });
  });
});

describe('the workflows', () => {
  it.each(texts)('%s names every action by its commit, with the version beside it', (_, text) => {
    const uses = text.split('\n').filter((line) => /^\s*(?:- )?uses:/.test(line));
    const loose = uses.filter((line) => !/uses: (?:\.\/\S+|[\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/.test(line));
    expect(loose).toEqual([]);
  });

  it('name one version of each action', () => {
    const used = texts.flatMap(([, text]) =>
      [...text.matchAll(/uses: ([\w./-]+)@(\S+ # \S+)/g)].map(([, action, version]) => `${action} ${version}`),
    );
    const versions = [...new Set(used)];
    expect(versions.map((line) => line.split(' ')[0]).length).toBe(new Set(versions.map((line) => line.split(' ')[0])).size);
  });

  it.each(all)('$file says what it may do, and the default is to read at most', ({ permissions }) => {
    expect([{}, { contents: 'read' }]).toContainEqual(permissions);
  });

  it('run on pull requests in one place, with the code of the target branch in none', () => {
    expect(onPullRequest.map(({ file }) => file)).toEqual(['.github/workflows/plan.yml']);
    expect(all.filter(({ on }) => 'pull_request_target' in on)).toEqual([]);
  });

  it.each(onPullRequest)('$file has no secret and may write nothing: it runs the code of strangers', (found) => {
    for (const permissions of permissionsOf(found)) expect(Object.values(permissions).filter((level) => level !== 'read')).toEqual([]);
    expect(found.text).not.toMatch(/secrets\.|secrets:|github\.token|GITHUB_TOKEN|id-token/);
    const checkouts = Object.values(found.jobs).flatMap(({ steps = [] }) =>
      steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')),
    );
    for (const checkout of checkouts) expect(checkout.with).toMatchObject({ 'persist-credentials': false });
  });

  it('check out nothing and run nothing of the pull request where they may write a comment', () => {
    const { jobs } = workflow('plan-comment');
    expect(Object.values(jobs).map(({ permissions }) => permissions)).toEqual([{ actions: 'read', 'pull-requests': 'write' }]);
    expect(Object.values(jobs).flatMap(({ steps = [] }) => steps.flatMap(({ uses }) => uses ?? []))).toEqual([]);
  });

  it.each(texts)('%s puts no expression into a script: it goes through a variable', (file, text) => {
    const scripts = runsIn(load(text));
    expect(scripts.length).toBeGreaterThan(file.endsWith('deploy.yml') ? -1 : 0);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });

  it('deploy to one environment at a time, in order, and only what was approved', () => {
    const { jobs } = workflow('deploy');
    expect(Object.values(jobs).map(({ concurrency }) => concurrency)).toEqual(
      ['dev', 'staging', 'prod'].map((name) => ({ group: `deploy-${name}`, 'cancel-in-progress': false })),
    );
    const environment = workflow('deploy-environment');
    expect(Object.values(environment.jobs).map((job) => job.environment)).toEqual([
      '${{ inputs.environment }}-plan',
      '${{ inputs.environment }}',
    ]);
    expect(scriptOf(environment, 'Plan')).toContain('o11y plan "$ENVIRONMENT" --live --out');
    expect(scriptOf(environment, 'Deploy')).toContain('o11y deploy "$ENVIRONMENT" --plan');
  });
});
