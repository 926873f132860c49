import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeWithTool, type Outcome, run } from '../support/tools';
import { scriptOf, workflow } from '../support/workflows';

/** As much of `gh api` as the script uses: answers from files, and the comments that were made are there afterwards. */
const GH = `#!/usr/bin/env bash
set -eo pipefail
method=GET path= query=. input=
while [ $# -gt 0 ]; do
  case "$1" in
    api | --paginate | --silent) ;;
    --method) method=$2; shift ;;
    --jq) query=$2; shift ;;
    --input) input=$2; shift ;;
    *) path=$1 ;;
  esac
  shift
done
echo "$method $path" >> "$ANSWERS/calls"
case "$method $path" in
  "GET repos/o/r/actions/runs/7/artifacts") jq -r "$query" "$ANSWERS/artifacts.json" ;;
  "GET repos/o/r/actions/artifacts/1/zip") cat "$ANSWERS/plan.zip" ;;
  "GET repos/o/r/pulls/"*) jq -r "$query" "$ANSWERS/pull.json" ;;
  "GET repos/o/r/issues/12/comments"*) jq -r "$query" "$ANSWERS/comments.json" ;;
  "POST repos/o/r/issues/12/comments")
    jq --slurpfile new /dev/stdin '. + [{id: 99, user: {login: "github-actions[bot]"}, body: $new[0].body}]' "$ANSWERS/comments.json" > "$ANSWERS/next"
    mv "$ANSWERS/next" "$ANSWERS/comments.json" ;;
  "PATCH repos/o/r/issues/comments/"*)
    jq --slurpfile new /dev/stdin --argjson id "\${path##*/}" 'map(if .id == $id then .body = $new[0].body else . end)' "$ANSWERS/comments.json" > "$ANSWERS/next"
    mv "$ANSWERS/next" "$ANSWERS/comments.json" ;;
  *) echo "unexpected: $method $path" >&2; exit 1 ;;
esac
`;

const MARKER = '<!-- o11y plan -->';

interface Comment {
  readonly id: number;
  readonly user: { readonly login: string };
  readonly body: string;
}

describeWithTool('jq', 'the comment on a pull request', () => {
  const script = scriptOf(workflow('plan-comment'), 'Comment');
  const others: readonly Comment[] = [
    { id: 1, user: { login: 'mallory' }, body: `${MARKER}\nnot ours` },
    { id: 2, user: { login: 'github-actions[bot]' }, body: 'of another workflow' },
  ];
  let folder: string;
  const file = (name: string): string => join(folder, name);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'o11y-comment-'));
    mkdirSync(file('bin'));
    mkdirSync(file('work'));
    writeFileSync(file('bin/gh'), GH);
    chmodSync(file('bin/gh'), 0o755);
    writeFileSync(file('comments.json'), JSON.stringify(others));
    writeFileSync(file('pull.json'), JSON.stringify({ head: { sha: 'abc' } }));
    writeFileSync(file('artifacts.json'), JSON.stringify({ artifacts: [{ id: 1, name: 'plan', size_in_bytes: 2_000 }] }));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const post = (comment: string, number = '12\n'): Outcome => {
    writeFileSync(file('work/comment.md'), comment);
    writeFileSync(file('work/pull-request'), number);
    run('zip', ['-q', '-r', file('plan.zip'), 'comment.md', 'pull-request'], { cwd: file('work') });
    const env = {
      PATH: `${file('bin')}:${process.env['PATH'] ?? ''}`,
      ANSWERS: folder,
      REPOSITORY: 'o/r',
      RUN: '7',
      HEAD_SHA: 'abc',
      GH_TOKEN: 'none',
    };
    return run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], { cwd: file('work'), env });
  };
  const comments = (): readonly Comment[] => JSON.parse(readFileSync(file('comments.json'), 'utf8')) as readonly Comment[];
  const writes = (): readonly string[] =>
    readFileSync(file('calls'), 'utf8')
      .trim()
      .split('\n')
      .filter((call) => !call.startsWith('GET'));

  it('is made once, replaced from then on, and touches no other', () => {
    expect(post(`${MARKER}\nfirst\n`)).toMatchObject({ status: 0, output: '' });
    expect(post(`${MARKER}\nsecond\n`)).toMatchObject({ status: 0, output: '' });
    expect(writes()).toEqual(['POST repos/o/r/issues/12/comments', 'PATCH repos/o/r/issues/comments/99']);
    expect(comments()).toEqual([...others, { id: 99, user: { login: 'github-actions[bot]' }, body: `${MARKER}\nsecond\n` }]);
  });

  it('calls nobody, and holds no control characters', () => {
    post(`${MARKER}\n@everyone \u001b[31mred image@sha256:1\n`);
    expect(comments()[2]?.body).toBe(`${MARKER}\n@\u200beveryone [31mred image@\u200bsha256:1\n`);
  });

  it.each([
    ['no marker', 'text\n', '12', 'the plan does not begin with its marker'],
    ['more than a comment may be', `${MARKER}\n${'x'.repeat(65_536)}`, '12', 'the plan is longer than a comment may be'],
    ['no number', `${MARKER}\n`, '12; rm -rf /', 'the plan names no pull request'],
    ['a path for a number', `${MARKER}\n`, '../12', 'the plan names no pull request'],
  ])('is refused with %s', (_, comment, number, reason) => {
    const { status, output } = post(comment, number);
    expect(status).toBe(1);
    expect(output).toContain(`::error::${reason}`);
    expect(writes()).toEqual([]);
  });

  it('is refused when it is large, before it is fetched', () => {
    writeFileSync(file('artifacts.json'), JSON.stringify({ artifacts: [{ id: 1, name: 'plan', size_in_bytes: 1_000_001 }] }));
    expect(post(`${MARKER}\n`)).toMatchObject({ status: 1, output: '::error::the plan has 1000001 bytes' });
    expect(readFileSync(file('calls'), 'utf8')).not.toContain('zip');
  });

  it('goes to no pull request with another commit', () => {
    writeFileSync(file('pull.json'), JSON.stringify({ head: { sha: 'def' } }));
    expect(post(`${MARKER}\n`)).toMatchObject({ status: 0, output: 'Pull request 12 has another commit by now: its own plan follows.' });
    expect(writes()).toEqual([]);
  });

  it('is not made when the plan came to no result', () => {
    writeFileSync(file('artifacts.json'), JSON.stringify({ artifacts: [] }));
    expect(post(`${MARKER}\n`)).toMatchObject({ status: 0, output: 'The plan came to no result: there is nothing to post.' });
  });
});
