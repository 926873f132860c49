import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readUsage } from '../../../cli/tune/read';

const folder = mkdtempSync(join(tmpdir(), 'o11y-usage-'));
const file = join(folder, 'usage.json');

afterAll(() => rmSync(folder, { recursive: true }));

const read = (content: string) => (): unknown => {
  writeFileSync(file, content);
  return readUsage(file, 'dev');
};

const USAGE = {
  version: 1,
  environment: 'dev',
  target: 'docker',
  measuredAt: '2026-01-01T00:00:00.000Z',
  windowSeconds: 60,
  coveredSeconds: 60,
  ingest: {},
  sizes: {},
  components: [],
  stores: [],
  missing: [],
};

test('what o11y usage printed is read', () => {
  expect(read(JSON.stringify(USAGE))()).toEqual(USAGE);
});

test.each([
  ['{', /^--usage .*usage\.json cannot be read: /],
  ['{}', /^--usage .*usage\.json is not what o11y usage --json prints: .*version/],
  [
    JSON.stringify({ ...USAGE, environment: 'prod' }),
    /^--usage .*usage\.json was measured on prod, not on dev: choose that environment, or measure this one$/,
  ],
])('%j is refused', (content, message) => {
  expect(read(content)).toThrow(message);
});

test('a file that is not there is said', () => {
  expect(() => readUsage(join(folder, 'none.json'), 'dev')).toThrow(/none\.json cannot be read: ENOENT/);
});
