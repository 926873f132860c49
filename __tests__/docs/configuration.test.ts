import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages } from '../../scripts/pages';

const page = readFileSync(join(__dirname, '../../docs/configuration.md'), 'utf8');

test.each(Object.entries(pages))('%s says what the code says: npm run docs', (file, render) => {
  expect(readFileSync(join(__dirname, '../..', file), 'utf8')).toBe(render());
});

test('every key of the configuration has a type and a meaning', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(240);
  for (const row of rows) {
    const [, key, type, fallback, meaning] = row.split(/(?<!\\)\|/).map((text) => text.trim());
    expect([key, type]).not.toContain('any');
    expect([key, fallback]).not.toContain('');
    expect([key, meaning]).not.toContain('');
  }
});

test('each key is described once, with the kinds of its target or storage that take it', () => {
  const keys = page
    .split('\n')
    .flatMap((line) => /^\| `([^`]+)` .*?(\((?:`"[\w-]+"`(?:, )?)+\))? \|$/.exec(line)?.slice(1, 3).join(' ') ?? []);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  expect(keys).toContain('loki.storage.bucket (`"s3"`, `"gcs"`)');
  expect(page).toContain('| `loki.storage.kind` | `"filesystem"` or `"s3"` or `"gcs"` or `"azure"` | `"filesystem"` |');
});
