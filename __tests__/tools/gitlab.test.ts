import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';

interface Job {
  readonly stage?: string;
  readonly extends?: string;
  readonly rules?: readonly { readonly if?: string; readonly when?: string }[];
  readonly needs?: readonly unknown[];
  readonly script?: readonly string[];
  readonly resource_group?: string;
  readonly variables?: Readonly<Record<string, string>>;
  readonly environment?: { readonly name: string; readonly action?: string };
}

const TEMPLATE = 'ci/gitlab/o11y.gitlab-ci.yml';
const template = load(readFileSync(TEMPLATE, 'utf8')) as { readonly stages: readonly string[] } & Readonly<Record<string, Job>>;
const job = (name: string): Job => {
  const own = template[name];
  if (own === undefined) throw new Error(`${TEMPLATE} has no job ${name}`);
  return own.extends === undefined ? own : { ...job(own.extends), ...own };
};
const names = Object.keys(template).filter((name) => name.startsWith('o11y:'));

describe('the template for GitLab', () => {
  it('has jobs of known stages that need jobs which are there', () => {
    for (const name of names) {
      expect(template.stages).toContain(job(name).stage);
      expect(job(name).script).toBeDefined();
      const needed = (job(name).needs ?? []).map((need) => (typeof need === 'string' ? need : (need as { readonly job: string }).job));
      expect(names).toEqual(expect.arrayContaining(needed));
    }
  });

  it.each(['staging', 'prod'])('plans %s before somebody starts the deployment of that plan, one at a time', (environment) => {
    const [plan, deploy] = [job(`o11y:plan:${environment}`), job(`o11y:deploy:${environment}`)];
    for (const { resource_group, variables } of [plan, deploy]) {
      expect([resource_group, variables]).toEqual(['$ENVIRONMENT', { ENVIRONMENT: environment }]);
    }
    expect(plan.environment).toEqual({ name: environment, action: 'prepare' });
    expect(deploy.environment).toEqual({ name: environment });
    expect(deploy.needs).toEqual([`o11y:plan:${environment}`]);
    expect(deploy.rules?.map(({ when }) => when)).toEqual(['manual']);
  });

  it('gives the code of a fork no token', () => {
    expect(job('o11y:comment').rules?.map((rule) => rule.if)).toEqual([
      '$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID && $O11Y_NOTE_TOKEN',
    ]);
    expect(JSON.stringify(job('o11y:plan'))).not.toMatch(/TOKEN|PASSPHRASE/);
  });
});

interface Note {
  readonly id: number;
  readonly system: boolean;
  readonly author: { readonly id: number };
  body: string;
}

describe('the note on a merge request', () => {
  const MARKER = '<!-- o11y plan -->';
  const others: readonly Note[] = [
    { id: 1, system: false, author: { id: 5 }, body: `${MARKER} of somebody else` },
    { id: 2, system: false, author: { id: 7 }, body: 'ours, but no plan' },
  ];
  let notes: Note[] = [];
  let calls: string[] = [];
  let folder: string;

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    calls.push(`${request.method ?? ''} ${url.pathname}`);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answer = (value: unknown, headers = {}): void => {
        response.writeHead(request.headers['private-token'] === 'token' ? 200 : 401, headers).end(JSON.stringify(value));
      };
      if (url.pathname === '/api/v4/user') return answer({ id: 7 });
      if (request.method === 'GET') {
        // One note on a page.
        const page = Number(url.searchParams.get('page'));
        return answer(notes.slice(page - 1, page), { 'x-next-page': page < notes.length ? String(page + 1) : '' });
      }
      const { body } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly body: string };
      const id = Number(url.pathname.split('/').at(-1));
      const known = notes.find((note) => note.id === id);
      if (known === undefined) notes.push({ id: 99, system: false, author: { id: 7 }, body });
      else known.body = body;
      answer({});
    });
  });

  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'o11y-note-'));
    notes = [...others];
    calls = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const post = (text: string, env: NodeJS.ProcessEnv = {}): Promise<{ readonly status: number | null; readonly said: string }> => {
    const file = join(folder, 'comment.md');
    writeFileSync(file, text);
    const { port } = server.address() as AddressInfo;
    const gitlab = {
      CI_API_V4_URL: `http://127.0.0.1:${port}/api/v4`,
      CI_PROJECT_ID: '3',
      CI_MERGE_REQUEST_IID: '12',
      O11Y_NOTE_TOKEN: 'token',
    };
    const child = spawn(process.execPath, ['ci/gitlab/comment.mjs', file], { env: { ...process.env, ...gitlab, ...env } });
    const said: string[] = [];
    child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    return new Promise((resolve) => child.on('close', (status) => resolve({ status, said: said.join('') })));
  };
  const writes = (): readonly string[] => calls.filter((call) => !call.startsWith('GET'));

  it('is made once, replaced from then on, and touches no other', async () => {
    expect(await post(`${MARKER}\nfirst`)).toEqual({ status: 0, said: '' });
    expect(await post(`${MARKER}\nsecond`)).toEqual({ status: 0, said: '' });
    expect(writes()).toEqual(['POST /api/v4/projects/3/merge_requests/12/notes', 'PUT /api/v4/projects/3/merge_requests/12/notes/99']);
    expect(notes).toEqual([...others, { id: 99, system: false, author: { id: 7 }, body: `${MARKER}\nsecond` }]);
  });

  it('is refused without the marker, and says what is missing', async () => {
    const wrong = await post('text');
    expect([wrong.status, wrong.said]).toEqual([1, expect.stringContaining('the plan does not begin with its marker')]);
    const bare = await post(`${MARKER}\n`, { O11Y_NOTE_TOKEN: '' });
    expect([bare.status, bare.said]).toEqual([1, expect.stringContaining('O11Y_NOTE_TOKEN is not set')]);
    const denied = await post(`${MARKER}\n`, { O11Y_NOTE_TOKEN: 'other' });
    expect([denied.status, denied.said]).toEqual([1, expect.stringContaining('GitLab answers 401')]);
    expect(writes()).toEqual([]);
  });
});
