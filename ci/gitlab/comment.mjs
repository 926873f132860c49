import { readFileSync } from 'node:fs';

/*
 * Posts a plan as one note on the merge request of this pipeline, which the next plan replaces.
 * Use: node ci/gitlab/comment.mjs FILE, with O11Y_NOTE_TOKEN, a project access token (role Reporter, scope api), beside GitLab's own variables.
 * https://docs.gitlab.com/api/notes/#merge-requests
 */
const MARKER = '<!-- o11y plan -->';
/** GitLab takes a million characters. */
const LONGEST = 1_000_000;

/** @type {(name: string) => string} */
const variable = (name) => {
  const value = process.env[name];
  if (value !== undefined && value !== '') return value;
  throw new Error(`${name} is not set: this runs in the pipeline of a merge request, with a project access token in O11Y_NOTE_TOKEN`);
};

const notes = `${variable('CI_API_V4_URL')}/projects/${encodeURIComponent(variable('CI_PROJECT_ID'))}/merge_requests/${encodeURIComponent(variable('CI_MERGE_REQUEST_IID'))}/notes`;

/** @type {(method: string, url: string, body?: object) => Promise<Response>} */
const call = async (method, url, body) => {
  const headers = { 'PRIVATE-TOKEN': variable('O11Y_NOTE_TOKEN'), 'content-type': 'application/json' };
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  if (!response.ok) throw new Error(`GitLab answers ${response.status} to ${method} ${url}`);
  return response;
};

/** @type {(page?: string) => Promise<number | undefined>} The note that begins with the marker and is this token's own. */
const find = async (page = '1') => {
  const response = await call('GET', `${notes}?per_page=100&sort=asc&order_by=created_at&page=${page}`);
  const list = /** @type {{ id: number, system: boolean, body: string, author: { id: number } }[]} */ (await response.json());
  const note = list.find(({ system, body, author }) => !system && body.startsWith(MARKER) && author.id === self.id);
  const next = response.headers.get('x-next-page') ?? '';
  return note?.id ?? (next === '' ? undefined : find(next));
};

const body = readFileSync(process.argv[2] ?? '', 'utf8');
if (!body.startsWith(MARKER)) throw new Error('the plan does not begin with its marker');
if (body.length > LONGEST) throw new Error('the plan is longer than a note may be');

const self = /** @type {{ id: number }} */ (await (await call('GET', `${variable('CI_API_V4_URL')}/user`)).json());
const id = await find();
if (id === undefined) await call('POST', notes, { body });
else await call('PUT', `${notes}/${id}`, { body });
